"""Scene *groups*: multiple output channels, where each reads the input channels of its group only.

The kernel bank has no slice for a channel of another group, and lines show who reads whom.
"""

from convviz.core.experiment import Experiment
from convviz.drawing.parts import order, steps_of, stops, tensors
from convviz.drawing.scenes.multi_output import layout, states
from convviz.drawing.values import base, limits

__all__ = [
    "base",
    "check",
    "layout",
    "limits",
    "order",
    "states",
    "steps_of",
    "stops",
    "tensors",
]


def check(experiment: Experiment) -> None:
    """Every experiment can be shown."""
