"""Declarations of tensors as the player reads them."""

from collections.abc import Iterable, Mapping
from typing import Any

from convviz.core.operation import Tensor
from convviz.words import say


def told(tensors: Mapping[str, Tensor], names: Iterable[str]) -> dict[str, Any]:
    """Give the declarations of the tensors of these names, in the language in use, as JSON data.

    ``{0}`` and ``{1}`` in a text stand for the first indices of a cell. Of a name that is not
    declared there is none.
    """
    return {name: _told(tensors[name]) for name in names if name in tensors}


def _told(tensor: Tensor) -> dict[str, Any]:
    places = {index: f"{{{n}}}" for n, index in enumerate(tensor.indices)}
    whole = say(tensor.whole) if tensor.whole else ""
    declared: dict[str, Any] = {
        "whole": whole,
        "part": say(tensor.part, **places) if tensor.part else whole,
        "parts": {first: say(text) for first, text in tensor.parts.items()},
        "rows": tensor.rows,
        "role": tensor.role,
        "editable": tensor.editable,
        "walked": tensor.walked,
        "around": tensor.around,
    }
    if tensor.role == "output":
        declared["letter"] = tensor.letter
    return {name: value for name, value in declared.items() if value}
