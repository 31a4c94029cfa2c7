"""What programs that are shown are made of: tensors, calls and comments, in lines that fit.

A program holds numbers and names of ours alone: no text that anyone typed can stand in it.
"""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from convviz.core.arguments import ExperimentError, FloatArray
from convviz.core.conv import NUMPY_PAD_MODES
from convviz.core.experiment import Experiment
from convviz.words import term

LANGUAGES: Final = {
    "numpy": "NumPy",
    "torch": "PyTorch",
    "jax": "JAX",
    "tensorflow": "TensorFlow/Keras",
    "loops": term("Plain loops"),
    "convviz": "convviz",
}
Writer = Callable[..., list[str]]
WIDTH: Final = 100  # columns
NO_PADS: Final = ((0, 0), (0, 0))


def program(
    writers: Mapping[str, Writer],
    language: str,
    *what: object,
    prints: Sequence[str] = ("print(Y)",),
) -> str:
    """Let one of the writers write what it is given, then ``prints``; raises ExperimentError."""
    if language not in writers:
        known = ", ".join(writers)
        raise ExperimentError(
            "There is no listing in {name!r}: choose from {known}.", name=language, known=known
        )
    return "\n".join([*writers[language](*what), *prints, ""])


def differing(e: Experiment) -> dict[str, object]:
    """Arguments that `conv2d` and PyTorch name alike, but for those that equal their default."""
    known = {"stride": (1, 1), "dilation": (1, 1), "groups": 1}
    values = {name: getattr(e, name) for name in known}
    return {name: short(value) for name, value in values.items() if value != known[name]}


def short(value: Any) -> Any:
    """Write a pair of equal numbers as one; two equal pairs would be read as another thing."""
    same = isinstance(value, tuple) and value[0] == value[1] and isinstance(value[0], int)
    return value[0] if same else value


def mul(factor: int, name: str) -> str:
    """Write a product; one times a name is the name."""
    return name if factor == 1 else f"{factor} * {name}"


def numpy_pad(e: Experiment) -> str:
    """Write NumPy's call that pads X."""
    sides = ", ".join(map(repr, e.pads))
    mode = NUMPY_PAD_MODES.get(e.padding_mode, e.padding_mode)
    return f"pad(X, ((0, 0), {sides}){mode_argument(mode, 'constant')})"


def mode_argument(mode: str, default: str) -> str:
    """Write the argument that names how to pad, unless it is the default."""
    return "" if mode == default else f', mode="{mode}"'


def bias_lines(e: Experiment, before: str = "", after: str = "") -> list[str]:
    """Assign the biases, if any is not 0."""
    return assign("bias", e.bias, before, after) if e.bias.any() else []


def noted(code: str, comment: str) -> str:
    """Put a comment behind a line of a program."""
    return f"{code}  # {comment}"


def call(start: str, first: str, arguments: dict[str, object], end: str = ")") -> list[str]:
    """Write a call on one line if it fits, else its arguments on a line of their own."""
    quoted = {n: f'"{v}"' if isinstance(v, str) else repr(v) for n, v in arguments.items()}
    inside = ", ".join([first, *(f"{name}={value}" for name, value in quoted.items())])
    if len(start + inside + end) <= WIDTH:
        return [start + inside + end]
    lines = textwrap.wrap(inside, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return [start, *(f"    {line}" for line in lines), end]


def assign(name: str, values: FloatArray, before: str = "", after: str = "") -> list[str]:
    """Assign a tensor as nested lists, integers if all of it is whole; a line a channel."""
    whole = np.array_equal(values, np.rint(values))
    nested = (values.astype(np.int64) if whole else values).tolist()
    line = f"{name} = {before}{nested!r}{after}"
    if values.ndim < 3 and len(line) <= WIDTH:
        return [line]
    first, *rest = _nested(nested, "", split=True)
    return [f"{name} = {before}{first}", *rest[:-1], rest[-1] + after]


def _nested(value: Any, indent: str, *, split: bool = False) -> list[str]:
    """Write nested lists: each on one line if it fits, else what is in it on lines of its own."""
    line = indent + repr(value)
    if not split and len(line) < WIDTH:
        return [line]
    deeper = indent + "    "
    if isinstance(value[0], list):
        inside = []
        for item in value:
            lines = _nested(item, deeper)
            lines[-1] += ","
            inside += lines
    else:
        text = ", ".join(map(repr, value)) + ","
        inside = textwrap.wrap(
            *(text, WIDTH),
            initial_indent=deeper,
            subsequent_indent=deeper,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return [f"{indent}[", *inside, f"{indent}]"]
