"""The calculation of an experiment as a program that runs: for four libraries, as plain loops.

A program holds numbers and names of ours alone: no text that anyone typed can stand in it.
"""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from convviz.conv import NUMPY_PAD_MODES
from convviz.experiment import Experiment, ExperimentError, FloatArray
from convviz.words import say, term

LANGUAGES: Final = {
    "numpy": "NumPy",
    "torch": "PyTorch",
    "jax": "JAX",
    "tensorflow": "TensorFlow/Keras",
    "loops": term("Plain loops"),
}
Writer = Callable[..., list[str]]
WIDTH: Final = 100  # columns
NO_PADS: Final = ((0, 0), (0, 0))


class Phase(NamedTuple):
    """What the plain loops do in one phase of an output number.

    lines: numbers of the lines that run, the first is 0; at: (c, u, v) of a product, else empty.
    """

    lines: tuple[int, ...]
    at: tuple[int, ...]


class Trace(NamedTuple):
    """How the plain loops run.

    heads: number of the line that is the head of each loop, by its variable; phases: in order.
    """

    heads: dict[str, int]
    phases: list[Phase]


def listing(experiment: Experiment, language: str) -> str:
    """Write a program that calculates Y (C_out, H', W') of an experiment and prints it.

    language: one of LANGUAGES. What equals its default is left out; numbers come back exactly.
    NumPy takes the function of D2L 7.4 where one will do; of one output it gives Y (H', W').
    Raises ExperimentError.
    """
    writers = {
        "numpy": _numpy,
        "torch": _torch,
        "jax": _jax,
        "tensorflow": _tensorflow,
        "loops": _loops,
    }
    return program(writers, language, experiment)


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


def trace(experiment: Experiment, loops: str) -> Trace:
    """Say which lines of plain loops run in every phase of an output number, in order.

    A product, or a number that is pooled, is a phase each; the partial sum of a channel comes with
    its last product. The total comes last.
    """
    lines = [line.lstrip() for line in loops.splitlines()]

    def numbers(*starts: str) -> tuple[int, ...]:
        return tuple(n for n, line in enumerate(lines) if line.startswith(starts))

    product, partial = numbers("products.append(", "window.append("), numbers("sums.append(")
    _, c_group, k_h, k_w = experiment.weight.shape
    phases = []
    for c, u, v in np.ndindex(c_group, k_h, k_w):
        last = (u, v) == (k_h - 1, k_w - 1)
        phases.append(Phase((*product, *partial) if last else product, (c, u, v)))
    heads = {name: n for name in "oijcuv" for n in numbers(f"for {name} in ")}
    return Trace(heads, [*phases, Phase(numbers("Y[o][i][j] ="), ())])


def _numpy(e: Experiment) -> list[str]:
    arguments = _differing(e)
    if e.pads != NO_PADS:
        arguments["padding"] = short(e.padding)
        if e.padding_mode != "zeros":
            arguments["padding_mode"] = e.padding_mode
    weight, function = e.weight, "corr2d_multi_in_out"
    if arguments or e.bias.any():
        function = "conv2d"
    elif e.kernel_size == (1, 1):
        function = "corr2d_multi_in_out_1x1"
    elif e.c_out == 1:
        weight, function = e.weight[0], "corr2d_multi_in"
    return [
        *("import convviz as cv", ""),
        *assign("X", e.x),
        *assign("K", weight),
        *_bias(e),
        "",
        *call(f"Y = cv.{function}(", _tensors(e), arguments),
    ]


def _torch(e: Experiment) -> list[str]:
    # Zeros alike on opposite sides are an argument of the call; all else is padded before.
    (top, bottom), (left, right) = e.pads
    padding, arguments = [], _differing(e)
    if e.padding_mode == "zeros" and (top, left) == (bottom, right):
        if e.pads != NO_PADS:
            arguments["padding"] = short((top, left))
    elif e.pads != NO_PADS:
        sides = (left, right, top, bottom)
        padding = [f"X = F.pad(X[None], {sides}{_mode(e.padding_mode, 'zeros')})[0]"]
    made = ("torch.tensor(", ", dtype=torch.float64)")
    return [
        *("import torch", "import torch.nn.functional as F", ""),
        *assign("X", e.x, *made),
        *assign("K", e.weight, *made),
        *_bias(e, *made),
        *("", *padding),
        *call("Y = F.conv2d(", _tensors(e), arguments),
    ]


