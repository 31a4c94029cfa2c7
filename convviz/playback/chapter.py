"""The chapter's own lecture: one or more places for each lesson, with what to ask before a step."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from convviz.core.experiment import Experiment
from convviz.formats import link
from convviz.lessons.lecture import Lecture, Place
from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from convviz.words import say, term

Cell = tuple[int, int, int]

TITLE = term("Multiple input and output channels")
# Four pixels: red, green, blue, white.
PIXELS = Experiment(
    [[[1, 0], [0, 1]], [[0, 1], [0, 1]], [[0, 0], [1, 1]]], np.ones((1, 3, 1, 1)), [0]
)
HOME = "d2l_two_in"  # what Reset leads to from them
FIRST: Cell = (0, 0, 0)


class Spot(NamedTuple):
    """A place of the chapter: what is shown, from where to where, and what a teacher says.

    lesson: its number; example: a preset; start, end: the output cell that has been computed, None
    for step 0 and for the last of all; sums: only the partial sums of ``start`` are there, not yet
    the number; title, note: terms.
    """

    lesson: int
    page: str
    example: str
    title: str
    note: str
    start: Cell | None = None
    end: Cell | None = FIRST
    sums: bool = False
    granularity: str = "channel"
    walk: str = "all"
    option: tuple[str, str] | None = None


SPOTS = (
    Spot(
        0,
        "",
        "pixels",
        term("A colour image is three tables"),
        term(
            "Ask: how many numbers has a colour image of 2×2 pixels? "
            "12: one table of 2×2 for each of red, green and blue."
        ),
    ),
    Spot(
        1,
        "",
        "one_channel",
        term("One channel"),
        term(
            "Ask for the first number. 0·0 + 1·1 + 3·2 + 4·3 = 19: the kernel lies on the window "
            "as it is. Its numbers are learned, not given."
        ),
        end=None,
    ),
    Spot(
        1,
        "geometry",
        "one_channel",
        term("The kernel turned by half a turn"),
        term(
            "Ask: is it 19 again? 5. What mathematics calls convolution flips the kernel; "
            "deep learning does not, and says convolution all the same."
        ),
        option=("kernel", "flipped"),
    ),
    Spot(
        2,
        "",
        "d2l_two_in",
        term("Two channels in"),
        term(
            "Ask for the first number: 56, two numbers 19 and 37, their mean 28, or 44 with one "
            "kernel for both? Each channel has its own kernel slice."
        ),
        end=None,
    ),
    Spot(
        2,
        "",
        "d2l_two_in",
        term("One number, not two"),
        term("Ask: what becomes of 19 and 37? They are added: 56, one map."),
        start=FIRST,
        sums=True,
        end=(0, 1, 1),
    ),
    Spot(
        3,
        "",
        "colour_edge_unseen",
        term("An edge that the sum cannot see"),
        term(
            "Ask: is the edge between red and blue seen? −3, 0 and +3 add up to 0: "
            "this kernel loses it."
        ),
        start=(0, 0, 1),
        sums=True,
        end=(0, 0, 1),
    ),
    Spot(
        3,
        "",
        "colour_edge_seen",
        term("A kernel that sees it"),
        term(
            "Ask: which kernel would see it? One with opposite signs for red and blue: −6. "
            "What one sum loses another keeps; so there are several outputs."
        ),
        start=(0, 0, 1),
        sums=True,
        end=(0, 0, 1),
    ),
    Spot(
        4,
        "multi_output",
        "d2l_three_out",
        term("Three outputs"),
        term("Ask: how many maps do 2 channels and 3 kernels give? 3: not 6, 2 or 1."),
        granularity="window",
        end=FIRST,
    ),
    Spot(
        4,
        "multi_output",
        "d2l_three_out",
        term("The same place under every kernel"),
        term(
            "Y[0,0,0] is 56. Ask for Y[1,0,0]: every weight is 1 more, so the sum of the window, "
            "20, is added: 76, then 96."
        ),
        start=FIRST,
        end=(2, 0, 0),
        walk="window",
    ),
    Spot(
        5,
        "multi_output",
        "d2l_three_out_biases",
        term("How much is learned"),
        term(
            "Ask: how many weights, how many biases? 3 · 2 · 2 · 2 = 24 weights and 3 biases: "
            "one for each output channel."
        ),
        granularity="window",
        end=FIRST,
    ),
    Spot(
        6,
        "pointwise",
        "pointwise",
        term("1×1: no neighbours"),
        term(
            "Ask: does a pixel see its neighbour? No; but its channels are mixed: "
            "it does nothing only where there is one channel."
        ),
        end=(1, 0, 0),
    ),
    Spot(
        7,
        "matrix",
        "pointwise",
        term("A fully connected layer at every pixel"),
        term(
            "Ask: are both results equal? (2×3) times (3×9): yes, with the same weights "
            "at every pixel. With fractions the last digits may differ."
        ),
        granularity="window",
        end=None,
    ),
    Spot(
        8,
        "geometry",
        "padding",
        term("Padding"),
        term(
            "Ask for the output shape: one row or column of zeros on each side makes 3×3 into "
            "5×5, so 4×4. Mind whether a formula counts per side or in all."
        ),
        granularity="window",
        end=(0, 0, 3),
    ),
    Spot(
        8,
        "geometry",
        "padding_stride",
        term("Stride 3 down, 2 across"),
        term("Ask which of the 16 numbers are left: 0, 8, 6 and 8."),
        granularity="window",
        end=None,
    ),
    Spot(
        9,
        "cost",
        "d2l_three_out",
        term("What it costs"),
        term(
            "Ask: twice the inputs and twice the outputs, how much more work? × 4. "
            "Padding adds little: it does not multiply."
        ),
    ),
    Spot(
        10,
        "receptive_field",
        "two_kernels",
        term("Two kernels make one"),
        term(
            "Ask for the size of the single kernel: 2×2 after 2×2 is 3×3, not 4×4. "
            "So two 3×3 are one 5×5."
        ),
    ),
    Spot(
        11,
        "matrix",
        "d2l_three_out",
        term("The whole convolution as one matrix product"),
        term("Ask for the shape of the matrix of patches: 8×4, a column for each window."),
        granularity="window",
        end=(0, 1, 1),
    ),
    Spot(
        12,
        "pooling",
        "average_pool",
        term("Pooling keeps channels apart"),
        term("Ask: how many channels are left of 2? 2: nothing is added across channels."),
        granularity="window",
        end=None,
    ),
)
KERNELS = {"first": "[[1,2],[3,4]]", "second": "[[1,0],[-1,2]]"}
KERNELS_END = 18  # the single kernel, nine numbers, each in two steps
SCENES = {"": "multi_input", "pooling": "max_pooling"}  # of pages whose scene has another name


def chapter() -> Lecture:
    """Give the lecture of lessons 0 to 12, in the language in use."""
    return Lecture(say(TITLE), (place for _, place in numbered()))


def numbered() -> Iterator[tuple[int, Place]]:
    """Give the number of the lesson with each place of the chapter."""
    for spot in SPOTS:
        query, until = _kernels() if spot.example == "two_kernels" else _opened(spot)
        yield spot.lesson, Place(spot.page, query, until, say(spot.title), say(spot.note))


def _kernels() -> tuple[dict[str, str], int | None]:
    return {**KERNELS, "step": "0", "g": "channel"}, KERNELS_END


def _opened(spot: Spot) -> tuple[dict[str, str], int | None]:
    """Give what the address of a place says, and the last step of it."""
    experiment = PIXELS if spot.example == "pixels" else presets()[spot.example]
    view: link.View = {"example": HOME if spot.example == "pixels" else spot.example}
    query = {"s": link.encode(experiment, view | dict([spot.option] if spot.option else []))}
    if spot.page == "cost":  # weights, biases, multiplications, additions: all designs at once
        return {**query, "step": "0", "g": "window"}, None
    film = animate(experiment, SCENES.get(spot.page, spot.page), spot.granularity)
    stops = len(film.stops[spot.granularity])

    def done(cell: Cell) -> int:
        return (film.positions.index(cell) + 1) * stops

    query["step"] = str(done(spot.start) - spot.sums if spot.start else 0)
    query["g"] = spot.granularity
    if spot.walk != "all":
        query["walk"] = spot.walk
    return query, done(spot.end) if spot.end else None
