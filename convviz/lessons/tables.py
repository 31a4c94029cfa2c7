"""The numbers of an operation as matrices under their names: for tables, to read and to copy."""

from typing import NamedTuple, TypeVar

import numpy as np

from convviz.core.arguments import Array
from convviz.core.operation import Operation, cell
from convviz.words import say

T = TypeVar("T")


class Named(NamedTuple):
    """A matrix under its name.

    slot: what the stage calls its cells, ``"y 0"``, where they are calculated: a number is there
    once the stage has come by it.
    """

    name: str
    values: Array
    slot: str = ""


def matrices(operation: Operation[T], value: T) -> list[Named]:
    """List all tensors in the order in which they are declared, a matrix for every channel."""
    made, found = operation.made(value), []
    for name, numbers in operation.values(value).items():
        tensor = operation.tensors[name]
        if numbers.ndim == 1:
            title = say("bias") if tensor.role == "bias" else tensor.letter
            found.append(Named(title, numbers[None]))
            continue
        for index in np.ndindex(numbers.shape[:-2]):
            title = f"{tensor.letter}[{','.join(map(str, index))}]" if index else tensor.letter
            found.append(Named(title, numbers[index], cell(name, *index) if name in made else ""))
    return found
