"""What a picture calls its tensors: how a cell is told, and whether it is edited or walked through.

A cell's name begins with that of its tensor: ``k 0 1 2 2``. The player reads the declarations and
knows no tensor by itself.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

from convviz.words import say, term


class Tensor(NamedTuple):
    """How a tensor is told and used; its texts are terms.

    whole: all of it. part: the channel or kernel that a cell stands in, with the names of
    ``indices`` for what tells it; parts: for some values of the first of them. rows: whether the
    last two indices of a cell are its row and column. role: what can be edited (input, weight,
    bias), or what a position writes (output), which texts call by its ``letter``. walked: whether
    it is a stop of the Tab key. around: whether it lies around another tensor.
    """

    whole: str
    part: str = ""
    indices: tuple[str, ...] = ()
    parts: Mapping[str, str] = {}
    rows: bool = True
    role: Literal["", "input", "weight", "bias", "output"] = ""
    letter: str = "Y"
    walked: bool = False
    around: bool = False


EDITABLE: Final = ("input", "weight", "bias")
_SINGLE: Final = term("The single kernel")
_BIAS: Final = term("Bias")

TENSORS: Final[Mapping[str, Tensor]] = {
    "x": Tensor("X", term("X channel {c}"), ("c",), role="input", walked=True),
    "k": Tensor("K", term("K kernel {o}, channel {c}"), ("o", "c"), role="weight", walked=True),
    "b": Tensor(_BIAS, term("Bias {o}"), ("o",), rows=False, role="bias", walked=True),
    "p": Tensor(term("Products"), term("Products of channel {c}"), ("c",), walked=True),
    "y": Tensor("Y", term("Y channel {o}"), ("o",), role="output", walked=True),
    "e": Tensor(
        _SINGLE,
        term("The single kernel {o}, channel {c}"),
        ("o", "c"),
        role="output",
        letter="K",
        walked=True,
    ),
    "first": Tensor(
        term("Maps of the first step"), term("Map {m} of the first step"), ("m",), walked=True
    ),
    "mix": Tensor(term("1×1 kernel"), walked=True),
    "map": Tensor(
        term("Maps"), term("Map {n}"), ("n",), parts={"0": term("Input map")}, walked=True
    ),
    "once": Tensor(term("Y by the single kernel")),
    "count": Tensor(term("Counts"), rows=False),
    "n": Tensor(term("Window")),
    "xv": Tensor(term("One pixel of X"), term("Pixel of X, channel {c}"), ("c",), rows=False),
    "yv": Tensor(term("One pixel of Y"), term("Pixel of Y, channel {o}"), ("o",), rows=False),
    "xm": Tensor(term("Matrix of X")),
    "km": Tensor(term("Matrix of K")),
    "ym": Tensor(term("Matrix of Y")),
    "bm": Tensor(_BIAS, term("Bias {o}"), ("o",), rows=False),
    "sum": Tensor("", term("Sum of channel {c}"), ("c",), rows=False),
    "bias": Tensor(_BIAS, rows=False),
    "total": Tensor(term("Total"), rows=False),
    "pad": Tensor(term("Padding"), rows=False, around=True),
}


def told(names: Iterable[str]) -> dict[str, Any]:
    """Give the declarations of tensors as JSON data, in the language in use.

    ``{0}`` and ``{1}`` in a text stand for the first indices of a cell. Of a name that is declared
    nowhere there is none.
    """
    return {name: _told(TENSORS[name]) for name in names if name in TENSORS}


def _told(tensor: Tensor) -> dict[str, Any]:
    places = {index: f"{{{n}}}" for n, index in enumerate(tensor.indices)}
    whole = say(tensor.whole) if tensor.whole else ""
    declared: dict[str, Any] = {
        "whole": whole,
        "part": say(tensor.part, **places) if tensor.part else whole,
        "parts": {first: say(text) for first, text in tensor.parts.items()},
        "rows": tensor.rows,
        "role": tensor.role,
        "editable": tensor.role in EDITABLE,
        "walked": tensor.walked,
        "around": tensor.around,
    }
    if tensor.role == "output":
        declared["letter"] = tensor.letter
    return {name: value for name, value in declared.items() if value}
