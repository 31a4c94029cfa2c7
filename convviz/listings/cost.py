"""The counts of a design as a program that runs, for four libraries.

Layers are made for their shapes: PyTorch and JAX hold no number of them, Keras holds the weights.
"""

from convviz.core.cost import Design, Layer
from convviz.core.geometry import Pads, geometry
from convviz.listings.program import NO_PADS, Writer, call, noted, program, short
from convviz.words import say

_PRINTS = (
    'print(f"{weights = :,}, {biases = :,}")',
    'print(f"{multiplications = :,}, {additions = :,} in the sums")',
    "print(\"output (C_out, H', W') =\", shape)",
)
_ZERO = "weights = biases = multiplications = additions = 0"


def cost_listing(design: Design, language: str) -> str:
    """Write a program that counts weights, biases, multiplications and additions of a design.

    language: one of LANGUAGES but for the plain loops. Raises ExperimentError.
    """
    writers: dict[str, Writer] = {
        "numpy": _numpy,
        "torch": _torch,
        "jax": _jax,
        "tensorflow": _tensorflow,
    }
    writers["convviz"] = _convviz
    return program(writers, language, design, prints=_PRINTS)


def _numpy(design: Design) -> list[str]:
    return [
        *("import math", "", "import numpy as np", ""),
        *_table(design),
        noted(f"shape = {design[0].input_shape}", "(C_in, H, W)"),
        "",
        _ZERO,
        "for kernel, bias, stride, padding, dilation, groups in layers:",
        "    window = np.array(dilation) * (np.array(kernel[2:]) - 1) + 1",
        "    room = np.array(shape[1:]) + np.sum(padding, axis=1) - window",
        "    h, w = (room // stride + 1).tolist()",
        "    shape = (kernel[0], h, w)",
        "    weights += math.prod(kernel)",
        "    biases += bias",
        "    multiplications += math.prod(kernel) * h * w",
        "    additions += (math.prod(kernel) - kernel[0]) * h * w",
    ]


def _torch(design: Design) -> list[str]:
    lines = []
    for layer in design:
        pads, arguments = _pads(layer), _differing(layer)
        (top, bottom), (left, right) = pads
        sizes = f"{layer.c_in}, {layer.c_out}, {short((layer.k_h, layer.k_w))}"
        if (top, left) == (bottom, right):
            if pads != NO_PADS:
                arguments["padding"] = short((top, left))
            lines += call("torch.nn.Conv2d(", sizes, arguments, "),")
        else:
            padding = f"torch.nn.ZeroPad2d({(left, right, top, bottom)}),"
            conv = call("torch.nn.Conv2d(", sizes, arguments, "),")
            lines += ["torch.nn.Sequential(", *_indented([padding, *conv]), "),"]
    return [
        *("import torch", ""),
        noted('with torch.device("meta"):', say("shapes alone, no numbers")),
        "    layers = [",
        *_indented(_indented(lines)),
        "    ]",
        f"    X = torch.zeros({(1, *design[0].input_shape)})",
        "",
        _ZERO,
        "for layer in layers:",
        "    X = layer(X)",
        "    _, c_out, h, w = X.shape",
        "    kernel, *bias = layer.parameters()",
        "    weights += kernel.numel()",
        "    biases += sum(b.numel() for b in bias)",
        "    multiplications += kernel.numel() * h * w",
        "    additions += (kernel.numel() - c_out) * h * w",
        "shape = tuple(X.shape[1:])",
    ]


def _jax(design: Design) -> list[str]:
    return [
        *("import math", "from functools import partial", ""),
        *("import jax", "import jax.numpy as jnp", ""),
        *_table(design),
        noted(
            f"X = jax.ShapeDtypeStruct({(1, *design[0].input_shape)}, jnp.float32)",
            say("holds no numbers"),
        ),
        "",
        _ZERO,
        "for kernel, bias, stride, padding, dilation, groups in layers:",
        "    K = jax.ShapeDtypeStruct(kernel, jnp.float32)",
        "    conv = partial(jax.lax.conv_general_dilated, window_strides=stride, padding=padding)",
        "    conv = partial(conv, rhs_dilation=dilation, feature_group_count=groups)",
        "    X = jax.eval_shape(conv, X, K)",
        "    _, c_out, h, w = X.shape",
        "    weights += math.prod(kernel)",
        "    biases += bias",
        "    multiplications += math.prod(kernel) * h * w",
        "    additions += (math.prod(kernel) - c_out) * h * w",
        "shape = X.shape[1:]",
    ]


