"""The calculation of an experiment as a program that runs: for four libraries, as plain loops."""

from typing import NamedTuple

import numpy as np

from convviz.core.conv import sources
from convviz.core.experiment import Experiment
from convviz.listings.numpy_alone import numpy_lines
from convviz.listings.program import (
    NO_PADS,
    Writer,
    assign,
    bias_lines,
    call,
    differing,
    mode_argument,
    mul,
    noted,
    numpy_pad,
    program,
    short,
)
from convviz.words import say


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
    NumPy has the functions of D2L 7.4, which `convviz` has too; of one output they give Y (H', W').
    Raises ExperimentError.
    """
    writers: dict[str, Writer] = {
        "numpy": numpy_lines,
        "torch": _torch,
        "jax": _jax,
        "tensorflow": _tensorflow,
        "loops": _loops,
        "convviz": _convviz,
    }
    return program(writers, language, experiment)


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


def _torch(e: Experiment) -> list[str]:
    # Zeros alike on opposite sides are an argument of the call; all else is padded before.
    (top, bottom), (left, right) = e.pads
    padding, arguments = [], differing(e)
    if e.padding_mode == "zeros" and (top, left) == (bottom, right):
        if e.pads != NO_PADS:
            arguments["padding"] = short((top, left))
    elif e.pads != NO_PADS:
        sides = (left, right, top, bottom)
        padding = [f"X = F.pad(X[None], {sides}{mode_argument(e.padding_mode, 'zeros')})[0]"]
    made = ("torch.tensor(", ", dtype=torch.float64)")
    return [
        *("import torch", "import torch.nn.functional as F", ""),
        *assign("X", e.x, *made),
        *assign("K", e.weight, *made),
        *bias_lines(e, *made),
        *("", *padding),
        *call("Y = F.conv2d(", _tensors(e), arguments),
    ]


def _jax(e: Experiment) -> list[str]:
    arguments: dict[str, object] = {"window_strides": e.stride, "padding": "VALID"}
    padding = []
    if e.pads != NO_PADS and e.padding_mode == "zeros":
        arguments["padding"] = e.pads
    elif e.pads != NO_PADS:
        padding = [f"X = jnp.{numpy_pad(e)}"]
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
        *bias_lines(e, *made),
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
        padding = [f"X = np.{numpy_pad(e)}"]
    if e.dilation != (1, 1):
        arguments["dilations"] = short(e.dilation)
    made = ("tf.constant(", ", tf.float64)")
    return [
        *imports,
        *assign("X", e.x, *made),
        *assign("K", e.weight, *made),
        *bias_lines(e, *made),
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
    row, column = (
        f"{mul(stride, index)} + {mul(dilation, offset)}"
        for stride, index, dilation, offset in zip(e.stride, "ij", e.dilation, "uv", strict=True)
    )
    group, channel = [], "c"
    if e.groups != 1:
        first = mul(c_group, f"(o // {c_out // e.groups})")
        said = say("first input channel of the group of output o")
        group, channel = [noted(f"    first = {first}", said)], "first + c"
    bias = " + bias[o]" if e.bias.any() else ""
    return [
        *assign("X", e.x),
        *assign("K", e.weight),
        *bias_lines(e),
        *pad_lines(e),
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


def _tensors(e: Experiment) -> str:
    return "X, K, bias" if e.bias.any() else "X, K"


def pad_lines(e: Experiment, fill: str = "0") -> list[str]:
    """Pad X in plain Python, if it is padded: from the rows and columns of X that each repeats."""
    if e.pads == NO_PADS:
        return []
    cell, said = "x[r][s]", say("rows and columns of X that those of the padded X repeat")
    if e.padding_mode == "zeros":
        cell = f"{fill} if -1 in (r, s) else x[r][s]"
        said = say("rows and columns of X that those of the padded X repeat; -1: padding")
    lines = [f"# {said}"]
    for name, length, sides in zip(("rows", "columns"), e.input_size, e.pads, strict=True):
        places = ", ".join(map(str, sources(length, sides, e.padding_mode)))
        lines += call(f"{name} = [", places, {}, "]")
    return [*lines, f"X = [[[{cell} for s in columns] for r in rows] for x in X]"]


def _convviz(e: Experiment) -> list[str]:
    arguments = differing(e)
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
        *bias_lines(e),
        "",
        *call(f"Y = cv.{function}(", _tensors(e), arguments),
    ]
