"""Legal and broken configurations of a convolution, and two ways to work out what is right."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st

Configuration = dict[str, Any]

MODES = ("zeros", "reflect", "replicate", "circular")
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.complex_numbers()
    | st.sampled_from([object(), 10**400, np.float32(1.5), np.zeros((0, 2)), np.array(1j), 1 / 3]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=8,
)


@st.composite
def configurations(
    draw: st.DrawFn,
    values: Callable[[np.random.Generator, tuple[int, ...]], Any] | None = None,
    largest: int = 2,
) -> Configuration:
    """Draw arguments of conv2d that obey every rule; values fills a shape, integers by default.

    largest bounds groups, channels in a group and padding; kernels and strides are a bit larger.
    """
    groups, c_group, o_group = (draw(st.integers(1, largest)) for _ in range(3))
    kernel = draw(st.tuples(st.integers(1, largest + 1), st.integers(1, largest + 2)))
    dilation = draw(st.tuples(st.integers(1, 3), st.integers(1, 2)))
    stride = draw(st.tuples(st.integers(1, largest + 1), st.integers(1, largest + 1)))
    mode = draw(st.sampled_from(MODES))
    extents = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]

    kind = draw(st.sampled_from(["number", "pair", "sides", "same", "valid"]))
    side = st.integers(0, largest)
    padding: Any
    if kind == "number":
        padding = draw(side)
        sides = [(padding, padding)] * 2
    elif kind == "pair":
        padding = draw(st.tuples(side, side))
        sides = [(p, p) for p in padding]
    elif kind == "sides":
        padding = draw(st.tuples(st.tuples(side, side), st.tuples(side, side)))
        sides = list(padding)
    elif kind == "same":
        padding, stride = "same", (1, 1)
        sides = [((e - 1) // 2, e - 1 - (e - 1) // 2) for e in extents]
    else:
        padding, sides = "valid", [(0, 0)] * 2

    size = []
    for extent, (before, after) in zip(extents, sides, strict=True):
        needed = {"reflect": max(before, after) + 1, "circular": max(before, after)}.get(mode, 1)
        least = max(1, needed, extent - before - after)
        size.append(draw(st.integers(least, least + largest + 1)))

    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    fill = values or (lambda random, shape: random.integers(-9, 10, shape))
    c_out = groups * o_group
    return {
        "x": fill(generator, (groups * c_group, *size)),
        "weight": fill(generator, (c_out, c_group, *kernel)),
        "bias": draw(st.none() | st.just(fill(generator, (c_out,)))),
        "stride": stride[0] if stride[0] == stride[1] and draw(st.booleans()) else stride,
        "padding": padding,
        "dilation": dilation,
        "groups": groups,
        "padding_mode": mode,
    }


@st.composite
def poolings(draw: st.DrawFn) -> Configuration:
    """Draw arguments of pool2d, but for its mode, that obey every rule, with integers in x."""
    kernel = draw(st.tuples(st.integers(1, 5), st.integers(1, 4)))
    rows, cols = ((st.integers(0, k // 2), st.integers(0, k // 2)) for k in kernel)
    padding = draw(st.tuples(st.tuples(*rows), st.tuples(*cols)))
    least = [max(1, k - sum(sides)) for k, sides in zip(kernel, padding, strict=True)]
    shape = (draw(st.integers(1, 3)), *(n + draw(st.integers(0, 5)) for n in least))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return {
        "x": generator.integers(-9, 10, shape),
        "kernel": kernel,
        "stride": draw(st.none() | st.tuples(st.integers(1, 4), st.integers(1, 4))),
        "padding": padding,
    }


@st.composite
def broken_configurations(draw: st.DrawFn) -> Configuration:
    """Draw a legal configuration and break exactly one rule."""
    good = draw(configurations())
    c_out, c_group, k_h, k_w = good["weight"].shape
    c_in, height, width = good["x"].shape
    change = draw(
        st.sampled_from(
            [
                {"x": good["x"][0]},
                {"x": good["x"][np.newaxis]},
                {"x": np.zeros((c_in, 0, width))},
                {"x": good["x"].astype(complex)},
                {"x": good["x"].astype(str)},
                {"x": [[[1, 2], [3]]]},
                {"weight": good["weight"][0]},
                {"weight": np.zeros((c_out, c_group + 1, k_h, k_w))},
                {"weight": np.zeros((c_out, 0, k_h, k_w))},
                {"weight": np.zeros((0, c_group, k_h, k_w))},
                {"weight": np.zeros((c_out, c_group, 100, k_w)), "padding": 0},
                {"weight": np.zeros((c_out, c_group, k_h, 100)), "padding": 0},
                {"bias": [0] * (c_out + 1)},
                {"bias": [[0] * c_out]},
                {"bias": "1"},
                *({"groups": value} for value in (0, -1, c_in * c_out + 1, 1.0, True, None)),
                *(
                    {name: value}
                    for name in ("stride", "dilation")
                    for value in (0, -1, (1, 0), (1, 1, 1), (1,), (), 1.0, True, "1", None, [[1]])
                ),
                *(
                    {"padding": value}
                    for value in (
                        -1,
                        (0, -1),
                        ((0, 0), (0, -1)),
                        (0, 0, 0),
                        0.5,
                        True,
                        None,
                        "full",
                    )
                ),
                {"padding": "same", "stride": (2, 1)},
                {"padding": 10**9},
                {"padding": 10**400},
                {"padding": ((height, 0), (0, 0)), "padding_mode": "reflect"},
                {"padding": ((0, 0), (0, width + 1)), "padding_mode": "circular"},
                *({"padding_mode": value} for value in ("constant", "Zeros", None, 0, ["zeros"])),
            ]
        )
    )
    return {**good, **change}


def pair(value: Any) -> tuple[Any, Any]:
    """Write a number as a pair."""
    return value if isinstance(value, tuple) else (value, value)


def borders(c: Configuration) -> tuple[int, int]:
    """Say how many rows and columns are put before the input."""
    extents = [d * (k - 1) for d, k in zip(c["dilation"], c["weight"].shape[2:], strict=True)]
    if c["padding"] == "same":
        return extents[0] // 2, extents[1] // 2
    if c["padding"] == "valid":
        return 0, 0
    rows, cols = pair(c["padding"])
    return pair(rows)[0], pair(cols)[0]


def origin(index: int, length: int, mode: str) -> int | None:
    """Say which number of an axis stands at a place inside or outside it; None is a zero."""
    if 0 <= index < length:
        return index
    if mode == "replicate":
        return 0 if index < 0 else length - 1
    if mode == "circular":
        return index % length
    if mode == "reflect":
        return -index if index < 0 else 2 * (length - 1) - index
    return None


def by_loops(c: Configuration, shape: tuple[int, int, int]) -> list[list[list[Any]]]:
    """Convolve with plain loops over Python numbers."""
    x, weight = c["x"].tolist(), c["weight"].tolist()
    height, width, mode = len(x[0]), len(x[0][0]), c["padding_mode"]
    (s_h, s_w), (d_h, d_w), (top, left) = pair(c["stride"]), c["dilation"], borders(c)
    c_group, per_group = len(weight[0]), len(weight) // c["groups"]
    y = np.zeros(shape, dtype=object)
    for o, i, j in np.ndindex(shape):
        y[o, i, j] = 0 if c["bias"] is None else c["bias"][o].item()
        for n in range(c_group):
            channel = x[o // per_group * c_group + n]
            for u, row in enumerate(weight[o][n]):
                for v, factor in enumerate(row):
                    h = origin(i * s_h + u * d_h - top, height, mode)
                    w = origin(j * s_w + v * d_w - left, width, mode)
                    if h is not None and w is not None:
                        y[o, i, j] += factor * channel[h][w]
    return y.tolist()


def by_patches(c: Configuration, shape: tuple[int, int, int]) -> Any:
    """Convolve with einsum over patches gathered by index."""
    _, height, width = c["x"].shape
    _, rows, cols = shape
    _, c_group, k_h, k_w = c["weight"].shape
    (s_h, s_w), (d_h, d_w), (top, left) = pair(c["stride"]), c["dilation"], borders(c)
    h = [
        [origin(i * s_h + u * d_h - top, height, c["padding_mode"]) for u in range(k_h)]
        for i in range(rows)
    ]
    w = [
        [origin(j * s_w + v * d_w - left, width, c["padding_mode"]) for v in range(k_w)]
        for j in range(cols)
    ]
    zero_last = np.pad(c["x"].astype(np.float64), ((0, 0), (0, 1), (0, 1)))
    h_at = np.array([[height if n is None else n for n in row] for row in h])
    w_at = np.array([[width if n is None else n for n in row] for row in w])
    patches = zero_last[:, h_at[:, None, :, None], w_at[None, :, None, :]]
    grouped = patches.reshape(c["groups"], c_group, rows, cols, k_h, k_w)
    weight = c["weight"].astype(np.float64).reshape(c["groups"], -1, c_group, k_h, k_w)
    y = np.einsum("gcijuv,gocuv->goij", grouped, weight).reshape(shape)
    return y if c["bias"] is None else y + c["bias"].astype(np.float64)[:, None, None]
