"""Named experiments in teaching order; the tests hold every number they are known for."""

from convviz.core.experiment import Experiment
from convviz.lessons.examples.channels import CHANNELS
from convviz.lessons.examples.designs import DESIGNS
from convviz.lessons.examples.preset import Preset
from convviz.lessons.examples.windows import WINDOWS

PRESETS = (*CHANNELS, *WINDOWS, *DESIGNS)


def presets() -> dict[str, Experiment]:
    """Return name -> Experiment, in teaching order."""
    return {preset.name: preset.experiment for preset in PRESETS}


NAMES = {each.name: each for each in PRESETS}


def preset(name: str) -> Preset:
    """Give the named example; raises KeyError if there is none."""
    return NAMES[name]
