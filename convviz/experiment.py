"""Experiment: the tensors and hyper-parameters of one convolution, checked once and read-only."""

import dataclasses
import operator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convviz.words import count, later, say, term

Array = NDArray[Any]
FloatArray = NDArray[np.float64]
Pair = tuple[int, int]
Pads = tuple[Pair, Pair]
Padding = Pair | Pads | Literal["same"]
Shape = tuple[int, ...]
PairLike = int | Pair
PaddingLike = int | Pair | Pads | str

# Up to 64 channels of 11 x 11 kernels the sum of |x| * |weight| then stays below 2**53, so
# integers are exact in float64 in whatever order they are added; and 1000000 still fits a cell.
MAX_VALUE = 1e6
# A padded input or an output of 2**28 numbers is 2 GiB; beyond that a slip of the keyboard
# would take the machine down instead of giving a message.
MAX_SIZE = 2**28
PADDING_MODES = ("zeros", "reflect", "replicate", "circular")
X_AXES = ("C_in", "H", "W")
WEIGHT_AXES = ("C_out", "C_in/groups", "k_h", "k_w")

_TOO_SMALL = (
    term(
        "The kernel covers {extent} rows, dilation * (k - 1) + 1, "
        "but the padded input has only {available}."
    ),
    term(
        "The kernel covers {extent} columns, dilation * (k - 1) + 1, "
        "but the padded input has only {available}."
    ),
)
_TOO_LARGE = (
    term("The padded input has {c} x {h} x {w} numbers, over {most}."),
    term("The output has {c} x {h} x {w} numbers, over {most}."),
)


