"""The wire format of protobuf, as far as ONNX needs it: a message is a row of fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from convviz.core.arguments import ExperimentError
from convviz.words import term

Value = int | memoryview
BROKEN: Final = term("The .onnx file is broken.")


def fields(data: memoryview) -> Iterator[tuple[int, Value]]:
    """Go through the fields of a message: number and value, integers as they are stored."""
    at, end = 0, len(data)
    while at < end:
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = _varint(data, at)
            yield number, value
            continue
        if kind == 2:
            length, at = _varint(data, at)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
        else:
            raise ExperimentError(BROKEN)
        if number == 0 or at + length > end:
            raise ExperimentError(BROKEN)
        yield number, data[at : at + length]
        at += length


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ExperimentError(BROKEN)


def integers(value: Value) -> list[int]:
    """Read a repeated integer: one, or many packed."""
    if isinstance(value, int):
        return [signed(value)]
    numbers, at = [], 0
    while at < len(value):
        number, at = _varint(value, at)
        numbers.append(signed(number))
    return numbers


def signed(value: Value) -> int:
    """Read an integer that may be negative; raises ExperimentError of anything else."""
    if not isinstance(value, int):
        raise ExperimentError(BROKEN)
    value &= 2**64 - 1
    return value - 2**64 if value >= 2**63 else value


def message(value: Value) -> memoryview:
    """Give the bytes of a field; raises ExperimentError if it is an integer."""
    if isinstance(value, int):
        raise ExperimentError(BROKEN)
    return value


def text(value: Value) -> str:
    """Read a text, its first 1000 bytes."""
    return bytes(message(value)[:1000]).decode()
