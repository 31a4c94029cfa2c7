"""Experiment: the tensors and hyper-parameters of one convolution, checked once and read-only."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convviz.core.arguments import (
    MAX_VALUE,
    Array,
    ExperimentError,
    FloatArray,
    Pair,
    bias_numbers,
    numbers,
    plain,
)
from convviz.core.geometry import (
    WEIGHT_AXES,
    X_AXES,
    Padding,
    PaddingLike,
    Pads,
    PairLike,
    geometry,
)


@dataclass(frozen=True, init=False, eq=False, repr=False)
class Experiment:
    """One convolution of one image, as in `torch.nn.functional.conv2d` without the batch axis.

    It is a cross-correlation: the kernel is not flipped.

    x: (C_in, H, W); weight: (C_out, C_in/groups, k_h, k_w); bias: (C_out,), None for zeros, or a
    plain number when C_out is 1. Nested lists, arrays and anything with `__array__` are copied to
    read-only float64, with |value| <= MAX_VALUE.
    stride, dilation: an int or a pair (height, width).
    padding: an int, (p_h, p_w), ((top, bottom), (left, right)), "same" or "valid"; the field holds
    (p_h, p_w), the four sides when opposite ones differ, or "same".
    padding_mode: "zeros", "reflect", "replicate" or "circular".
    pads: ((top, bottom), (left, right)), always resolved. output_shape: (C_out, H', W').
    Two experiments are equal when all their values are. Raises ExperimentError.
    """

    x: FloatArray
    weight: FloatArray
    bias: FloatArray
    stride: Pair
    padding: Padding
    dilation: Pair
    groups: int
    padding_mode: str
    pads: Pads = field(init=False)
    output_shape: tuple[int, int, int] = field(init=False)

    def __init__(
        self,
        x: ArrayLike,
        weight: ArrayLike,
        bias: ArrayLike | None = None,
        stride: PairLike = 1,
        padding: PaddingLike = 0,
        dilation: PairLike = 1,
        groups: int = 1,
        padding_mode: str = "zeros",
    ) -> None:
        image = frozen("x", numbers("x", x, X_AXES))
        kernels = frozen("weight", numbers("weight", weight, WEIGHT_AXES))
        checked = geometry(
            image.shape, kernels.shape, stride, padding, dilation, groups, padding_mode
        )
        biases = frozen("bias", bias_numbers(bias, kernels.shape[0]))
        # A frozen dataclass only blocks assignment; its own dictionary is where values go.
        vars(self).update(x=image, weight=kernels, bias=biases, **checked._asdict())

    @classmethod
    def of(cls, module: Any, x: ArrayLike) -> "Experiment":
        """Take weights and settings of a `torch.nn.Conv2d`, or of a module with the same names.

        x: (C_in, H, W), or (1, C_in, H, W) as the module takes it. Raises ExperimentError if the
        module is no two-dimensional convolution.
        """
        names = ("weight", "stride", "padding", "dilation", "groups", "padding_mode")
        lacking = [name for name in names if not hasattr(module, name)]
        if lacking or getattr(module, "transposed", False):
            raise ExperimentError(
                "A module must be a convolution such as torch.nn.Conv2d, not {kind}.",
                kind=type(module).__name__,
            )
        image = plain(x)
        if image.ndim == 4 and len(image) == 1:
            image = image[0]
        said = {name: getattr(module, name) for name in names}
        return cls(image, bias=getattr(module, "bias", None), **said)

    @property
    def c_in(self) -> int:
        """Number of input channels."""
        return len(self.x)

    @property
    def c_out(self) -> int:
        """Number of output channels."""
        return len(self.weight)

    @property
    def kernel_size(self) -> Pair:
        """Kernel height and width (k_h, k_w)."""
        return self.weight.shape[2], self.weight.shape[3]

    @property
    def input_size(self) -> Pair:
        """Input height and width (H, W)."""
        return self.x.shape[1], self.x.shape[2]

    def replace(self, **changes: Any) -> "Experiment":
        """Make a new experiment with some fields changed, checked as a whole."""
        return dataclasses.replace(self, **changes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Experiment) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def _content(self) -> tuple[object, ...]:
        """Return what makes two experiments equal; -0.0 is already gone, so bytes do."""
        arrays = (self.x, self.weight, self.bias)
        return *((a.shape, a.tobytes()) for a in arrays), *self.__reduce__()[1][3:]

    def __reduce__(self) -> tuple[type["Experiment"], tuple[Any, ...]]:
        # Pickled arrays come back writable; building anew keeps a copy read-only.
        return Experiment, tuple(getattr(self, f.name) for f in dataclasses.fields(self) if f.init)

    def __repr__(self) -> str:
        return (
            f"Experiment(x {self.x.shape}, weight {self.weight.shape} -> {self.output_shape}; "
            f"stride={self.stride}, padding={self.padding!r}, dilation={self.dilation}, "
            f"groups={self.groups}, padding_mode={self.padding_mode!r})"
        )


def frozen(name: str, array: Array) -> FloatArray:
    """Copy to read-only float64 after checking the values; raises ExperimentError."""
    with np.errstate(all="ignore"):  # a longer float may overflow: it is refused below
        copy = array.astype(np.float64) + 0.0  # turns -0.0 to 0.0: no cell shows a minus zero
    wrong = ~(np.abs(copy) <= MAX_VALUE)  # true for NaN too
    if wrong.any():
        index = tuple(int(n) for n in np.argwhere(wrong)[0])
        raise ExperimentError(
            "{name}{place} is {value}; values must be numbers between -{most:.0f} and {most:.0f}.",
            name=name,
            place=list(index),
            value=array[index],
            most=MAX_VALUE,
        )
    copy.setflags(write=False)
    return copy
