"""Pooling: each channel by itself, the largest or the average number of every window."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from convviz.core.arguments import Array, ExperimentError, FloatArray, Pair, numbers, pair, show
from convviz.core.experiment import Experiment, frozen
from convviz.core.geometry import X_AXES, PaddingLike, Pads, PairLike, geometry
from convviz.core.operation import PADDING, TOTAL, Form, Operation, Tensor, Term, X, Y, cell
from convviz.words import term

POOLING_MODES = ("max", "average")


def pool2d(
    x: ArrayLike,
    kernel: PairLike,
    *,
    mode: str = "max",
    stride: PairLike | None = None,
    padding: PaddingLike = 0,
) -> Array:
    """Pool one image as `torch.nn.functional.max_pool2d` and `avg_pool2d` do, after D2L 7.5.

    x: (C, H, W) -> (C, H', W'). kernel: an int or (k_h, k_w); stride: likewise, None for the kernel
    itself; padding: as in Experiment, and at most half the kernel on each side.
    mode: "max" never chooses padding and keeps the dtype; "average" counts padding as zeros, and
    makes float64 of integers and bools, float32 of float16. NaN and inf follow IEEE arithmetic.

    Raises ExperimentError.

    >>> pool2d([[[0, 1, 2], [3, 4, 5], [6, 7, 8]]], 2, stride=1).tolist()
    [[[4, 5], [7, 8]]]
    """
    image = numbers("x", x, X_AXES)
    k_h, k_w = pair("kernel", kernel, at_least=1)
    if not (isinstance(mode, str) and mode in POOLING_MODES):
        raise ExperimentError(
            "{name} must be one of {known}; not {value}.",
            name="mode",
            known=", ".join(POOLING_MODES),
            value=show(mode),
        )
    # The windows lie as those of a depthwise convolution.
    depthwise = (len(image), 1, k_h, k_w)
    stride = (k_h, k_w) if stride is None else stride
    g = geometry(image.shape, depthwise, stride, padding, groups=len(image))
    for axis, length, sides in zip(("k_h", "k_w"), (k_h, k_w), g.pads, strict=True):
        if max(sides) > length // 2:
            raise ExperimentError(
                "padding must be at most half the kernel, {half} for {axis} = {length}; "
                "not {value}.",
                half=length // 2,
                axis=axis,
                length=length,
                value=max(sides),
            )

    if mode == "max":
        # Every window holds a number of the image, so neither of these is ever chosen.
        neutral = -np.inf if image.dtype.kind == "f" else image.min()
    else:
        wide = np.promote_types(image.dtype, np.float32)
        image, neutral = image.astype(wide if image.dtype.kind == "f" else np.float64), 0.0
    padded = np.pad(image, ((0, 0), *g.pads), constant_values=neutral)
    combine = np.maximum if mode == "max" else np.add
    (s_h, s_w), (_, height, width) = g.stride, g.output_shape
    y: Array = np.full(g.output_shape, neutral, padded.dtype)
    with np.errstate(all="ignore"):
        # For each place in a window, what all windows hold there: (C, H', W').
        for u, v in itertools.product(range(k_h), range(k_w)):
            combine(y, padded[:, u::s_h, v::s_w][:, :height, :width], out=y)
        if mode == "average":
            y /= k_h * k_w
    return y


@dataclass(frozen=True, eq=False)
class Pooling:
    """One pooling of one image; there are no weights.

    x: (C, H, W), copied to read-only float64; kernel, stride: (height, width); pads: ((top,
    bottom), (left, right)); mode: "max" or "average". output: (C, H', W').
    Raises ExperimentError, as `pool2d` does.
    """

    x: FloatArray
    kernel: Pair
    stride: Pair
    pads: Pads
    mode: str
    output: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        """Copy the image and pool it."""
        x = frozen("x", numbers("x", self.x, X_AXES))
        y = pool2d(x, self.kernel, mode=self.mode, stride=self.stride, padding=self.pads)
        y.setflags(write=False)
        # A frozen dataclass only blocks assignment; its own dictionary is where values go.
        vars(self).update(x=x, output=y)

    @classmethod
    def of(cls, experiment: Experiment, mode: str) -> "Pooling":
        """Pool the input of an experiment with the size, stride and padding of its kernel."""
        e = experiment
        return cls(e.x, e.kernel_size, e.stride, e.pads, mode)


@dataclass(frozen=True, eq=False)
class PoolingStep:
    """How one number of a pooling comes about.

    position: (c, i, j) in the output; rows, cols: where the window lies in the padded input.
    window: (k_h, k_w), zeros for padding; inside: where it is no padding; mode: what is made of
    it, "max" or "average"; result: the number.
    reads and terms: the numbers of the window, and where they stand in it, ``"n u v"``.
    """

    position: tuple[int, int, int]
    rows: tuple[int, ...]
    cols: tuple[int, ...]
    window: FloatArray
    inside: np.ndarray
    mode: str
    result: float
    reads: tuple[str, ...]
    terms: tuple[Term, ...]
    partials: tuple[str, ...] = ()

    @property
    def writes(self) -> tuple[str, ...]:
        """The cell of the result: ``"y c i j"``."""
        return (cell("y", *self.position),)

    @property
    def numbers(self) -> Mapping[str, float]:
        """The numbers of the window, padding left out, and the result."""
        there = zip(self.terms, self.window.flat, self.inside.flat, strict=True)
        read = {each.made: float(number) for each, number, inside in there if inside}
        return {**read, cell("y", *self.position): self.result}


def pooling_steps(pooling: Pooling) -> list[PoolingStep]:
    """All output numbers in the order c, i, j."""
    p, (s_h, s_w), (k_h, k_w) = pooling, pooling.stride, pooling.kernel
    (top, _), (left, _) = p.pads
    padded = np.pad(p.x, ((0, 0), *p.pads))
    own = np.pad(np.ones(p.x.shape[1:], bool), p.pads)
    found = []
    for c, i, j in np.ndindex(p.output.shape):
        window = np.s_[i * s_h : i * s_h + k_h, j * s_w : j * s_w + k_w]
        rows, cols = (tuple(range(each.start, each.stop)) for each in window)
        reads = tuple(
            cell("x", c, row - top, col - left) if own[row, col] else cell("pad", c, row, col)
            for row, col in itertools.product(rows, cols)
        )
        places = np.ndindex(k_h, k_w)
        found.append(
            PoolingStep(
                position=(c, i, j),
                rows=rows,
                cols=cols,
                window=padded[c][window],
                inside=own[window],
                mode=p.mode,
                result=float(p.output[c, i, j]),
                reads=reads,
                terms=tuple(
                    Term((read,), cell("n", *at)) for read, at in zip(reads, places, strict=True)
                ),
            )
        )
    return found


def _form(pooling: Pooling) -> Form:
    k_h, k_w = pooling.kernel
    return (
        Form("max(", ", ", ")") if pooling.mode == "max" else Form("(", " + ", f") / {k_h * k_w}")
    )


POOLING: Final = Operation[Pooling](
    tensors={"x": X, "n": Tensor(term("Window")), "total": TOTAL, "y": Y, "pad": PADDING},
    given=lambda pooling: {"x": pooling.x},
    made=lambda pooling: {"y": pooling.output},
    steps=pooling_steps,
    replace=lambda pooling, _, image: replace(pooling, x=image),
    form=_form,
)
