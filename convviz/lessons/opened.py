"""A file that was opened: its tensors, or its convolutions, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from convviz.core.arguments import Array, ExperimentError
from convviz.formats.layers import Layer, Numbers, read_layers
from convviz.formats.safetensors import Entry, decode, first, read_head
from convviz.formats.tensors import read_tensors

MOST_BYTES: Final = 2**24  # that a browser sends at once: a file, or one tensor of it
KINDS: Final = ".safetensors, .onnx, .npy, .npz, .csv, .tsv, .json"


@dataclass(frozen=True, eq=False)
class TensorFile:
    """The tensors of a file, by name."""

    tensors: Mapping[str, Array]


class Row(NamedTuple):
    """What is said of a convolution in a file; numbers: None as long as they are not read."""

    name: str
    shape: Sequence[int]
    kind: str
    numbers: Numbers | None


@dataclass(frozen=True, eq=False)
class LayerFile:
    """The convolutions of a file: all of them, or where each of them lies.

    entries: the places of all tensors of a .safetensors file, which stays where it is; parts: what
    was read of it for the layer that was asked for last.
    """

    rows: Sequence[Row]
    layers: Sequence[Layer] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    parts: Mapping[str, Array] = field(default_factory=dict)

    def wanted(self, index: int) -> Mapping[str, Entry]:
        """Say which parts of the file are needed to know a layer: tensors, and where they are."""
        if self.layers:
            return {}
        missing = (name for name in self._names(index) if name not in self.parts)
        return {name: first(self.entries[name], MOST_BYTES) for name in missing}

    def with_parts(self, index: int, data: Mapping[str, bytes]) -> LayerFile:
        """Take the bytes of the parts that are wanted; those of another layer change nothing.

        Raises ExperimentError if they are too few or too many.
        """
        wanted = self.wanted(index)
        if not wanted or wanted.keys() != data.keys():
            return self
        parts = {name: decode(data[name], entry) for name, entry in wanted.items()}
        row = self.rows[index]
        rows = list(self.rows)
        rows[index] = row._replace(numbers=Layer(row.name, parts[row.name]).numbers)
        return replace(self, parts=parts, rows=rows)

    def layer(self, index: int) -> Layer | None:
        """Give a layer, or None as long as a part of it is wanted.

        Of a layer that is too large to be sent only the first outputs are there.
        """
        if self.layers:
            return self.layers[index]
        if self.wanted(index):
            return None
        weight, *bias = (self.parts[name] for name in self._names(index))
        return Layer(self.rows[index].name, weight, bias[0][: len(weight)] if bias else None)

    def _names(self, index: int) -> Sequence[str]:
        """The tensors that a layer is made of: its weight, and its bias if there is one."""
        name = self.rows[index].name
        bias = f"{name.removesuffix('weight')}bias"
        there = name.endswith("weight") and bias in self.entries
        fits = there and self.entries[bias].shape == tuple(self.rows[index].shape[:1])
        return (name, bias) if fits else (name,)


File = TensorFile | LayerFile


def open_file(name: str, data: bytes, size: int) -> File:
    """Read a file by its name; of a .safetensors file of ``size`` bytes, its header.

    Raises ExperimentError.
    """
    if name.lower().endswith(".safetensors"):
        return _listed(read_head(data, size))
    if len(data) != size:
        raise ExperimentError("The file did not arrive as a whole. Choose it again.")
    if name.lower().endswith(".onnx"):
        layers = read_layers(data, name)
        rows = [
            Row(each.name, each.weight.shape, str(each.weight.dtype), each.numbers)
            for each in layers
        ]
        return LayerFile(rows, layers)
    return TensorFile(read_tensors(data, name))


def _listed(entries: Mapping[str, Entry]) -> LayerFile:
    rows = [
        Row(name, entry.shape, entry.kind, None)
        for name, entry in entries.items()
        if len(entry.shape) == 4 and 0 < entry.end - entry.begin <= MOST_BYTES * entry.shape[0]
    ]
    if not rows:
        raise ExperimentError(
            "There is no two-dimensional convolution in the file: no weight of four axes, "
            "(C_out, C_in, k_h, k_w)."
        )
    return LayerFile(rows, entries=entries)
