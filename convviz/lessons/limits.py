"""What the lessons can draw, and what their fields can say."""

from typing import Final

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.matrices import ungrouped
from convviz.words import Message, later, term

SIZES: Final = {  # label, most
    "c_in": (term("Inputs C_in"), 8),
    "c_out": (term("Outputs C_out"), 8),
    "height": (term("Height H"), 12),
    "width": (term("Width W"), 12),
    "k_h": (term("Kernel k_h"), 7),
    "k_w": (term("Kernel k_w"), 7),
}
MOST_PADDING: Final = 6  # of both sides together: what "same" takes for the largest kernel
MOST_STRIDE: Final = 6
MOST_DILATION: Final = 5
STRIDE: Final = term("Stride s_{axis}")
DILATION: Final = term("Dilation d_{axis}")
SIDES: Final = (
    (term("Padding top"), term("Padding bottom")),
    (term("Padding left"), term("Padding right")),
)


def sizes(experiment: Experiment) -> dict[str, int]:
    """Give the ``SIZES`` of an experiment."""
    return {
        "c_in": experiment.c_in,
        "c_out": experiment.c_out,
        "height": experiment.input_size[0],
        "width": experiment.input_size[1],
        "k_h": experiment.kernel_size[0],
        "k_w": experiment.kernel_size[1],
    }


def check_sizes(experiment: Experiment) -> None:
    """Raise ExperimentError for what the pages can't draw, or their fields can't say."""
    e = experiment
    for name, size in sizes(e).items():
        _at_most(later(SIZES[name][0]), size, SIZES[name][1])
    for axis, length in enumerate(("height", "width")):
        _at_most(later(STRIDE, axis="hw"[axis]), e.stride[axis], MOST_STRIDE)
        _at_most(later(DILATION, axis="hw"[axis]), e.dilation[axis], MOST_DILATION)
        for label, side in zip(SIDES[axis], e.pads[axis], strict=True):
            _at_most(later(label), side, MOST_PADDING)
        padded, most = e.input_size[axis] + sum(e.pads[axis]), SIZES[length][1] + MOST_PADDING
        if padded > most:
            raise ExperimentError(
                "{size} is {n} here, padding included: at most {most} can be shown.",
                size=later(SIZES[length][0]),
                n=padded,
                most=most,
            )


def _at_most(name: Message, n: int, most: int) -> None:
    if n > most:
        raise ExperimentError(
            "{name} is {n} here: at most {most} can be shown.", name=name, n=n, most=most
        )


def groups_note(experiment: Experiment) -> Message:
    """Say what `ungrouped` did to an experiment with groups."""
    return later(
        "The {n} groups are written out as one bank: a slice between two groups is all 0.",
        n=experiment.groups,
    )


def without_groups(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Write groups out as the one kernel bank that they stand for."""
    check_sizes(experiment)
    if experiment.groups == 1:
        return experiment, None
    return ungrouped(experiment), groups_note(experiment)
