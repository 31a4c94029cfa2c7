"""What functions are given: numbers, shapes, whole numbers, checked; how a refusal says so."""

import operator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.words import count, later, say

Array = NDArray[Any]


FloatArray = NDArray[np.float64]


Pair = tuple[int, int]


Shape = tuple[int, ...]


# Up to 64 channels of 11 x 11 kernels the sum of |x| * |weight| then stays below 2**53, so
# integers are exact in float64 in whatever order they are added; and 1000000 still fits a cell.
MAX_VALUE = 1e6


# A padded input or an output of 2**28 numbers is 2 GiB; beyond that a slip of the keyboard
# would take the machine down instead of giving a message.
MAX_SIZE = 2**28


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


def plain(value: Any) -> Array:
    """Make a NumPy array of lists, or of an array of NumPy, PyTorch, JAX, TensorFlow ….

    What a gradient is kept for is detached, what is elsewhere is fetched, and bfloat16, which NumPy
    has not, is widened: no number changes.
    """
    if callable(getattr(value, "detach", None)):  # PyTorch
        value = value.detach().cpu()
        if "bfloat16" in str(value.dtype):
            value = value.float()
    array = np.asarray(value)
    return array.astype(np.float32) if array.dtype.name == "bfloat16" else array


def numbers(name: str, value: object, axes: tuple[str, ...]) -> Array:
    """Read real numbers with these axes from anything array-like; raises ExperimentError."""
    try:
        array = plain(value)
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
