"""Designs as text: one line a layer, such as ``192 -> 16, 1x1, 28x28``, then ``-> 32, 5x5``."""

import re
from typing import Any

from convviz.core.arguments import ExperimentError
from convviz.core.cost import Design, Layer
from convviz.formats.numbers import plain

MAX_TEXT = 2_000  # characters: a design travels in the address of the page
MAX_LAYERS = 32
MAX_DESIGNS = 4  # typed beside each other
EXAMPLE = "192 -> 16, 1x1, 28x28\n-> 32, 5x5, pad 2"

_N = r"([0-9]{1,12})"
_ARROW = re.compile(rf"{_N}?\s*->\s*{_N}")
_SIZE = re.compile(rf"{_N}\s*x\s*{_N}")
_STEP = re.compile(rf"(stride|dilation)\s*{_N}(?:\s*x\s*{_N})?")
_SIDES = r"([0-9]{1,12})(?:\s*\+\s*([0-9]{1,12}))?"
_PAD = re.compile(rf"pad(?:ding)?\s*{_SIDES}(?:\s*x\s*{_SIDES})?")
_GROUPS = re.compile(rf"groups\s*{_N}")
_FLAGS: dict[str, tuple[str, Any]] = {
    "same": ("padding", "same"),
    "pad same": ("padding", "same"),
    "padding same": ("padding", "same"),
    "depthwise": ("groups", None),
    "no bias": ("bias", False),
}
_OPTIONS = "stride 2, pad 1, pad same, dilation 2, groups 4, depthwise, no bias"


def parse_design(text: str) -> Design:
    r"""Read a typed design, one line a layer, empty lines left out.

    A line is ``C_in -> C_out, k_h x k_w, H x W``, then options in any order: ``stride 2``,
    ``pad 1``, ``pad same``, ``dilation 2`` (or two numbers, ``stride 2x1``), ``groups 4``,
    ``depthwise``, ``no bias``. ``pad 0+1`` is 0 before and 1 after. From the second line on, C_in
    and H x W come from the layer before. Raises ExperimentError with the line, what is wrong in it
    and what is allowed.

    >>> [layer.output_shape for layer in parse_design("192 -> 16, 1x1, 28x28\n-> 32, 5x5, pad 2")]
    [(16, 28, 28), (32, 28, 28)]
    """
    if len(text) > MAX_TEXT:
        raise ExperimentError(
            "The design has {size} characters, at most {most} fit.", size=len(text), most=MAX_TEXT
        )
    return _design(_numbered(text))


def parse_designs(text: str) -> tuple[Design, ...]:
    r"""Read several typed designs, an empty line between two; raises ExperimentError.

    >>> [len(design) for design in parse_designs("3 -> 8, 3x3, 9x9\n-> 4, 1x1\n\n3 -> 4, 3x3, 9x9")]
    [2, 1]
    """
    if len(text) > MAX_TEXT:
        raise ExperimentError(
            "What is typed has {size:,} characters, at most {most:,} fit.",
            size=len(text),
            most=MAX_TEXT,
        )
    blocks: list[list[tuple[int, str]]] = []
    before = 0
    for number, line in _numbered(text):
        if not blocks or number > before + 1:
            blocks.append([])
        blocks[-1].append((number, line))
        before = number
    if len(blocks) > MAX_DESIGNS:
        raise ExperimentError(
            "Here are {count} designs, parted by empty lines: at most {most} can be compared.",
            count=len(blocks),
            most=MAX_DESIGNS,
        )
    return tuple(map(_design, blocks))


