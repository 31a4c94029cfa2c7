"""Tensors as rows of numbers: .csv and .tsv, in and out."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from convviz.core.arguments import Array, ExperimentError, show
from convviz.formats.numbers import plain

MOST_AXES: Final = 8
_NAMED = re.compile(r"#\s*([^\s:]{1,200})\s*(?::\s*([\d\s×x,]*))?")


def array_of(name: str, value: object) -> Array:
    """Make an array of nested lists of real numbers; raises ExperimentError of anything else."""
    try:
        array = np.array(value)
    except (ValueError, OverflowError, RecursionError) as error:
        raise ExperimentError(
            "{name} must be numbers in rows of equal length.", name=show(name[:200])
        ) from error
    if array.dtype.kind not in "biuf":
        raise ExperimentError(
            "{name} must be numbers in rows of equal length.", name=show(name[:200])
        )
    return array


def read_table(text: str, stem: str) -> dict[str, Array]:
    """Read rows of numbers; an empty line begins a channel, ``# name: 2 3 3`` another tensor."""
    found: dict[str, Array] = {}
    name, shape, rows = stem, "", list[list[float]]()
    blocks = [rows]

    def close() -> None:
        filled = [block for block in blocks if block]
        if not filled and not shape:
            return
        if name in found:
            raise ExperimentError("A name stands twice in the file.")
        found[name] = _shaped(name, filled, shape)

    for line in text.splitlines():
        if head := _NAMED.fullmatch(line.strip()):
            close()
            name, shape, blocks = head[1], head[2] or "", [[]]
        elif line.strip(" \t,;"):
            blocks[-1].append(_row(line))
        elif blocks[-1]:
            blocks.append([])
    close()
    if not found:
        raise ExperimentError("There are no numbers in the text.")
    return found


def _row(line: str) -> list[float]:
    for mark in ("\t", ";", ","):
        if mark in line:
            fields = line.split(mark)
            break
    else:
        fields = line.split()
    decimal = "," if mark != "," and "." not in line else "."
    try:
        return [float(plain(each).strip().replace(decimal, ".")) for each in fields]
    except ValueError as error:
        raise ExperimentError(
            "{text} is no row of numbers.", text=show(line.strip()[:60])
        ) from error


def _shaped(name: str, blocks: list[list[list[float]]], shape: str) -> Array:
    array = array_of(name, blocks) if blocks else np.zeros(0)
    if not shape:
        return array[0] if len(blocks) == 1 else array
    sizes = tuple(int(n) for n in re.findall(r"\d{1,9}", shape))
    if math.prod(sizes) != array.size or len(sizes) > MOST_AXES:
        raise ExperimentError(
            "{name} has {found} numbers, its shape {shape} takes {needed}.",
            name=show(name),
            found=array.size,
            shape=sizes,
            needed=math.prod(sizes),
        )
    return array.reshape(sizes)


def write_table(tensors: Mapping[str, Array]) -> str:
    """Write tensors as `read_table` reads them, every float exactly.

    Each begins with a line ``# name: 2 3 3``; its last axis is a row, an empty line stands between
    channels.
    """
    lines: list[str] = []
    for name, array in tensors.items():
        called = re.sub(r"[\s:]", "_", name)
        lines.append(f"# {called}: {' '.join(map(str, array.shape or (1,)))}")
        width, height = (*array.shape[::-1], 1, 1)[:2]
        for number, row in enumerate(array.reshape(-1, width).tolist() if array.size else ()):
            if number and number % height == 0:
                lines.append("")
            lines.append(",".join(repr(+value) for value in row))  # + makes 1 of True
    return "\n".join(lines) + "\n"
