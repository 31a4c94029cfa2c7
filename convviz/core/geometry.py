"""How a kernel moves over an input, and what shape comes of it."""

from typing import Any, Literal, NamedTuple

from convviz.core.arguments import (
    MAX_SIZE,
    ExperimentError,
    Pair,
    Shape,
    integer,
    is_sequence,
    pair,
    shape,
    show,
)
from convviz.words import term

Pads = tuple[Pair, Pair]


Padding = Pair | Pads | Literal["same"]


PairLike = int | Pair


PaddingLike = int | Pair | Pads | str


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


class Geometry(NamedTuple):
    """Checked hyper-parameters, the resolved padding and the output shape they lead to."""

    stride: Pair
    padding: Padding
    dilation: Pair
    groups: int
    padding_mode: str
    pads: Pads
    output_shape: tuple[int, int, int]


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
