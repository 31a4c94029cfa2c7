"""Scene *photo*: a photograph's channels, a 1×1 kernel, and the maps that it mixes of them.

A position is an output map. Phase c + 1 shows what input channel c adds to it: the channel times
its weight; the last phase their sum.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from convviz.core.arguments import FloatArray
from convviz.core.experiment import Experiment
from convviz.drawing import style, svg
from convviz.drawing.bitmap import picture_url, shaded_url
from convviz.drawing.equation import Token, laid
from convviz.drawing.picture import Layout, Sides, State, cell_value, slot_name
from convviz.drawing.primitives import bitmap, grid, placer, subscript, tile
from convviz.drawing.scenes.photo_places import LINES, SIDE, Sizes, places, present
from convviz.drawing.strokes import arrow, outline, turn
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation, label, said, text
from convviz.formats import numerals
from convviz.formats.numerals import MINUS, equals, number
from convviz.words import kept, say

COLOURS = ("R", "G", "B")
LAST = len(COLOURS) + 1  # phase of the sum
STOPS: Mapping[str, list[int]] = {"channel": [*range(1, LAST + 1)], "window": [LAST]}


def sizes_of(experiment: Experiment) -> Sizes:
    """What the layout depends on."""
    weights = experiment.weight.ravel().tolist()
    return Sizes(experiment.c_out, max(len(numerals.brief(each)) for each in weights))


def responses(experiment: Experiment, pixels: FloatArray) -> FloatArray:
    """What each input channel adds to each map: (C_out, 3, H, W)."""
    parts: FloatArray = experiment.weight[:, :, 0, 0, None, None] * pixels[None]
    return parts


def limits(experiment: Experiment, pixels: FloatArray) -> dict[str, float]:
    """Ends of the colour scales; what is added shares one with the sum."""
    parts = responses(experiment, pixels)
    added = style.limit(parts, _maps(experiment, parts))
    return {"K": style.limit(experiment.weight), "K·X, Y": added}


def base(experiment: Experiment, pixels: FloatArray) -> State:
    """What stays from step to step: the photograph, its channels, the kernel, the mixed maps."""
    ends = limits(experiment, pixels)
    maps = _maps(experiment, responses(experiment, pixels))
    state: dict[str, object] = {"photograph": picture_url(pixels)}
    state |= {f"channel {c}": picture_url(channel) for c, channel in enumerate(pixels)}
    state |= {photo_name(o): shaded_url(each, ends["K·X, Y"]) for o, each in enumerate(maps)}
    for index, value in np.ndenumerate(experiment.weight):
        state[slot_name("k", index)] = cell_value(float(value), ends["K"])
    state["scale k"] = style.scale("K", ends["K"])
    state["legend"] = say(
        "X: black 0, white 1. K·X and Y: blue {least}, near-white 0, orange {most}.",
        least=number(-ends["K·X, Y"]),
        most=number(ends["K·X, Y"]),
    )
    return state


def states(experiment: Experiment, pixels: FloatArray) -> Iterator[State]:
    """What each map shows beside the base: what the channels add to it, and the formula."""
    parts = responses(experiment, pixels)
    end = limits(experiment, pixels)["K·X, Y"]
    maps = _maps(experiment, parts)
    width = places(sizes_of(experiment)).size[0] - 8
    lines = laid([_formula(experiment, o, maps[o]) for o in range(experiment.c_out)], width, LINES)
    for o, line in enumerate(lines):
        added = {f"added {c}": shaded_url(part, end) for c, part in enumerate(parts[o])}
        yield {**added, "equation": line}


def photo_name(o: int) -> str:
    """Name of the picture of a mixed map."""
    return slot_name("photo", (o,))


@kept(maxsize=64)
def layout(sizes: Sizes) -> Layout:
    """Place and name every element of the scene."""
    placed = places(sizes)
    put = placer(placed.spots, placed.narrow_spots, present(sizes))
    elements: list[Element] = [
        put("photograph", *_framed("photograph", "RGB", ""), outline(*BOX, "")),
        put("times", text("·", 0, 12, 34, "sign", "middle")),
        put("equals", text("=", 0, 9, 27, "sign", "middle")),
        put("sum", text("Σ", 0, 10, 30, "sign", "middle")),
        put("arrow", *arrow(-16, 0, 32)),
        put("legend", said("legend", 16)),
        put("k", *_kernel(sizes)),
    ]
    for c, colour in enumerate(COLOURS):
        elements += [
            put(f"x {c}", *_framed(f"channel {c}", f"X{subscript(c)} = {colour}", f"c{c}"),
                outline(*BOX, f"c{c}"), turn(f"turn x {c}", *BOX, phase=c + 1)),
            put(f"added {c}",
                label(f"K·{colour}", f"c{c}", f"name added {c}"),
                bitmap(f"added {c}", SIDE, SIDE, phase=c + 1),
                outline(*BOX, f"c{c}"), turn(f"turn added {c}", *BOX, phase=c + 1)),
        ]  # fmt: skip
    for o in range(sizes.outputs):
        elements.append(
            put(f"y {o}",
                label(f"Y{subscript(o)}", "", f"name y {o}"),
                bitmap(photo_name(o), SIDE, SIDE, phase=LAST, born=o, cell=True),
                outline(*BOX, ""), turn(f"turn y {o}", *BOX, born=o, phase=LAST))
        )  # fmt: skip
    elements.append(put("equation", equation()))
    return Layout(
        svg.source(elements), placed.size, placed.narrow_size, Sides(placed.tile, placed.tile, SIDE)
    )


BOX = 0.0, 0.0, SIDE, SIDE


def _framed(slot: str, name: str, ink: str) -> list[Element]:
    return [label(name, ink, f"name {slot}"), bitmap(slot, SIDE, SIDE)]


def _kernel(sizes: Sizes) -> list[Element]:
    """The kernel, a row for each output, and which of its weights is in use."""
    side = places(sizes).tile
    tiles, turns = [], []
    for o, c in np.ndindex(sizes.outputs, len(COLOURS)):
        tiles.append(tile(slot_name("k", (o, c, 0, 0)), c * side, o * side, side))
        turns.append(turn(f"turn k {o} {c}", c * side, o * side, side, side, born=o, phase=c + 1))
    heads: list[svg.Element] = [label("K", "", "scale k", side)]
    return [*heads, *grid(tiles, sizes.outputs, len(COLOURS), side, ""), *turns]


def _maps(experiment: Experiment, parts: FloatArray) -> FloatArray:
    maps: FloatArray = parts.sum(axis=1) + experiment.bias[:, None, None]
    return maps


def _formula(experiment: Experiment, o: int, mixed: FloatArray) -> list[Token]:
    """The map as a sum of weighted channels; once it is there, what it reaches from and to."""
    weights, bias = experiment.weight[o, :, 0, 0].tolist(), float(experiment.bias[o])
    tokens = [Token(f"Y[{o}]", 0), Token(equals(*weights, bias), 1)]
    for c, (weight, colour) in enumerate(zip(weights, COLOURS, strict=True)):
        words = f"{' + ' if c else ''}{_factor(weight)}·{colour}"
        tokens.append(Token(words, c + 1, 0, f"ink{c}", slot_name("k", (o, c, 0, 0))))
        if c + 1 < len(weights):
            tokens.append(Token(" + …", c + 1, c + 2))
    if bias:
        tokens.append(Token(f" + {_factor(bias)}", LAST))
    ends = {"least": number(float(mixed.min())), "most": number(float(mixed.max()))}
    told = say(": from {least} to {most}", **ends)
    return [*tokens, Token(told, LAST, 0, "result", photo_name(o))]


def _factor(value: float) -> str:
    shown = number(value)
    return f"({shown})" if shown.startswith(MINUS) else shown
