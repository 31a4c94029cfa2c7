"""Numbers from a file put into a lesson: as its input, as its kernels, or as a layer of a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from convviz.core.arguments import Array, ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.feature_maps import Filters
from convviz.formats.layers import Layer
from convviz.lessons.editing import resize, with_channels
from convviz.lessons.filters import COLOURS, checked
from convviz.lessons.limits import SIZES
from convviz.words import Message, later

MOST_INPUTS, MOST_OUTPUTS = SIZES["c_in"][1], SIZES["c_out"][1]
_MOST_X: Final = (MOST_INPUTS, SIZES["height"][1], SIZES["width"][1])
_MOST_K: Final = (MOST_OUTPUTS, MOST_INPUTS, SIZES["k_h"][1], SIZES["k_w"][1])

Brought = tuple[Experiment, Message | None]
"""The experiment that was made, and what of the file is not in it."""


@dataclass(frozen=True)
class Choice:
    """What of a layer is shown: its output channels, and the input channels of their groups.

    stride, padding, dilation, groups: what is taken where the file does not say.
    """

    outputs: Sequence[int]
    inputs: Sequence[int]
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    groups: int = 1


def as_input(experiment: Experiment, array: Array) -> Brought:
    """Take an array as X: (H, W), (C_in, H, W) or a batch of one; what is too much is left out.

    The kernels keep their size and get as many slices as there are channels.
    Raises ExperimentError.
    """
    x, note = _within(_with_axes(array, 3, "X (C_in, H, W)"), _MOST_X)
    c_in, height, width = x.shape
    sized = resize(experiment, c_in=c_in, height=height, width=width)
    return sized.replace(x=x), note


def as_kernels(experiment: Experiment, array: Array) -> Brought:
    """Take an array as K: (k_h, k_w), (C_in, k_h, k_w) or (C_out, C_in, k_h, k_w), without groups.

    X keeps its size and gets as many channels as the kernels have slices; outputs that were there
    keep their bias. Raises ExperimentError.
    """
    weight, note = _within(_with_axes(array, 4, "K (C_out, C_in, k_h, k_w)"), _MOST_K)
    c_out, c_in = weight.shape[:2]
    bias = np.concatenate([experiment.bias, np.zeros(c_out)])[:c_out]
    x = with_channels(experiment.x, 0, c_in)
    return experiment.replace(x=x, weight=weight, bias=bias, groups=1), note


def as_filters(array: Array) -> tuple[Filters, Message | None]:
    """Take an array as kernels over the colours of a picture, and say what of it is left out.

    array: (k_h, k_w), (3, k_h, k_w) or (C_out, 3, k_h, k_w); a single slice reads the mean of R, G
    and B. Raises ExperimentError.
    """
    weight, note = _within(_with_axes(array, 4, "K (C_out, 3, k_h, k_w)"), _MOST_K)
    if weight.shape[1] not in (1, COLOURS):
        raise ExperimentError(
            "A picture has three channels: kernels need three slices, for R, G and B, or one, for "
            "their mean, not {n}.",
            n=weight.shape[1],
        )
    if weight.shape[1] == 1:
        weight = np.repeat(weight / COLOURS, COLOURS, axis=1)
    return checked(weight), note


def layer_as_filters(layer: Layer, choice: Choice) -> tuple[Filters, Message | None]:
    """Take chosen channels of a layer as kernels over the colours of a picture.

    Says what of the layer is left out. Raises ExperimentError.
    """
    outputs, inputs = _chosen(layer, choice)
    made, _ = as_filters(layer.weight[np.ix_(outputs, inputs)])
    return made, later(
        "These are the layer's kernels alone: maps of a picture have stride 1, no padding, no "
        "dilation and no bias."
    )


def as_layer(experiment: Experiment, layer: Layer, choice: Choice) -> Experiment:
    """Apply chosen channels of a layer to the input of an experiment.

    X gets as many channels as are read, and keeps its size where the kernels fit into it; else it
    is made as large as they are. Of a grouped layer, input channels are counted within their group,
    and of each group that is shown there must be as many outputs.
    Raises ExperimentError, also for kernels that are larger than a page shows.
    """
    c_out = len(layer.weight)
    outputs, inputs = _chosen(layer, choice)
    groups = layer.groups or choice.groups
    if c_out % groups:
        raise ExperimentError(
            "groups = {groups} must divide {axis} = {count}.",
            groups=groups,
            axis="C_out",
            count=c_out,
        )
    shown = Counter(o * groups // c_out for o in outputs)
    if len(set(shown.values())) > 1:
        raise ExperimentError(
            "The layer has {groups} groups of {n} output channels: choose as many of each group.",
            groups=groups,
            n=c_out // groups,
        )
    weight, _ = _within(layer.weight[np.ix_(outputs, inputs)], _MOST_K)
    dilation = np.broadcast_to(layer.dilation or choice.dilation, 2).tolist()
    pads = layer.pads(experiment.input_size) if layer.padding else ((choice.padding,) * 2,) * 2
    height, width = (
        max(size, d * (k - 1) + 1 - sum(sides))
        for size, d, k, sides in zip(
            experiment.input_size, dilation, weight.shape[2:], pads, strict=True
        )
    )
    large = experiment
    if (height, width) != experiment.input_size:
        large = resize(experiment, height=height, width=width)
    return experiment.replace(
        x=with_channels(large.x, 0, len(shown) * len(inputs)),
        weight=weight,
        bias=None if layer.bias is None else layer.bias[outputs],
        stride=layer.stride or choice.stride,
        padding=choice.padding if layer.padding is None else layer.pads(experiment.input_size),
        dilation=layer.dilation or choice.dilation,
        groups=len(shown),
        padding_mode="zeros",
    )


def _chosen(layer: Layer, choice: Choice) -> tuple[list[int], list[int]]:
    """Output channels and input channels, in order. Raises ExperimentError."""
    c_out, c_slice = layer.weight.shape[:2]
    outputs, inputs = sorted(set(choice.outputs)), sorted(set(choice.inputs))
    if not outputs or not inputs:
        raise ExperimentError("Choose at least one output channel and one input channel.")
    if not (0 <= outputs[0] <= outputs[-1] < c_out and 0 <= inputs[0] <= inputs[-1] < c_slice):
        raise ExperimentError(
            "The layer has {c_out} output channels of {c_in} input channels each.",
            c_out=c_out,
            c_in=c_slice,
        )
    return outputs, inputs


def _with_axes(array: Array, axes: int, wanted: str) -> Array:
    """Give an array just as many axes: axes of length 1 are put before it, or taken away there."""
    found = array
    while found.ndim > axes and len(found) == 1:
        found = found[0]
    if not 2 <= found.ndim <= axes or not found.size:
        raise ExperimentError(
            "An array of shape {shape} is no {wanted}.", shape=array.shape, wanted=wanted
        )
    return found.reshape((1,) * (axes - found.ndim) + found.shape)


def _within(array: Array, most: Sequence[int]) -> tuple[Array, Message | None]:
    """Leave out what a page can't show; raises ExperimentError where that is a part of kernels."""
    kept = array[tuple(map(slice, most))]
    if kept.shape == array.shape:
        return array, None
    if len(most) == len(_MOST_K) and kept.shape[2:] != array.shape[2:]:
        raise ExperimentError(
            "The kernels are {k_h}×{k_w}: at most {most_h}×{most_w} can be shown.",
            k_h=array.shape[2],
            k_w=array.shape[3],
            most_h=most[2],
            most_w=most[3],
        )
    return kept, later(
        "The file has {shape}: shown are the first {kept}.",
        shape="×".join(map(str, array.shape)),
        kept="×".join(map(str, kept.shape)),
    )