def _tensorflow(design: Design) -> list[str]:
    keras, lines = "tf.keras.layers", []
    for layer in design:
        pads, arguments = _pads(layer), _differing(layer)
        stride = arguments.pop("stride", 1)
        before, after = [], []
        if pads != NO_PADS:
            before = [f"{keras}.ZeroPadding2D({pads}),"]
        if stride != 1 and "dilation" in arguments:
            strided = f"{keras}.AveragePooling2D(1, strides={stride}),"
            after = [noted(strided, say("the stride: not with dilation"))]
        elif stride != 1:
            arguments["strides"] = stride
        if "dilation" in arguments:
            arguments["dilation_rate"] = arguments.pop("dilation")
        if "bias" in arguments:
            arguments["use_bias"] = arguments.pop("bias")
        sizes = f"{layer.c_out}, {short((layer.k_h, layer.k_w))}"
        made = call(f"{keras}.Conv2D(", sizes, arguments, "),")
        if before or after:
            made = ["tf.keras.Sequential([", *_indented([*before, *made, *after]), "]),"]
        lines += made
    c_in, height, width = design[0].input_shape
    return [
        *("import math", "", "import tensorflow as tf", ""),
        *("layers = [", *_indented(lines), "]"),
        noted(f"X = tf.keras.Input({(height, width, c_in)})", say("channels last, no numbers")),
        "",
        _ZERO,
        "for layer in layers:",
        "    X = layer(X)",
        "    _, h, w, c_out = X.shape",
        "    kernel = math.prod(layer.weights[0].shape)",
        "    weights += kernel",
        "    biases += layer.count_params() - kernel",
        "    multiplications += kernel * h * w",
        "    additions += (kernel - c_out) * h * w",
        "shape = (c_out, h, w)",
    ]


def _convviz(design: Design) -> list[str]:
    lines = []
    for layer in design:
        arguments = _differing(layer)
        if layer.padding not in ("valid", (0, 0), NO_PADS):
            arguments["padding"] = short(layer.padding)
        sizes = (layer.c_in, layer.c_out, layer.k_h, layer.k_w, layer.height, layer.width)
        lines += call("Layer(", ", ".join(map(str, sizes)), arguments, "),")
    return [
        *("from convviz.core.cost import Layer, total", ""),
        "design = (  # C_in, C_out, k_h, k_w, H, W",
        *_indented(lines),
        ")",
        "",
        "cost = total(design)",
        "weights, biases = cost.weights, cost.biases",
        "multiplications, additions = cost.multiplications, cost.additions",
        "shape = design[-1].output_shape",
    ]


def _table(design: Design) -> list[str]:
    fields = say("(C_out, C_in / groups, k_h, k_w), biases, stride, padding, dilation, groups")
    rows = (
        (
            *(layer.weight_shape, layer.c_out if layer.bias else 0),
            *(layer.stride, _pads(layer), layer.dilation, layer.groups),
        )
        for layer in design
    )
    return [noted("layers = [", fields), *(f"    {row}," for row in rows), "]"]


def _differing(layer: Layer) -> dict[str, object]:
    """Arguments that `Layer` and PyTorch name alike, but for padding, where they differ."""
    known = {"stride": (1, 1), "dilation": (1, 1), "groups": 1, "bias": True}
    values = {name: getattr(layer, name) for name in known}
    return {name: short(value) for name, value in values.items() if value != known[name]}


def _pads(layer: Layer) -> Pads:
    moves = (layer.stride, layer.padding, layer.dilation, layer.groups)
    return geometry(layer.input_shape, layer.weight_shape, *moves).pads


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
