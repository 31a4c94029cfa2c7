"""The receptive field of a network as a program that runs, for four libraries.

All weights are 1, so the gradient of an output cell counts the ways to it from every input cell.
"""

from convviz.core.network import Layer, Network
from convviz.listings.program import Writer, call, noted, program, short
from convviz.words import say

_PRINTS = ('print(f"receptive field: {rows} x {columns}")', "print(ways)")


def network_listing(network: Network, language: str) -> str:
    """Write a program that prints the receptive field, and the ways (H, W) to one output cell.

    The cell is the middle one, which borders cut least. language: one of LANGUAGES but for the
    plain loops. Raises ExperimentError.
    """
    writers: dict[str, Writer] = {
        "numpy": _numpy,
        "torch": _torch,
        "jax": _jax,
        "tensorflow": _tensorflow,
    }
    writers["convviz"] = _convviz
    return program(writers, language, network, prints=_PRINTS)


def _numpy(network: Network) -> list[str]:
    return [
        *("import numpy as np", "from numpy.lib.stride_tricks import sliding_window_view", ""),
        *_table(network),
        *_where(network),
        *("", ""),
        noted("def output(x):", say("of the cell, where every weight is 1")),
        "    for (k_h, k_w), (s_h, s_w), padding, (d_h, d_w) in layers:",
        "        extent = d_h * (k_h - 1) + 1, d_w * (k_w - 1) + 1",
        "        windows = sliding_window_view(np.pad(x, padding), extent)",
        "        x = windows[::s_h, ::s_w, ::d_h, ::d_w].sum((2, 3))",
        "    return x[i, j]",
        *("", ""),
        f"ways = np.zeros({network.size}, dtype=int)",
        "for at in np.ndindex(ways.shape):",
        "    X = np.zeros(ways.shape, dtype=int)",
        noted("    X[at] = 1", say("one at a single cell, zeros around it")),
        "    ways[at] = output(X)",
    ]


def _torch(network: Network) -> list[str]:
    layers = (_layer("torch.nn.Conv2d", "1, 1, ", layer, bias=False) for layer in network.layers)
    height, width = network.size
    return [
        *("import torch", ""),
        "model = torch.nn.Sequential(",
        *(f"    {layer}," for layer in layers),
        ").double()",
        "for weight in model.parameters():",
        "    torch.nn.init.ones_(weight)",
        *_where(network),
        "",
        f"X = torch.zeros({(1, 1, height, width)}, dtype=torch.float64, requires_grad=True)",
        "Y = model(X)[0, 0]",
        "(gradient,) = torch.autograd.grad(Y[i, j], X)",
        "ways = gradient[0, 0]",
    ]


def _jax(network: Network) -> list[str]:
    return [
        *("import jax", "import jax.numpy as jnp", ""),
        'jax.config.update("jax_enable_x64", True)',
        *_table(network),
        *_where(network),
        *("", ""),
        noted("def output(x):", say("of the cell, where every weight is 1")),
        "    x = x[None, None]",
        "    for kernel, stride, padding, dilation in layers:",
        "        ones = jnp.ones((1, 1, *kernel))",
        "        x = jax.lax.conv_general_dilated(x, ones, stride, padding, rhs_dilation=dilation)",
        "    return x[0, 0, i, j]",
        *("", ""),
        f"ways = jax.grad(output)(jnp.zeros({network.size}))",
    ]


def _tensorflow(network: Network) -> list[str]:
    height, width = network.size
    imports = ["import tensorflow as tf", ""]
    ones = ["        ones = tf.ones((*kernel, 1, 1), tf.float64)"]
    if any(layer.dilation != (1, 1) for layer in network.layers):
        imports.insert(0, "import numpy as np")
        said = say("A CPU has no gradient with dilation: zeros between the ones do the same.")
        ones = [
            f"        # {said}",
            "        extent = [d * (k - 1) + 1 for k, d in zip(kernel, dilation)]",
            "        ones = np.zeros((*extent, 1, 1))",
            "        ones[:: dilation[0], :: dilation[1]] = 1",
        ]
    return [
        *imports,
        *_table(network),
        *_where(network),
        "",
        noted(
            f"X = tf.Variable(tf.zeros({(1, height, width, 1)}, tf.float64))", say("channels last")
        ),
        "with tf.GradientTape() as tape:",
        "    Y = X",
        "    for kernel, stride, padding, dilation in layers:",
        *ones,
        "        Y = tf.nn.conv2d(Y, ones, stride, [(0, 0), *padding, (0, 0)])",
        "    y = Y[0, i, j, 0]",
        "ways = tape.gradient(y, X)[0, :, :, 0]",
    ]


def _convviz(network: Network) -> list[str]:
    height, width = network.size
    return [
        *("import numpy as np", "", "import convviz as cv", ""),
        "layers = (",
        *(f"    {_layer('cv.Layer', '', layer)}," for layer in network.layers),
        ")",
        _cell(network),
        "rows, columns = cv.receptive_field(layers).size",
        *("", ""),
        noted("def output(x):", say("of the cell, where every weight is 1")),
        "    for layer in layers:",
        "        ones = np.ones((1, 1, *layer.kernel_size), dtype=int)",
        "        s, p, d = layer.stride, layer.padding, layer.dilation",
        "        x = cv.conv2d(x, ones, stride=s, padding=p, dilation=d)",
        "    return x[0, i, j]",
        *("", ""),
        f"ways = np.zeros({height, width}, dtype=int)",
        "for at in np.ndindex(ways.shape):",
        "    X = np.zeros((1, *ways.shape), dtype=int)",
        noted("    X[0][at] = 1", say("one at a single cell, zeros around it")),
        "    ways[at] = output(X)",
    ]


def _layer(function: str, before: str, layer: Layer, **more: object) -> str:
    """Write a layer as a call; what equals its default is left out."""
    known = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
    values = {name: getattr(layer, name) for name in known}
    arguments = {name: short(value) for name, value in values.items() if value != known[name]}
    (line,) = call(f"{function}(", f"{before}{short(layer.kernel_size)}", arguments | more)
    return line


def _table(network: Network) -> list[str]:
    rows = [
        (layer.kernel_size, layer.stride, tuple((p, p) for p in layer.padding), layer.dilation)
        for layer in network.layers
    ]
    head = noted("layers = [", say("(k_h, k_w), stride, padding of each side, dilation"))
    return [head, *(f"    {row}," for row in rows), "]"]


def _where(network: Network) -> list[str]:
    """Write the output cell, and the formula of the receptive field with its numbers."""
    rule = say(
        "1 + d (k - 1) * total stride, of every layer; "
        "total stride: product of the strides before it"
    )
    rows, columns = (
        " + ".join(
            [
                "1",
                *(
                    f"{layer.dilation[axis]} * ({layer.kernel_size[axis]} - 1) * {jump}"
                    for layer, (_, jump) in zip(network.layers, network.terms(axis), strict=True)
                ),
            ]
        )
        for axis in (0, 1)
    )
    return [
        _cell(network),
        f"# {rule}",
        f"rows = {rows}",
        f"columns = {'rows' if rows == columns else columns}",
    ]


def _cell(network: Network) -> str:
    height, width = network.sizes[-1]
    said = say(
        "the middle cell of the {height} x {width} outputs; any other will do",
        height=height,
        width=width,
    )
    return noted(f"i, j = {height // 2}, {width // 2}", said)
