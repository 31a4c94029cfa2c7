"""The arithmetic of common mistakes: a convolution as it is computed by a wrong rule.

A wrong rule either makes another experiment of the given one, which is then computed as usual, or
puts the partial sums of a step together in another way. None stands for: it changes nothing here.
"""

import math
from collections.abc import Callable
from itertools import product

import numpy as np

from convviz.core.arguments import ExperimentError, Shape
from convviz.core.experiment import Experiment
from convviz.core.step import Step, step_at

Answer = float | tuple[float, ...]
Misread = Callable[[Experiment], Experiment | None]
Combine = Callable[[Step], Answer]


def stacked(step: Step) -> Answer:
    """Leave the partial sums as they are, one for each input channel, and add nothing."""
    return tuple(map(float, step.channel_sums))


def averaged(step: Step) -> Answer:
    """Take the mean of the partial sums, plus the bias."""
    return float(step.channel_sums.mean()) + step.bias


def multiplied(step: Step) -> Answer:
    """Multiply the partial sums with each other, plus the bias."""
    return math.prod(map(float, step.channel_sums)) + step.bias


def one_slice(e: Experiment) -> Experiment | None:
    """Use the first slice of each kernel for all input channels."""
    if e.weight.shape[1] == 1:
        return None
    return e.replace(weight=np.repeat(e.weight[:, :1], e.weight.shape[1], axis=1))


def grey_first(e: Experiment) -> Experiment | None:
    """Average the input channels, then correlate with the first slice of each kernel."""
    if e.groups != 1 or e.c_in == 1:
        return None
    return e.replace(x=e.x.mean(axis=0, keepdims=True), weight=e.weight[:, :1])


def flipped(e: Experiment) -> Experiment | None:
    """Turn every kernel slice by half a turn first."""
    return e.replace(weight=e.weight[:, :, ::-1, ::-1])


def without_bias(e: Experiment) -> Experiment | None:
    """Add no bias."""
    return e.replace(bias=np.zeros(e.c_out))


def bias_each_channel(e: Experiment) -> Experiment | None:
    """Add the bias once for each input channel that is read."""
    return e.replace(bias=e.bias * e.weight.shape[1])


def padding_in_all(e: Experiment) -> Experiment | None:
    """Take the padding of one side for that of both sides together."""
    return e.replace(padding=tuple((p // 2, q - q // 2) for p, q in e.pads))


def padding_with_ones(e: Experiment) -> Experiment | None:
    """Fill the padding with ones."""
    if e.padding_mode != "zeros":
        return None
    sides = ((0, 0), *e.pads)
    return e.replace(x=np.pad(e.x, sides, constant_values=1), padding=0)


def without_padding(e: Experiment) -> Experiment | None:
    """Begin with the window inside the input."""
    return e.replace(padding=0)


def dilation_as_gap(e: Experiment) -> Experiment | None:
    """Leave out as many cells between two weights as the dilation says: one more than it means."""
    (d_h, d_w), (k_h, k_w) = e.dilation, e.kernel_size
    wider = (d_h + (k_h > 1), d_w + (k_w > 1))
    return e.replace(dilation=wider, padding=e.pads)


def without_stride(e: Experiment) -> Experiment | None:
    """Move the window by one cell at a time."""
    return e.replace(stride=1)


def with_neighbours(e: Experiment) -> Experiment | None:
    """Let a 1×1 kernel weigh the eight neighbours of a pixel as it weighs the pixel."""
    if e.kernel_size != (1, 1) or e.padding_mode != "zeros":
        return None
    padding = tuple((p + 1, q + 1) for p, q in e.pads)
    return e.replace(weight=np.tile(e.weight, (1, 1, 3, 3)), padding=padding, dilation=1)


def only_scaled(e: Experiment) -> Experiment | None:
    """Let 1×1 kernel ``o`` weigh channel ``o`` alone."""
    if e.kernel_size != (1, 1) or e.groups != 1 or e.c_out > e.c_in:
        return None
    return e.replace(weight=e.weight * np.eye(e.c_out, e.c_in)[:, :, None, None])


def unchanged(e: Experiment) -> Experiment | None:
    """Let a 1×1 kernel give every channel as it is."""
    if e.kernel_size != (1, 1) or e.groups != 1 or e.c_out > e.c_in:
        return None
    weight = np.eye(e.c_out, e.c_in)[:, :, None, None]
    return e.replace(weight=weight, bias=np.zeros(e.c_out))


def without_groups(e: Experiment) -> Experiment | None:
    """Let every output read all input channels, its slices repeated for those of other groups."""
    if e.groups == 1:
        return None
    return e.replace(weight=np.tile(e.weight, (1, e.groups, 1, 1)), groups=1)


def rounded_up(e: Experiment) -> Shape:
    """Give the output shape with the window's last, incomplete place counted too."""
    sizes = []
    for size, pads, k, d, s in zip(
        e.input_size, e.pads, e.kernel_size, e.dilation, e.stride, strict=True
    ):
        sizes.append(math.ceil((size + sum(pads) - d * (k - 1) - 1) / s) + 1)
    return (e.c_out, *sizes)


def believed(e: Experiment, misread: Misread) -> Experiment | None:
    """Give the experiment that a wrong rule makes; None where it makes none that can be."""
    try:
        return misread(e)
    except ExperimentError:  # a window without room, or numbers too large for a cell
        return None


def misread_step(
    e: Experiment, position: tuple[int, int, int], misread: Misread | None
) -> Step | None:
    """Work out one output number by a wrong rule; None where that has no such number."""
    wrong = believed(e, misread) if misread else e
    if wrong is None or any(at >= n for at, n in zip(position, wrong.output_shape, strict=True)):
        return None
    return step_at(wrong, position)


def first_difference(right: Step, wrong: Step) -> tuple[int, ...] | None:
    """Give the first product (c, u, v) or else partial sum (c,) in which two steps differ.

    None if only the bias, or what is made of the partial sums, can differ. A product differs if one
    of its factors does: 0 · 7 is not 0 · 5.
    """
    if right.windows.shape != wrong.windows.shape:
        return (0, 0, 0)
    for at in product(*map(range, right.windows.shape)):
        if right.windows[at] != wrong.windows[at] or right.kernel[at] != wrong.kernel[at]:
            return at
    for c, sums in enumerate(zip(right.channel_sums, wrong.channel_sums, strict=True)):
        if sums[0] != sums[1]:
            return (c,)
    return None


def same(made: Answer | None, answer: Answer) -> bool:
    """Whether what a mistake makes is what was answered, as far as one can type it."""
    if isinstance(made, tuple) or isinstance(answer, tuple):
        return made == answer
    return made is not None and abs(made - answer) <= 1e-6 * max(1.0, abs(made))