def _jax(e: Experiment) -> list[str]:
    arguments: dict[str, object] = {"window_strides": e.stride, "padding": "VALID"}
    padding = []
    if e.pads != NO_PADS and e.padding_mode == "zeros":
        arguments["padding"] = e.pads
    elif e.pads != NO_PADS:
        padding = [f"X = jnp.{_numpy_pad(e)}"]
    if e.dilation != (1, 1):
        arguments["rhs_dilation"] = e.dilation
    if e.groups != 1:
        arguments["feature_group_count"] = e.groups
    made = ("jnp.array(", ", dtype=float)")
    return [
        *("import jax", "import jax.numpy as jnp", ""),
        'jax.config.update("jax_enable_x64", True)',
        *assign("X", e.x, *made),
        *assign("K", e.weight, *made),
        *_bias(e, *made),
        *("", *padding),
        *call("Y = jax.lax.conv_general_dilated(", "X[None], K", arguments, ")[0]"),
        *(["Y = Y + bias[:, None, None]"] if e.bias.any() else []),
    ]


def _tensorflow(e: Experiment) -> list[str]:
    arguments: dict[str, object] = {"strides": short(e.stride), "padding": "VALID"}
    imports, padding = ["import tensorflow as tf", ""], []
    if e.pads != NO_PADS and e.padding_mode == "zeros":
        arguments["padding"] = [[0, 0], *(list(sides) for sides in e.pads), [0, 0]]
    elif e.pads != NO_PADS:  # tf.pad does not know all the modes
        imports.insert(0, "import numpy as np")
        padding = [f"X = np.{_numpy_pad(e)}"]
    if e.dilation != (1, 1):
        arguments["dilations"] = short(e.dilation)
    made = ("tf.constant(", ", tf.float64)")
    return [
        *imports,
        *assign("X", e.x, *made),
        *assign("K", e.weight, *made),
        *_bias(e, *made),
        *("", *padding),
        noted("image = tf.transpose(X, (1, 2, 0))[None]", say("channels last, as Keras has them")),
        "kernel = tf.transpose(K, (2, 3, 1, 0))  # (k_h, k_w, C_in, C_out)",
        *call("Y = tf.nn.conv2d(", "image, kernel", arguments),
        *(["Y = Y + bias"] if e.bias.any() else []),
        "Y = tf.transpose(Y[0], (2, 0, 1))",
    ]


def _loops(e: Experiment) -> list[str]:
    c_out, height, width = e.output_shape
    _, c_group, k_h, k_w = e.weight.shape
    padded = e.pads != NO_PADS
    row, column = (
        f"{mul(stride, index)} + {mul(dilation, offset)}"
        for stride, index, dilation, offset in zip(e.stride, "ij", e.dilation, "uv", strict=True)
    )
    group, channel = [], "c"
    if e.groups != 1:
        first = mul(c_group, f"(o // {c_out // e.groups})")
        said = say("first channel of the group of o")
        group, channel = [noted(f"    first = {first}", said)], "first + c"
    bias = " + bias[o]" if e.bias.any() else ""
    return [
        *(["import numpy as np", ""] if padded else []),
        *assign("X", e.x),
        *assign("K", e.weight),
        *_bias(e),
        *([f"X = np.{_numpy_pad(e)}.tolist()"] if padded else []),
        "",
        f"Y = [[[0] * {width} for i in range({height})] for o in range({c_out})]",
        noted(f"for o in range({c_out}):", say("output channel")),
        *group,
        noted(f"    for i in range({height}):", say("row of Y")),
        noted(f"        for j in range({width}):", say("column of Y")),
        "            sums = []",
        noted(f"            for c in range({c_group}):", say("input channel")),
        "                products = []",
        noted(f"                for u in range({k_h}):", say("row of the window")),
        noted(f"                    for v in range({k_w}):", say("column of the window")),
        f"                        products.append(X[{channel}][{row}][{column}] * K[o][c][u][v])",
        noted("                sums.append(sum(products))", say("partial sum of the channel")),
        f"            Y[o][i][j] = sum(sums){bias}",
    ]


def _differing(e: Experiment) -> dict[str, object]:
    """Arguments that `conv2d` and PyTorch name alike."""
    known = {"stride": (1, 1), "dilation": (1, 1), "groups": 1}
    values = {name: getattr(e, name) for name in known}
    return {name: short(value) for name, value in values.items() if value != known[name]}


def _tensors(e: Experiment) -> str:
    return "X, K, bias" if e.bias.any() else "X, K"


def short(value: Any) -> Any:
    """Write a pair of equal numbers as one; two equal pairs would be read as another thing."""
    same = isinstance(value, tuple) and value[0] == value[1] and isinstance(value[0], int)
    return value[0] if same else value


def mul(factor: int, name: str) -> str:
    """Write a product; one times a name is the name."""
    return name if factor == 1 else f"{factor} * {name}"


def _numpy_pad(e: Experiment) -> str:
    sides = ", ".join(map(repr, e.pads))
    mode = NUMPY_PAD_MODES.get(e.padding_mode, e.padding_mode)
    return f"pad(X, ((0, 0), {sides}){_mode(mode, 'constant')})"


def _mode(mode: str, default: str) -> str:
    return "" if mode == default else f', mode="{mode}"'


def _bias(e: Experiment, before: str = "", after: str = "") -> list[str]:
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