class ExperimentError(ValueError):
    """A rejected input; the message names the rule and the offending values.

    Given as to `later`, with ``{name}`` for each of the values; ``message`` can be kept, and is
    said in the language in use when it is read.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = later(message, **values)

    def __str__(self) -> str:
        return str(self.message)


class Geometry(NamedTuple):
    """Checked hyper-parameters, the resolved padding and the output shape they lead to."""

    stride: Pair
    padding: Padding
    dilation: Pair
    groups: int
    padding_mode: str
    pads: Pads
    output_shape: tuple[int, int, int]


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
        image = _frozen("x", numbers("x", x, X_AXES))
        kernels = _frozen("weight", numbers("weight", weight, WEIGHT_AXES))
        checked = geometry(
            image.shape, kernels.shape, stride, padding, dilation, groups, padding_mode
        )
        biases = _frozen("bias", bias_numbers(bias, kernels.shape[0]))
        # A frozen dataclass only blocks assignment; its own dictionary is where values go.
        vars(self).update(x=image, weight=kernels, bias=biases, **checked._asdict())

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


def geometry(
    x_shape: Shape,
    weight_shape: Shape,
    stride: object = 1,
    padding: object = 0,
    dilation: object = 1,
    groups: object = 1,
    padding_mode: object = "zeros",
) -> Geometry:
    """Check how a kernel moves over an input, and work out what shape comes of it.

    x_shape: (C_in, H, W); weight_shape: (C_out, C_in/groups, k_h, k_w); the rest as in Experiment.
    H' = floor((H + top + bottom - (d_h (k_h - 1) + 1)) / s_h) + 1, after D2L 7.3 and PyTorch.
    Raises ExperimentError.
    """
    c_in, *size = shape("x", x_shape, X_AXES)
    c_out, c_group, *kernel = shape("weight", weight_shape, WEIGHT_AXES)
    group_count = integer("groups", groups, at_least=1)
    for axis, channels in (("C_in", c_in), ("C_out", c_out)):
        if channels % group_count:
            raise ExperimentError(
                "groups = {groups} must divide {axis} = {count}.",
                groups=group_count,
                axis=axis,
                count=channels,
            )
    if c_group != c_in // group_count:
        raise ExperimentError(
            "A kernel needs a slice for each channel it sees, C_in / groups = {c_in} / "
            "{groups} = {seen} of them; weight has {slices}.",
            c_in=c_in,
            groups=group_count,
            seen=c_in // group_count,
            slices=c_group,
        )
    strides = pair("stride", stride, at_least=1)
    dilations = pair("dilation", dilation, at_least=1)
    extents = [d * (k - 1) + 1 for d, k in zip(dilations, kernel, strict=True)]
    kept, pads = _paddings(padding, extents, strides)
    padded = padded_size(tuple(size), pads, padding_mode)
    for message, extent, available in zip(_TOO_SMALL, extents, padded, strict=True):
        if extent > available:
            raise ExperimentError(message, extent=extent, available=available)
    rows, cols = ((n - e) // s + 1 for n, e, s in zip(padded, extents, strides, strict=True))
    out = (c_out, rows, cols)
    for message, (c, h, w) in zip(_TOO_LARGE, ((c_in, *padded), out), strict=True):
        if c * h * w > MAX_SIZE:
            raise ExperimentError(message, c=c, h=h, w=w, most=MAX_SIZE)
    return Geometry(strides, kept, dilations, group_count, str(padding_mode), pads, out)


def padded_size(size: Shape, pads: Pads, padding_mode: object) -> Pair:
    """Add pads to a size (H, W) if the mode can fill them; raises ExperimentError."""
    if not (isinstance(padding_mode, str) and padding_mode in PADDING_MODES):
        raise ExperimentError(
            "{name} must be one of {known}; not {value}.",
            name="padding_mode",
            known=", ".join(PADDING_MODES),
            value=show(padding_mode),
        )
    for axis, length, sides in zip(("H", "W"), size, pads, strict=True):
        most = {"reflect": length - 1, "circular": length}.get(padding_mode, MAX_SIZE)
        if max(sides) > most:
            raise ExperimentError(
                "{mode} padding along {axis} = {length} must be at most {most}, not {value}.",
                mode=padding_mode,
                axis=axis,
                length=length,
                most=most,
                value=max(sides),
            )
    return size[0] + sum(pads[0]), size[1] + sum(pads[1])


def numbers(name: str, value: object, axes: tuple[str, ...]) -> Array:
    """Read real numbers with these axes from anything array-like; raises ExperimentError."""
    try:
        array = np.asarray(value)
    except Exception as error:  # `__array__` is foreign code and may raise anything
        raise ExperimentError(
            "{name} must be numbers in rows of equal length: {error}", name=name, error=error
        ) from error
    if array.dtype.kind not in "biuf":
        raise ExperimentError(
            "{name} must hold real numbers, not {value}.", name=name, value=show(value)
        )
    shape(name, array.shape, axes)
    return array


def bias_numbers(bias: object, c_out: int) -> Array:
    """Read one bias for each output channel, shape (C_out,); raises ExperimentError."""
    if bias is None:
        return np.zeros(c_out, dtype=np.bool_)  # bool adds nothing to any other dtype
    array = numbers("bias", [bias] if np.isscalar(bias) else bias, ("C_out",))
    if array.size != c_out:
        raise ExperimentError(
            "bias needs C_out = {c_out} numbers, not {size}.", c_out=c_out, size=array.size
        )
    return array


def shape(name: str, value: object, axes: tuple[str, ...]) -> Shape:
    """Check that a shape has these axes, each at least 1 long; raises ExperimentError."""
    if not isinstance(value, tuple | list) or len(value) != len(axes):
        raise ExperimentError(
            count(
                "{name} must have {n} axis ({axes}); its shape is {shape}.",
                "{name} must have {n} axes ({axes}); its shape is {shape}.",
                len(axes),
                name=name,
                axes=", ".join(axes),
                shape=show(value),
            )
        )
    return tuple(
        integer(say("Axis {axis} of {name}", axis=axis, name=name), length, at_least=1)
        for axis, length in zip(axes, value, strict=True)
    )


def integer(name: str, value: object, at_least: int, at_most: int = MAX_SIZE) -> int:
    """Read a whole number; True, 2.0 and "2" are none. Raises ExperimentError."""
    try:
        # Whether it is one is what is asked here.
        number = operator.index(value)  # type: ignore[arg-type] # refuses what has none
    except Exception:  # `__index__` is foreign code too
        number = None
    if number is None or isinstance(value, bool):
        raise ExperimentError(
            "{name} must be a whole number, not {value}.", name=name, value=show(value)
        )
    if not at_least <= number <= at_most:
        raise ExperimentError(
            "{name} must be from {least} to {most}, not {value}.",
            name=name,
            least=at_least,
            most=at_most,
            value=show(value),
        )
    return number


def is_sequence(value: object) -> bool:
    """Tell a tuple, list or array with axes from anything else."""
    return isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.ndim > 0)


def pair(name: str, value: Any, at_least: int) -> Pair:
    """Read one whole number for both axes, or (height, width); raises ExperimentError."""
    first, second = value if is_sequence(value) and len(value) == 2 else (value, value)
    return integer(name, first, at_least), integer(name, second, at_least)


def show(value: object) -> str:
    """Describe a rejected value, however odd, in a few characters."""
    try:
        text = repr(value)
    except Exception:  # a foreign `__repr__`, or an integer too long to print
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 60 else text[:57] + "..."


def _paddings(padding: Any, extents: list[int], stride: Pair) -> tuple[Padding, Pads]:
    """Return padding as an experiment keeps it, and as four sides."""
    if isinstance(padding, str) and padding == "same":
        if stride != (1, 1):
            raise ExperimentError(
                'padding "same" needs stride 1, not {stride}: give the padding in numbers.',
                stride=stride,
            )
        # PyTorch puts the smaller half first when the total is odd.
        rows, cols = (((extent - 1) // 2, extent // 2) for extent in extents)
        return "same", (rows, cols)
    if isinstance(padding, str):
        if padding != "valid":
            raise ExperimentError(
                'padding is numbers, "same" or "valid", not {value}.', value=show(padding)
            )
        padding = 0
    axes = padding if is_sequence(padding) and len(padding) == 2 else (padding, padding)
    rows, cols = (pair("padding", sides, at_least=0) for sides in axes)
    even = rows[0] == rows[1] and cols[0] == cols[1]
    return (rows[0], cols[0]) if even else (rows, cols), (rows, cols)


def _frozen(name: str, array: Array) -> FloatArray:
    """Copy to read-only float64 after checking the values."""
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
