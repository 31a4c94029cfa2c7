"""What a named example is."""

from dataclasses import dataclass

from convviz.core.experiment import Experiment


@dataclass(frozen=True)
class Preset:
    """An experiment with a title for a chooser and one sentence on what to look for.

    Both texts are marked by `term`.
    """

    name: str
    title: str
    note: str
    experiment: Experiment

    @property
    def lecture(self) -> bool:
        """Tell whether a class sees it whole: at most three channels of at most 6 x 6."""
        return self.experiment.c_in <= 3 and max(self.experiment.input_size) <= 6
