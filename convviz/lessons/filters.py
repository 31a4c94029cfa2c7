"""Kernel sets for pictures, by name; an address holds the name, or the numbers of one's own."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from convviz.core.arguments import Array, ExperimentError, FloatArray
from convviz.core.experiment import Experiment
from convviz.core.feature_maps import Filters, LayerNumber
from convviz.formats.packing import pack, unpack
from convviz.lessons.examples.tensors import (
    IDENTITY,
    LAPLACIAN,
    PREWITT,
    REC_601,
    REC_709,
    SOBEL_X,
    SOBEL_Y,
    mixing,
    stacked,
)
from convviz.lessons.limits import check_sizes
from convviz.words import term

COLOURS: Final = 3
ROOT, SIGNED, GREY = "root", "signed", "grey"
VERSION: Final = 1
COMMON: Final = b'"second":[[[[{"first":[[[[0,0,0],[0,1,0],[-1,'
_MOST_JSON: Final = 2**17


class KernelSet(NamedTuple):
    """A named set: title, one sentence on what to look for, its kernels, how its maps are shown."""

    title: str
    note: str
    filters: Filters
    shown: str = ROOT


def over_all(*kernels: Array) -> Array:
    """Give every channel the same slice, one output for each kernel: (n, 3, k_h, k_w)."""
    return stacked(*([kernel] * COLOURS for kernel in kernels))


def each_colour(kernel: Array) -> Array:
    """Apply a kernel to R, G and B each by itself, as a full bank: (3, 3, k_h, k_w)."""
    return np.multiply.outer(np.eye(COLOURS), kernel)


def turning(directions: int) -> list[FloatArray]:
    """Make 5×5 kernels of whole numbers for edges in so many directions, each summing to 0."""
    rows, cols = np.indices((5, 5)) - 2
    bell = np.exp(-(rows**2 + cols**2) / 3)
    found = []
    for angle in np.arange(directions) * (2 * np.pi / directions):
        slope = (np.cos(angle) * cols + np.sin(angle) * rows) * bell
        found.append(np.rint(slope / np.abs(slope).max() * 6) + 0.0)
    return found


def corners() -> FloatArray:
    """Weights of four corners of bright shapes over the maps of edges right, left, down and up.

    At a corner an upright edge begins or ends where a level one does: (4, 4, 3, 3).
    """
    begins_down, begins_right, none = PREWITT.T, PREWITT, np.zeros((3, 3))
    return stacked(
        (begins_down, none, begins_right, none),
        (none, begins_down, -begins_right, none),
        (-begins_down, none, none, begins_right),
        (none, -begins_down, none, -begins_right),
    )


GAUSS_5: Final = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256
EMBOSS: Final = np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]])

KERNEL_SETS: Final[Mapping[str, KernelSet]] = {
    "sobel": KernelSet(
        term("Sobel: upright and level edges"),
        term("Y₀ alone sees an upright edge, Y₁ alone a level one, and both a slanted one."),
        Filters(over_all(SOBEL_X, SOBEL_Y)),
    ),
    "prewitt": KernelSet(
        term("Prewitt: edges without the double middle"),
        term("Every row counts alike: a little noisier than Sobel, else the same."),
        Filters(over_all(PREWITT, PREWITT.T)),
    ),
    "laplacian": KernelSet(
        term("Laplacian: edges in all directions"),
        term("Its sign changes at an edge: one side is orange, the other blue."),
        Filters(over_all(LAPLACIAN, np.ones((3, 3)) - 9 * IDENTITY)),
    ),
    "eight": KernelSet(
        term("Eight 5×5 kernels: edges by direction"),
        term("Each answers to one direction, its neighbour to the next; four more are negatives."),
        Filters(over_all(*turning(8))),
    ),
    "blur": KernelSet(
        term("Blur: a 5×5 bell for each colour"),
        term("Each output reads its own colour: all other slices of the kernels are 0."),
        Filters(each_colour(GAUSS_5)),
        GREY,
    ),
    "sharpen": KernelSet(
        term("Sharpen: each colour by itself"),
        term("It overshoots at edges: the maps reach below 0 and above 255."),
        Filters(each_colour(IDENTITY - LAPLACIAN)),
        GREY,
    ),
    "emboss": KernelSet(
        term("Emboss: light from the upper left"),
        term("Its weights sum to 1: a flat part stays as it is, and edges look raised."),
        Filters(each_colour(EMBOSS)),
        GREY,
    ),
    "identity": KernelSet(
        term("Identity: the picture as it is"),
        term("A single 1 in the middle of its own channel copies every pixel."),
        Filters(each_colour(IDENTITY)),
        GREY,
    ),
    "colour_edge": KernelSet(
        term("Brightness edge beside colour edge"),
        term("Y₀ adds the colours, Y₁ takes blue from red: what one misses the other sees."),
        Filters(stacked([PREWITT] * 3, [PREWITT, 0 * PREWITT, -PREWITT])),
    ),
    "luminance": KernelSet(
        term("Luminance: three ways to grey"),
        term("1×1 kernels: Rec. 709, Rec. 601 and the plain mean. Compare them where it is red."),
        Filters(mixing(REC_709, REC_601, [1 / 3, 1 / 3, 1 / 3])),
        GREY,
    ),
    "corners": KernelSet(
        term("Two layers: edges, then corners"),
        term(
            "The first layer finds edges in four directions. The second reads all four maps at "
            "once and answers where two meet: at corners, and where an edge is slanted."
        ),
        Filters(over_all(SOBEL_X, -SOBEL_X, SOBEL_Y, -SOBEL_Y), corners()),
    ),
}
HOME: Final = "sobel"
OWN: Final = "own"
OWN_TITLE: Final = term("Your own kernels")
OWN_NOTE: Final = term("Change any weight in the grid beside the picture; the maps follow.")


def write_own(filters: Filters) -> str:
    """Write the weights of kernels for an address."""
    told = {"first": _short(filters.first)}
    if filters.second is not None:
        told["second"] = _short(filters.second)
    return pack(json.dumps(told, separators=(",", ":")), VERSION, COMMON)


def read_own(text: str) -> Filters:
    """Read what `write_own` wrote; any other text raises ExperimentError."""
    try:
        told = json.loads(unpack(text, VERSION, COMMON, _MOST_JSON))
    except ExperimentError as error:
        raise ExperimentError("This link is broken: {reason}", reason=error.message) from error
    except (ValueError, RecursionError) as error:
        raise ExperimentError("This link is broken: it holds no kernels.") from error
    if not isinstance(told, dict) or not {"first"} <= told.keys() <= {"first", "second"}:
        raise ExperimentError("This link is broken: it holds no kernels.")
    return checked(told["first"], told.get("second"))


def checked(first: object, second: object = None) -> Filters:
    """Make kernels that the lessons can show: (C_1, 3, k, k) and (C_2, C_1, k, k).

    Raises ExperimentError.
    """
    weight = _weights(first, COLOURS)
    return Filters(weight, None if second is None else _weights(second, len(weight)))


def _weights(value: object, c_in: int) -> FloatArray:
    # The experiment of one window holds the same rules as the lesson that it opens as.
    kernels = np.asarray(value) if isinstance(value, np.ndarray) else _nested(value)
    shape = kernels.shape
    if kernels.ndim != 4 or shape[1] != c_in:
        raise ExperimentError(
            "The kernels need the shape (C_out, {c_in}, k_h, k_w), not {shape}.",
            c_in=c_in,
            shape=shape,
        )
    made = Experiment(np.zeros((c_in, *shape[2:])), kernels)
    check_sizes(made)
    return made.weight


def _nested(value: object) -> Array:
    try:
        return np.asarray(value, np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ExperimentError("This link is broken: it holds no kernels.") from error


def _short(weight: Array) -> Sequence[object]:
    def shorter(value: object) -> object:
        if isinstance(value, list):
            return [shorter(each) for each in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value

    short = shorter(weight.tolist())
    assert isinstance(short, list)
    return short


def page_of(filters: Filters, layer: LayerNumber) -> str:
    """Address of the lesson that shows a window of a layer with its kernels."""
    return "multi_output" if len(filters.weight(layer)) > 1 else ""
