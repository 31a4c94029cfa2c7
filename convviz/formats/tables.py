"""Tensors as rows of numbers: what spreadsheets write, and `formats.arrays`."""

from __future__ import annotations

from typing import Final

import numpy as np

from convviz.core.arguments import Array, ExperimentError, show
from convviz.formats.arrays import from_csv
from convviz.formats.numbers import plain

MOST_AXES: Final = 8


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
    """Read rows of numbers as one tensor, an empty line between channels, or several with names.

    Those are as `to_csv` writes them, each matrix below a line such as ``# weight 0 1``; what is no
    number among them is left out. stem: the name of a tensor that has none. Raises ExperimentError.
    """
    if text.lstrip().startswith("#"):
        found = {name: array for name, array in from_csv(text).items() if array.dtype.kind == "f"}
    else:
        found = {stem: _channels(stem, text)}
    if not any(array.size for array in found.values()):
        raise ExperimentError("There are no numbers in the text.")
    return found


def _channels(name: str, text: str) -> Array:
    blocks: list[list[list[float]]] = [[]]
    for line in text.splitlines():
        if line.strip(" \t,;"):
            blocks[-1].append(_row(line))
        elif blocks[-1]:
            blocks.append([])
    filled = [block for block in blocks if block]
    array = array_of(name, filled)
    return array[0] if len(filled) == 1 else array


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
