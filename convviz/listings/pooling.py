"""Pooling as a program that runs: for four libraries, as plain loops."""

from convviz.core.experiment import Experiment
from convviz.listings.experiment import pad_lines
from convviz.listings.numpy_alone import MADE, slide
from convviz.listings.program import NO_PADS, assign, call, mul, noted, program, short
from convviz.words import say


def pooling_listing(experiment: Experiment, mode: str, language: str) -> str:
    """Write a program that pools x of an experiment with its window, and prints Y (C, H', W').

    mode: "max" or "average"; language: one of LANGUAGES. Raises ExperimentError.
    """
    writers = {
        "numpy": _numpy,
        "torch": _torch,
        "jax": _jax,
        "tensorflow": _tensorflow,
        "loops": _loops,
        "convviz": _convviz,
    }
    return program(writers, language, experiment, mode == "max")


def _numpy(e: Experiment, largest: bool) -> list[str]:
    k_h, k_w = e.kernel_size
    padding = []
    if e.pads != NO_PADS:
        fill = ", constant_values=-np.inf" if largest else ""
        array = "X.astype(float)" if largest else "X"  # integers have no infinity
        padding = [f"X = np.pad({array}, {((0, 0), *e.pads)}{fill})"]
    return [
        *("import numpy as np", "", ""),
        noted("def pool2d(X):", say("of one channel")),
        *slide(f"{k_h}, {k_w}", "{window}.max()" if largest else "{window}.mean()", e.stride),
        *("", ""),
        *assign("X", e.x, *MADE),
        *("", *padding),
        noted("Y = np.stack([pool2d(x) for x in X])", say("each channel by itself")),
    ]


def _torch(e: Experiment, largest: bool) -> list[str]:
    (top, bottom), (left, right) = e.pads
    arguments: dict[str, object] = {"stride": short(e.stride)}
    padding = []
    if (top, left) != (bottom, right):
        fill = ', value=float("-inf")' if largest else ""
        padding = [f"X = F.pad(X, {(left, right, top, bottom)}{fill})"]
    elif e.pads != NO_PADS:
        arguments["padding"] = short((top, left))
    function = "max_pool2d" if largest else "avg_pool2d"
    return [
        *("import torch", "import torch.nn.functional as F", ""),
        *assign("X", e.x, "torch.tensor(", ", dtype=torch.float64)"),
        *("", *padding),
        *call(f"Y = F.{function}(", f"X, {short(e.kernel_size)}", arguments),
    ]


def _jax(e: Experiment, largest: bool) -> list[str]:
    k_h, k_w = e.kernel_size
    first = "X, -jnp.inf, jax.lax.max" if largest else "X, 0.0, jax.lax.add"
    arguments: dict[str, object] = {
        "window_dimensions": (1, k_h, k_w),
        "window_strides": (1, *e.stride),
        "padding": ((0, 0), *e.pads) if e.pads != NO_PADS else "VALID",
    }
    return [
        *("import jax", "import jax.numpy as jnp", ""),
        'jax.config.update("jax_enable_x64", True)',
        *assign("X", e.x, "jnp.array(", ", dtype=float)"),
        "",
        *call("Y = jax.lax.reduce_window(", first, arguments),
        *([] if largest else [f"Y = Y / {k_h * k_w}"]),
    ]


def _tensorflow(e: Experiment, largest: bool) -> list[str]:
    padding = []
    if e.pads != NO_PADS:
        fill = ', constant_values=-float("inf")' if largest else ""
        padding = [f"X = tf.pad(X, {((0, 0), *e.pads)}{fill})"]
    arguments = {
        "ksize": short(e.kernel_size),
        "strides": short(e.stride),
        "padding": "VALID",
    }
    function = "max_pool2d" if largest else "avg_pool2d"
    return [
        *("import tensorflow as tf", ""),
        *assign("X", e.x, "tf.constant(", ", tf.float64)"),
        *("", *padding),
        noted("image = tf.transpose(X, (1, 2, 0))[None]", say("channels last, as Keras has them")),
        *call(f"Y = tf.nn.{function}(", "image", arguments),
        "Y = tf.transpose(Y[0], (2, 0, 1))",
    ]


def _loops(e: Experiment, largest: bool) -> list[str]:
    channels, height, width = e.output_shape
    k_h, k_w = e.kernel_size
    row, column = (f"{mul(s, i)} + {u}" for s, i, u in zip(e.stride, "ij", "uv", strict=True))
    return [
        *assign("X", e.x),
        *pad_lines(e, 'float("-inf")' if largest else "0"),
        "",
        f"Y = [[[0] * {width} for i in range({height})] for o in range({channels})]",
        noted(f"for o in range({channels}):", say("channel, in and out")),
        noted(f"    for i in range({height}):", say("row of Y")),
        noted(f"        for j in range({width}):", say("column of Y")),
        "            window = []",
        noted(f"            for u in range({k_h}):", say("row of the window")),
        noted(f"                for v in range({k_w}):", say("column of the window")),
        f"                    window.append(X[o][{row}][{column}])",
        f"            Y[o][i][j] = {'max(window)' if largest else f'sum(window) / {k_h * k_w}'}",
    ]


def _convviz(e: Experiment, largest: bool) -> list[str]:
    arguments: dict[str, object] = {"mode": "max" if largest else "average"}
    arguments["stride"] = short(e.stride)
    if e.pads != NO_PADS:
        arguments["padding"] = short(e.padding)
    return [
        *("import convviz as cv", ""),
        *assign("X", e.x),
        "",
        *call("Y = cv.pool2d(", f"X, {short(e.kernel_size)}", arguments),
    ]
