"""Edits of cells: what was typed or pasted, put into the tensors that an operation declares."""

import re
from typing import TypeVar

import numpy as np

from convviz.core.arguments import ExperimentError, FloatArray
from convviz.core.operation import Operation
from convviz.formats.numbers import parse_block, parse_number
from convviz.words import term

T = TypeVar("T")

_TOO_LARGE = term(
    "The pasted block has {rows} × {columns} numbers, but from {cell} there is room for "
    "{left_rows} × {left_columns}: select a cell further up and to the left, or enlarge the tensor."
)
_TOO_LARGE_IN_CHANNELS = term(
    "The pasted block has {rows} × {columns} numbers in {channels} channels, but from {cell} there "
    "is room for {left_rows} × {left_columns}: select a cell further up and to the left, or "
    "enlarge the tensor."
)


def typed(operation: Operation[T], value: T, cell: str, text: str) -> T:
    """Replace the number of one cell, named as in ``data-cell``, by what was typed.

    Raises ExperimentError if no such cell can be edited, or the text is not a number that fits.
    """
    return _filled(operation, value, cell, np.array(parse_number(text)))


def pasted(operation: Operation[T], value: T, cell: str, text: str) -> T:
    """Fill a block of cells with pasted text, to the right and down from ``cell``.

    Several channels in the text fill consecutive channels. Raises ExperimentError if a number is
    not one, or the block reaches over the edge.
    """
    return _filled(operation, value, cell, np.array(parse_block(text)))


def holds(operation: Operation[T], value: T, cell: str) -> bool:
    """Whether a cell of that name, as in ``data-cell``, can be edited."""
    try:
        tensor, index = _address(operation, cell)
    except ExperimentError:
        return False
    shape = operation.given(value)[tensor].shape
    return len(index) == len(shape) and all(i < n for i, n in zip(index, shape, strict=True))


def _filled(operation: Operation[T], value: T, cell: str, block: FloatArray) -> T:
    tensor, index = _address(operation, cell)
    letter = operation.tensors[tensor].letter
    numbers = operation.given(value)[tensor].copy()
    if operation.replace is None or not holds(operation, value, cell):
        raise ExperimentError(
            "There is no cell {cell!r} in {tensor} {shape}.",
            cell=cell,
            tensor=letter,
            shape=numbers.shape,
        )
    while block.ndim > numbers.ndim and len(block) == 1:
        block = block[0]
    shape = (1,) * (numbers.ndim - block.ndim) + block.shape if block.ndim <= numbers.ndim else ()
    room = tuple(n - i for i, n in zip(index, numbers.shape, strict=True))
    if numbers.ndim == 1 and block.size <= room[0]:  # pasted upright too
        shape = (block.size,)
    if not shape or any(size > left for size, left in zip(shape, room, strict=True)):
        rows, columns = (1, 1, *block.shape)[-2:]
        left_rows, left_columns = room[-2:] if len(room) > 1 else (1, room[0])
        raise ExperimentError(
            _TOO_LARGE_IN_CHANNELS if block.ndim == 3 and len(block) > 1 else _TOO_LARGE,
            rows=rows,
            columns=columns,
            channels=len(block) if block.ndim else 1,
            cell=f"{letter}{list(index)}",
            left_rows=left_rows,
            left_columns=left_columns,
        )
    target = tuple(slice(i, i + n) for i, n in zip(index, shape, strict=True))
    numbers[target] = block.reshape(shape)
    return operation.replace(value, tensor, numbers)


def _address(operation: Operation[T], cell: str) -> tuple[str, tuple[int, ...]]:
    tensor, *index = cell.split(" ")
    declared = operation.tensors.get(tensor)
    if not (declared and declared.editable and re.fullmatch(r"\w+( \d{1,4}){1,4}", cell)):
        raise ExperimentError("There is no cell {cell!r}: name one such as 'x 0 1 2'.", cell=cell)
    return tensor, tuple(map(int, index))
