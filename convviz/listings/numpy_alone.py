"""The calculation of an experiment in NumPy alone: the functions of D2L 7.2 and 7.4."""

from convviz.core.arguments import Pair
from convviz.core.experiment import Experiment
from convviz.listings.program import NO_PADS, assign, bias_lines, mul, noted, numpy_pad
from convviz.words import say

MADE = ("np.array(", ")")
_POINTWISE = (
    "def corr2d_multi_in_out_1x1(X, K):",
    "    c_i, h, w = X.shape",
    "    c_o = K.shape[0]",
    "    X = X.reshape((c_i, h * w))",
    "    K = K.reshape((c_o, c_i))",
    "    return (K @ X).reshape((c_o, h, w))",
)


def numpy_lines(e: Experiment) -> list[str]:
    """Write the lines that calculate Y; with one output and one group it is (H', W')."""
    moved = (e.stride, e.dilation, e.groups, e.pads) != ((1, 1), (1, 1), 1, NO_PADS)
    weight, arguments = e.weight, "X, K"
    if e.kernel_size == (1, 1) and not moved:
        function, defined = "corr2d_multi_in_out_1x1", list(_POINTWISE)
    else:
        function, defined = "corr2d_multi_in", _multi_in(e.stride, e.dilation)
        if e.c_out == 1:
            weight = e.weight[0]
        else:
            function = "corr2d_multi_in_out"
            defined += _multi_in_out()
        if e.groups != 1:
            function, arguments = "corr2d_groups", f"X, K, {e.groups}"
            defined += _groups()
    added = "" if not e.bias.any() else " + bias[:, None, None]" if weight.ndim == 4 else " + bias"
    return [
        *("import numpy as np", "", ""),
        *defined,
        *("", ""),
        *assign("X", e.x, *MADE),
        *assign("K", weight, *MADE),
        *bias_lines(e, *MADE),
        "",
        *([f"X = np.{numpy_pad(e)}"] if e.pads != NO_PADS else []),
        f"Y = {function}({arguments}){added}",
    ]


def _multi_in(stride: Pair, dilation: Pair) -> list[str]:
    return [
        noted("def corr2d(X, K):", say("of one channel")),
        *slide("K.shape", "({window} * K).sum()", stride, dilation),
        *("", ""),
        noted("def corr2d_multi_in(X, K):", say("the sum over the input channels")),
        "    return sum(corr2d(x, k) for x, k in zip(X, K))",
    ]


def _multi_in_out() -> list[str]:
    return [
        *("", ""),
        noted("def corr2d_multi_in_out(X, K):", say("a kernel for each output channel")),
        "    return np.stack([corr2d_multi_in(X, k) for k in K], 0)",
    ]


def _groups() -> list[str]:
    return [
        *("", ""),
        noted("def corr2d_groups(X, K, groups):", say("each group by itself")),
        "    pairs = zip(np.split(X, groups), np.split(K, groups))",
        "    return np.concatenate([corr2d_multi_in_out(x, k) for x, k in pairs])",
    ]


def slide(size: str, cell: str, stride: Pair, dilation: Pair = (1, 1)) -> list[str]:
    """Write the body of a function that slides a window over X (H, W) and returns Y (H', W').

    size: what gives the window's height and width; cell: an entry of Y, made of ``{window}``.
    """
    lines = [f"    h, w = {size}"]
    if dilation != (1, 1):
        rows, columns = (
            length if d == 1 else f"{d} * ({length} - 1) + 1"
            for d, length in zip(dilation, "hw", strict=True)
        )
        reach = say("height and width of the window with its gaps")
        lines.append(noted(f"    h, w = {rows}, {columns}", reach))
    counts, slices = [], []
    for axis, (index, length, s, d) in enumerate(zip("ij", "hw", stride, dilation, strict=True)):
        room = f"X.shape[{axis}] - {length}"
        counts.append(f"{room} + 1" if s == 1 else f"({room}) // {s} + 1")
        start = mul(s, index)
        slices.append(f"{start} : {start} + {length}" + (f" : {d}" if d > 1 else ""))
    window = f"X[{', '.join(slices)}]"
    return [
        *lines,
        f"    Y = np.zeros(({', '.join(counts)}))",
        "    for i in range(Y.shape[0]):",
        "        for j in range(Y.shape[1]):",
        f"            Y[i, j] = {cell.format(window=window)}",
        "    return Y",
    ]