def _numbered(text: str) -> list[tuple[int, str]]:
    return [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _design(lines: list[tuple[int, str]]) -> Design:
    if not lines:
        raise ExperimentError(
            "There is no layer here: write one a line, such as {example}.", example=_line(0)
        )
    if len(lines) > MAX_LAYERS:
        raise ExperimentError(
            "The design has {count} layers, at most {most} fit.", count=len(lines), most=MAX_LAYERS
        )
    layers: list[Layer] = []
    for number, line in lines:
        try:
            layers.append(_layer(line, layers[-1] if layers else None))
        except ExperimentError as error:
            raise ExperimentError("Line {number}: {reason}", number=number, reason=error) from error
    return tuple(layers)


def write_design(design: Design) -> str:
    """Write a design as `parse_design` reads it."""
    return "\n".join(_written(layer, first=not index) for index, layer in enumerate(design))


def _layer(line: str, before: Layer | None) -> Layer:
    head, *fields = [field.strip() for field in _plain(line).split(",")]
    arrow = _ARROW.fullmatch(head)
    if not arrow:
        example = _line(0) if before is None else _line(1)
        raise ExperimentError(
            "{text} is not C_in -> C_out: begin as in {example}.",
            text=_quoted(head),
            example=example,
        )
    sizes: list[tuple[int, int]] = []
    options: dict[str, Any] = {}
    for field in fields:
        if size := _SIZE.fullmatch(field):
            sizes.append((int(size[1]), int(size[2])))
            continue
        name, value = _option(field)
        if name in options:
            raise ExperimentError(
                "{text} sets {name} a second time: write it once.", text=_quoted(field), name=name
            )
        options[name] = value
    c_in = _channels(arrow[1], before)
    if "groups" in options and options["groups"] is None:
        options["groups"] = c_in
    (k_h, k_w), (height, width) = _sizes(sizes, before)
    return Layer(c_in, int(arrow[2]), k_h, k_w, height, width, **options)


def _channels(typed: str | None, before: Layer | None) -> int:
    if before is None:
        if not typed:
            raise ExperimentError(
                "C_in is missing in the first layer: begin as in {example}.", example=_line(0)
            )
        return int(typed)
    if typed and int(typed) != before.c_out:
        raise ExperimentError(
            "C_in is {typed}, but the layer before gives {given} channels: "
            "write -> C_out alone, or {given} -> C_out.",
            typed=int(typed),
            given=before.c_out,
        )
    return before.c_out


def _sizes(
    sizes: list[tuple[int, int]], before: Layer | None
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give the kernel size and the input size: the first two that were typed, in this order."""
    if before is None:
        if len(sizes) != 2:
            raise ExperimentError(
                "The first layer needs two sizes, k_h x k_w of the kernel, then H x W of the "
                "input: {example}.",
                example=_line(0),
            )
        return sizes[0], sizes[1]
    given = before.output_shape[1:]
    if not 1 <= len(sizes) <= 2:
        raise ExperimentError(
            "A layer needs the size of its kernel, once: {example}.", example=_line(1)
        )
    if sizes[1:] not in ([], [given]):
        raise ExperimentError(
            "The input is {typed}, but the layer before gives {given}: leave the size out.",
            typed=f"{sizes[1][0]}x{sizes[1][1]}",
            given=f"{given[0]}x{given[1]}",
        )
    return sizes[0], given


def _option(field: str) -> tuple[str, Any]:
    if found := _FLAGS.get(" ".join(field.split())):
        return found
    if step := _STEP.fullmatch(field):
        return step[1], (int(step[2]), int(step[3] or step[2]))
    if groups := _GROUPS.fullmatch(field):
        return "groups", int(groups[1])
    if pad := _PAD.fullmatch(field):
        top, bottom, left, right = pad.groups()
        rows = int(top), int(bottom or top)
        return "padding", (rows, (int(left), int(right or left)) if left else rows)
    raise ExperimentError(
        "{text} is not understood. After the sizes can stand {options}.",
        text=_quoted(field),
        options=_OPTIONS,
    )


def _written(layer: Layer, first: bool) -> str:
    fields = [f"{layer.c_in} -> {layer.c_out}" if first else f"-> {layer.c_out}"]
    fields += [f"{layer.k_h}x{layer.k_w}"]
    fields += [f"{layer.height}x{layer.width}"] if first else []
    for name in ("stride", "dilation"):
        if (pair := getattr(layer, name)) != (1, 1):
            fields.append(f"{name} {_pair(*pair)}")
    if layer.padding == "same":
        fields.append("pad same")
    elif isinstance(layer.padding, tuple) and layer.padding != (0, 0):
        fields.append(f"pad {_pair(*map(_ends, layer.padding))}")
    if layer.groups > 1:
        depthwise = layer.groups == layer.c_in
        fields.append("depthwise" if depthwise else f"groups {layer.groups}")
    if not layer.bias:
        fields.append("no bias")
    return ", ".join(fields)


def _pair(first: object, second: object) -> str:
    return f"{first}" if first == second else f"{first}x{second}"


def _ends(sides: int | tuple[int, int]) -> str:
    return f"{sides}" if isinstance(sides, int) else f"{sides[0]}+{sides[1]}"


def _plain(line: str) -> str:
    """Take the signs that people paste for those that they type."""
    return plain(line).lower().replace("→", "->").replace("×", "x").replace(";", ",").strip(" ,\t")


def _line(index: int) -> str:
    return f"“{EXAMPLE.splitlines()[index]}”"


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= 24 else text[:23] + '…'}”"
