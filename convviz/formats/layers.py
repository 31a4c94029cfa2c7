"""Convolution layers of trained models, from .safetensors and .onnx files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from convviz.core.arguments import Array, ExperimentError, FloatArray, Pair
from convviz.formats.onnx import read_onnx
from convviz.formats.safetensors import read_safetensors
from convviz.formats.tensors import Source, refuse_pickle, take

MOST_BYTES: Final = 2**30  # of a file that Python is given; a browser sends one tensor of it
KINDS: Final = ".safetensors, .onnx"
Sides = tuple[Pair, Pair]


class Numbers(NamedTuple):
    """What is said of the weights of a layer at a glance; zeros: their share, from 0 to 1."""

    mean: float
    least: float
    greatest: float
    zeros: float


@dataclass(frozen=True, eq=False)
class Norm:
    """A batch normalisation that follows a layer: (C_out,) each, as the file has them."""

    scale: FloatArray
    shift: FloatArray
    mean: FloatArray
    variance: FloatArray
    epsilon: float


@dataclass(frozen=True, eq=False)
class Layer:
    """One convolution of a trained model.

    weight: (C_out, C_in/groups, k_h, k_w), bias: (C_out,) or None, both as the file has them.
    stride, dilation: pairs; padding: ((top, bottom), (left, right)), or "same_upper" or
    "same_lower", which depend on the input's size; groups. What the file does not say is None.
    norm: the batch normalisation that follows, to be folded in by `folded`.
    """

    name: str
    weight: Array
    bias: Array | None = None
    stride: Pair | None = None
    padding: Sides | str | None = None
    dilation: Pair | None = None
    groups: int | None = None
    norm: Norm | None = None

    @property
    def numbers(self) -> Numbers:
        """Mean, least, greatest and share of zeros of the weights."""
        w = self.weight.astype(np.float64)
        with np.errstate(invalid="ignore", over="ignore"):  # of infinite ones there may be no mean
            mean = float(w.mean())
        return Numbers(mean, float(w.min()), float(w.max()), float((w == 0).mean()))

    def pads(self, size: Pair) -> Sides:
        """Give the padding for an input of (H, W); none where the file does not say.

        The odd row or column of "same" comes last with "same_upper", first with "same_lower".
        """
        if not isinstance(self.padding, str):
            return self.padding or ((0, 0), (0, 0))
        sides: list[Pair] = []
        for length, k, s, d in zip(
            size, self.weight.shape[2:], self.stride or (1, 1), self.dilation or (1, 1), strict=True
        ):
            total = max((-(-length // s) - 1) * s + d * (k - 1) + 1 - length, 0)
            less, more = total // 2, total - total // 2
            sides.append((less, more) if self.padding == "same_upper" else (more, less))
        return sides[0], sides[1]

    def folded(self) -> Layer:
        """Give the one layer that this one and its batch normalisation are, in float64.

        The layer itself if none follows.
        """
        if self.norm is None:
            return self
        norm, bias = self.norm, 0.0 if self.bias is None else self.bias.astype(np.float64)
        factor = norm.scale / np.sqrt(norm.variance + norm.epsilon)
        return Layer(
            self.name,
            self.weight.astype(np.float64) * factor[:, None, None, None],
            (bias - norm.mean) * factor + norm.shift,
            self.stride,
            self.padding,
            self.dilation,
            self.groups,
        )


def read_layers(source: Source, name: str | None = None) -> list[Layer]:
    """List the two-dimensional convolutions of a model's file, in the order of the file.

    source: the bytes of a .safetensors or .onnx file, its path, or a binary file that is open;
    name: its name, where only bytes are given. A .safetensors file has no graph: stride, padding,
    dilation and groups are None there.

    Raises ExperimentError for any other file, a broken one, and one without a convolution.
    """
    data, name = take(source, name, MOST_BYTES)
    refuse_pickle(data)
    named = name.lower()
    safe = named.endswith(".safetensors") or (data[8:9] == b"{" and not named.endswith(".onnx"))
    layers = _of_tensors(data) if safe else _of_graph(data)
    if not layers:
        raise ExperimentError(
            "There is no two-dimensional convolution in the file: no weight of four axes, "
            "(C_out, C_in, k_h, k_w)."
        )
    return layers


def _of_tensors(data: bytes) -> list[Layer]:
    tensors = read_safetensors(data)
    layers = []
    for name, weight in tensors.items():
        if weight.ndim != 4 or not weight.size:
            continue
        bias = (
            tensors.get(f"{name.removesuffix('weight')}bias") if name.endswith("weight") else None
        )
        fits = bias is not None and bias.shape == (len(weight),)
        layers.append(Layer(name, weight, bias if fits else None))
    return layers


def _of_graph(data: bytes) -> list[Layer]:
    layers = []
    for node in read_onnx(data):
        norm = None
        if node.norm is not None:
            with np.errstate(invalid="ignore"):  # a NaN is one in any type
                scale, shift, mean, variance = (each.astype(np.float64) for each in node.norm[:4])
            norm = Norm(scale, shift, mean, variance, node.norm[4])
        layers.append(
            Layer(
                node.name,
                node.weight,
                node.bias,
                node.stride,
                node.padding,
                node.dilation,
                node.groups,
                norm,
            )
        )
    return layers
