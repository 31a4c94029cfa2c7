"""The .safetensors format: a header of JSON, then the numbers of each tensor, one after another."""

from __future__ import annotations

import json
import math
from typing import Any, Final, NamedTuple

import numpy as np

from convviz.core.arguments import Array, ExperimentError, show

MOST_HEADER: Final = 2**20  # bytes
MOST_TENSORS: Final = 5000
_TYPES: Final = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "BOOL": "|b1",
    **{f"I{8 * n}": f"<i{n}" for n in (1, 2, 4, 8)},
    **{f"U{8 * n}": f"<u{n}" for n in (1, 2, 4, 8)},
}
_SIZES: Final = {"BF16": 2, **{name: np.dtype(code).itemsize for name, code in _TYPES.items()}}


class Entry(NamedTuple):
    """What a file says of a tensor: its type, its shape, and where in the file its bytes are."""

    kind: str
    shape: tuple[int, ...]
    begin: int
    end: int


def read_safetensors(data: bytes) -> dict[str, Array]:
    """Read all tensors of a file, by name, in its order; bfloat16 becomes float32, exactly.

    The header is checked as a whole before a number is looked at: every byte belongs to one tensor,
    whose shape needs just as many. Raises ExperimentError.
    """
    body = memoryview(data)
    return {
        name: decode(body[entry.begin : entry.end], entry)
        for name, entry in read_head(data, len(data)).items()
    }


def read_head(data: bytes, size: int) -> dict[str, Entry]:
    """Read what a file of ``size`` bytes says of its tensors; its first bytes are enough.

    Raises ExperimentError unless every byte of the file belongs to one tensor, whose shape needs
    just as many.
    """
    if len(data) < 8:
        raise ExperimentError("The .safetensors file is cut off.")
    length = int.from_bytes(data[:8], "little")
    if length > MOST_HEADER:
        raise ExperimentError(
            "The header of the file has {length} bytes, more than {most}: it is no .safetensors "
            "file that is read here.",
            length=length,
            most=MOST_HEADER,
        )
    start = 8 + length
    if len(data) < start or size < start:
        raise ExperimentError("The .safetensors file is cut off.")
    return {
        name: entry._replace(begin=start + entry.begin, end=start + entry.end)
        for name, entry in _entries(data[8:start], size - start).items()
    }


def _entries(text: bytes, size: int) -> dict[str, Entry]:
    """Read the header: places count from its end, where there are ``size`` bytes."""
    try:
        told = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        if isinstance(error, ExperimentError):
            raise
        raise ExperimentError("The header of the .safetensors file is not JSON.") from error
    if not isinstance(told, dict):
        raise ExperimentError("The header of the .safetensors file is not JSON.")
    told.pop("__metadata__", None)
    if len(told) > MOST_TENSORS:
        raise ExperimentError("The file has more than {most} tensors.", most=MOST_TENSORS)
    entries = {name: _entry(name, entry) for name, entry in told.items()}
    reached = 0
    for _, _, begin, end in sorted(entries.values(), key=lambda entry: entry[2:]):
        if begin != reached:
            raise ExperimentError(
                "The tensors of the file overlap or leave bytes out, at byte {begin}.", begin=begin
            )
        reached = end
    if reached != size:
        raise ExperimentError(
            "The tensors of the file take {needed} bytes, but it has {found}.",
            needed=reached,
            found=size,
        )
    return entries


def _entry(name: str, entry: Any) -> Entry:
    try:
        kind, shape, (begin, end) = entry["dtype"], tuple(entry["shape"]), entry["data_offsets"]
        whole = all(type(n) is int and 0 <= n < 2**48 for n in (*shape, begin, end))
    except (TypeError, KeyError, ValueError) as error:
        raise ExperimentError("What the file says of {name} is broken.", name=show(name)) from error
    if not whole or len(shape) > 8 or not isinstance(kind, str):
        raise ExperimentError("What the file says of {name} is broken.", name=show(name))
    if kind not in _SIZES:
        raise ExperimentError(
            "{name} is of type {kind}, which is not read: only {known}.",
            name=show(name),
            kind=show(kind),
            known=", ".join(_SIZES),
        )
    if end - begin != math.prod(shape) * _SIZES[kind]:
        raise ExperimentError(
            "{name}: shape {shape} of {kind} takes {needed} bytes, but the file gives it {found}.",
            name=show(name),
            shape=shape,
            kind=kind,
            needed=math.prod(shape) * _SIZES[kind],
            found=end - begin,
        )
    return Entry(kind, shape, begin, end)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ExperimentError("A name stands twice in the header of the file.")
    return found


def first(entry: Entry, most: int) -> Entry:
    """Give the part of a tensor that ``most`` bytes hold: as many as fit along its first axis."""
    if not entry.shape or entry.end - entry.begin <= most:
        return entry
    row = (entry.end - entry.begin) // entry.shape[0]
    count = most // row
    return entry._replace(shape=(count, *entry.shape[1:]), end=entry.begin + count * row)


def decode(body: bytes | memoryview, entry: Entry) -> Array:
    """Make the array of a tensor's bytes; raises ExperimentError if they are too few or many."""
    if len(body) != entry.end - entry.begin:
        raise ExperimentError("The .safetensors file is cut off.")
    if entry.kind == "BF16":
        return bfloat16(np.frombuffer(body, "<u2")).reshape(entry.shape)
    array = np.frombuffer(body, _TYPES[entry.kind]).reshape(entry.shape)
    return array.astype(array.dtype.newbyteorder("="))


def bfloat16(halves: Array) -> Array:
    """Read bfloat16, given as 16-bit integers: the upper half of a float32."""
    return (halves.astype(np.uint32) << 16).view(np.float32)
