"""An experiment as arrays by name, with all that is calculated from it; the same as a CSV file."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from convviz.core.arguments import Array, ExperimentError
from convviz.core.conv import output, pad, windows_of
from convviz.core.experiment import Experiment
from convviz.words import term

MOST: Final = 2**22  # numbers in one array: 32 MB
TOO_MANY: Final = term(
    "All products together are {n:,} numbers, at most {most:,} can be saved: take fewer channels "
    "or a smaller input."
)
NOT_ALL: Final = term("An experiment takes x and weight: there is no {name}.")
NOT_CSV: Final = term(
    "Line {n} belongs to no tensor: a line such as “# x 0” says which one the rows below it are."
)
UNEVEN: Final = term("{name}: all its matrices must be there, and of one size.")
_ARGUMENTS: Final = ("stride", "padding", "dilation", "groups", "padding_mode")


def to_arrays(experiment: Experiment) -> dict[str, Array]:
    """Give every tensor of an experiment by name, and its hyper-parameters.

    x: (C_in, H, W); padded: (C_in, H + padding, W + padding); weight: (C_out, C_in/groups, k_h,
    k_w); bias: (C_out,); products: (C_out, C_in/groups, H', W', k_h, k_w); channel_sums: (C_out,
    C_in/groups, H', W'); y: (C_out, H', W'). stride, padding, dilation, groups, padding_mode are as
    in the experiment. Raises ExperimentError if there are more than ``MOST`` products.
    """
    e = experiment
    count = e.weight.size * e.output_shape[1] * e.output_shape[2]
    if count > MOST:
        raise ExperimentError(TOO_MANY, n=count, most=MOST)
    windows = windows_of(e).reshape(e.groups, 1, -1, *e.output_shape[1:], *e.kernel_size)
    kernels = e.weight.reshape(e.groups, -1, e.weight.shape[1], 1, 1, *e.kernel_size)
    products = (windows * kernels).reshape(*e.weight.shape[:2], *windows.shape[3:]) + 0.0
    return {
        "x": e.x,
        "padded": pad(e.x, e.pads, e.padding_mode),
        "weight": e.weight,
        "bias": e.bias,
        "products": products,
        "channel_sums": products.sum(axis=(-2, -1)),
        "y": output(e),
        **{name: np.asarray(getattr(e, name)) for name in _ARGUMENTS},
    }


def from_arrays(arrays: Mapping[str, Array]) -> Experiment:
    """Read what `to_arrays` gave; what is calculated is calculated anew.

    Raises ExperimentError if x or weight are not there, or break a rule.
    """
    for name in ("x", "weight"):
        if name not in arrays:
            raise ExperimentError(NOT_ALL, name=name)
    said = {name: _plain(arrays[name]) for name in _ARGUMENTS if name in arrays}
    return Experiment(arrays["x"], arrays["weight"], arrays.get("bias"), **said)


def to_csv(arrays: Mapping[str, Array]) -> str:
    """Write arrays as matrices, each below a line that says which: ``# weight 0 1``.

    Numbers come back exactly.
    """
    return "\n".join(line for name, array in arrays.items() for line in _blocks(name, array))


def from_csv(text: str) -> dict[str, Array]:
    """Read what `to_csv` wrote: numbers as float64, where they are none as text.

    Raises ExperimentError for rows without a name or of different lengths.
    """
    found: dict[str, dict[tuple[int, ...], list[list[str]]]] = {}
    rows: list[list[str]] | None = None
    for n, line in enumerate(text.splitlines(), 1):
        if title := re.fullmatch(r"# *(\w+)((?: \d+)*)[ ,]*", line):
            index = tuple(map(int, title[2].split()))
            rows = found.setdefault(title[1], {}).setdefault(index, [])
        elif line.strip(" ,"):
            if rows is None:
                raise ExperimentError(NOT_CSV, n=n)
            rows.append(line.split(","))
    return {name: _joined(name, parts) for name, parts in found.items()}


def _blocks(name: str, array: Array) -> Iterator[str]:
    """Lines of an array: its matrices, one after another."""
    matrices = array if array.ndim >= 2 else array.reshape(1, -1)
    for index in np.ndindex(matrices.shape[:-2]):
        yield " ".join(("# " + name, *map(str, index)))
        for row in matrices[index].tolist():
            yield ",".join(each if isinstance(each, str) else _exact(each) for each in row)
        yield ""


def _exact(value: float) -> str:
    """Write a number as short as it can be read back."""
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else repr(value)


def _joined(name: str, parts: Mapping[tuple[int, ...], list[list[str]]]) -> Array:
    """Put matrices together to the array whose they are."""
    depths = {len(index) for index in parts}
    shape = tuple(max(places) + 1 for places in zip(*parts, strict=False))
    sizes = {tuple(map(len, rows)) for rows in parts.values()}
    uneven = len(sizes) != 1 or len({*next(iter(sizes))}) != 1
    if len(depths) > 1 or len(parts) != math.prod(shape) or uneven:
        raise ExperimentError(UNEVEN, name=name)
    matrices = [parts[index] for index in np.ndindex(shape)]
    first = matrices[0]
    try:
        array = np.array(matrices, dtype=np.float64)
    except ValueError:
        array = np.array(matrices)
    array = array.reshape(*shape, len(first), -1)
    return array[0] if not shape and len(first) == 1 else array


def _plain(array: Array) -> Any:
    """An argument as it is written: a text, a number, or pairs."""
    value = np.asarray(array)
    if value.dtype.kind == "U":
        return str(value.ravel()[0])
    if value.size == 1:
        return int(value.ravel()[0])
    return tuple(int(n) for n in value) if value.ndim == 1 else tuple(map(tuple, value.astype(int)))
