"""Lesson: convolution as one matrix product (im2col)."""

from convviz.experiment import Experiment
from convviz.matrices import copies
from convviz.ui.controls import without_groups
from convviz.ui.page import Page, show

NO_BREAK = "\N{NO-BREAK SPACE}"

# The first is what a new visitor sees.
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
    source = f"{uses.size} and padding" if uses.sum() < size else f"{uses.size}"
    times = f"up to {most} times" if most > 1 else "at most once"
    matrices = f"W ({c_out} × {terms}) · patches ({terms} × {windows}) = Y ({c_out} × {windows})"
    whole = matrices.replace(" (", NO_BREAK + "(").replace(" × ", f"{NO_BREAK}×{NO_BREAK}")
    return f"{whole}; {size} numbers from {source}: each pixel is copied {times}"


show(
    Page(
        scene="matrix",
        title="Convolution as one matrix product",
        sentence=(
            "Each window is written out as a column of the patches, each kernel as a row of W: "
            "one matrix product gives all of Y (im2col)."
        ),
        examples=EXAMPLES,
        sizes=("c_in", "c_out", "height", "width", "k_h", "k_w"),
        shapes=shapes,
        shapes_width=264,
        accept=without_groups,
    )
)
