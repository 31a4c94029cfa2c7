"""Convolution as one matrix product (im2col)."""

from convviz.core.experiment import Experiment
from convviz.core.matrices import copies
from convviz.lessons.lesson import Lesson
from convviz.lessons.limits import without_groups
from convviz.lessons.numbers import all_sizes
from convviz.words import say, term

NO_BREAK = "\N{NO-BREAK SPACE}"

_COPIED = term("{matrices}; {size} numbers from {n}: each pixel is copied up to {most} times")
_COPIED_ONCE = term("{matrices}; {size} numbers from {n}: each pixel is copied at most once")
_PADDED = term(
    "{matrices}; {size} numbers from {n} and padding: each pixel is copied up to {most} times"
)
_PADDED_ONCE = term(
    "{matrices}; {size} numbers from {n} and padding: each pixel is copied at most once"
)

EXAMPLES = (
    "d2l_three_out",
    "d2l_three_out_biases",
    "d2l_two_in",
    "one_channel",
    "padding",
    "padding_stride",
    "average_mixed",
    "sobel",
    "colour_edge_both",
    "pointwise",
)


def shapes(experiment: Experiment) -> str:
    """Live shapes of the matrices, and how often the patches repeat the input."""
    c_out, height, width = experiment.output_shape
    terms, windows = experiment.weight[0].size, height * width
    uses = copies(experiment)
    most, size = uses.max(), terms * windows
    matrices = say(
        "W ({c_out} × {terms}) · patches ({terms} × {windows}) = Y ({c_out} × {windows})",
        c_out=c_out,
        terms=terms,
        windows=windows,
    )
    whole = matrices.replace(" (", NO_BREAK + "(").replace(" × ", f"{NO_BREAK}×{NO_BREAK}")
    told = {"matrices": whole, "size": size, "n": uses.size, "most": most}
    if uses.sum() < size:
        said = _PADDED if most > 1 else _PADDED_ONCE
    else:
        said = _COPIED if most > 1 else _COPIED_ONCE
    return say(said, **told)


LESSON = Lesson(
    name="matrix",
    title=term("Convolution as one matrix product"),
    sentence=term(
        "Each window is written out as a column of the patches, each kernel as a row of W: "
        "one matrix product gives all of Y (im2col)."
    ),
    examples=EXAMPLES,
    numbers=all_sizes("c_in", "c_out", "height", "width", "k_h", "k_w"),
    shapes=shapes,
    accept=without_groups,
)
