"""Scene *cost*: designs side by side, count by count.

A position is a count. Each design has two phases of it: the arithmetic with its numbers, then the
number, with how many times that of the measure it is.
"""

from collections.abc import Iterator
from typing import NamedTuple

from convviz.core.cost import Design
from convviz.drawing import svg
from convviz.drawing.equation import SIZES, Token
from convviz.drawing.picture import Layout, Sides, State, slot_name
from convviz.drawing.primitives import on_wide, placer
from convviz.drawing.scenes.cost_places import (
    LAYER_LINE,
    LAYER_SHOWN,
    LAYER_SIZE,
    NAMES,
    ROW,
    SIZE,
    SMALL,
    UNDER,
    WIDTH,
    Places,
    Sizes,
    cell,
    layer_lines,
    name_size,
    places,
    present,
)
from convviz.drawing.strokes import turn
from convviz.drawing.style import text_width
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation, late_said, text
from convviz.formats.design import write_design
from convviz.formats.numerals import times
from convviz.lessons.quantities import QUANTITIES, Quantity, counts
from convviz.words import kept, say

LONGEST_RATIO = 9  # characters, such as "÷ 1.296e5"


class Compared(NamedTuple):
    """Designs by their names, which are terms, and the number of the one that is the measure."""

    designs: tuple[tuple[str, Design], ...]
    measure: int = 0


def stops(compared: Compared) -> dict[str, list[int]]:
    """Phases of a count at which each granularity stops."""
    end = 2 * len(compared.designs)
    phases = range(1, end + 1)
    return {"product": [*phases], "channel": [*phases[1::2]], "window": [end]}


def sizes_of(compared: Compared) -> Sizes:
    """What the layout depends on."""
    found = counts(dict(compared.designs)).values()
    return Sizes(
        tuple(say(each.label) for each in QUANTITIES),
        tuple(say(name) for name, _ in compared.designs),
        tuple(_layers(design) for _, design in compared.designs),
        tuple(max(len(f"{each.count(cost):,}") for each in QUANTITIES) for cost in found),
    )


def base(compared: Compared) -> State:
    """What stays from step to step: all counts."""
    found = [*counts(dict(compared.designs)).values()]
    measure = found[compared.measure]
    state: dict[str, object] = {}
    for row, each in enumerate(QUANTITIES):
        for n, cost in enumerate(found):
            count = each.count(cost)
            state[count_name(row, n)] = f"{count:,}"
            ratio = "" if n == compared.measure else times(count, each.count(measure))
            state[slot_name("ratio", (row, n))] = ratio
    return state


def states(compared: Compared) -> Iterator[State]:
    """What each count shows beside the base: its arithmetic."""
    made = [[_line(each, name, design) for name, design in compared.designs] for each in QUANTITIES]
    widest = max(text_width("".join(parts)) for row in made for parts in row)
    room = WIDTH - 8
    size = next((size for size in SIZES[2:] if widest * size <= room), SIZES[-1])
    for each, row in zip(QUANTITIES, made, strict=True):
        yield {"equation": {"size": size, "tokens": _tokens(each, row, room / size)}}


def count_name(row: int, column: int) -> str:
    """Name of the cell that holds a count."""
    return slot_name("count", (row, column))


@kept(maxsize=64)
def layout(sizes: Sizes) -> Layout:
    """Place and name every element of the scene."""
    placed = places(sizes)
    put = placer(placed.spots, placed.narrow_spots, present(sizes))
    written = layer_lines(sizes)
    rules = [
        svg.line(0, y, WIDTH, y, class_="rule")
        for y in (NAMES + ROW * row for row in range(len(sizes.rows) + 1))
    ]
    elements: list[Element] = [on_wide(*rules)]
    for n, words in enumerate(sizes.columns):
        elements.append(
            put(f"name {n}", text(words, 0, 0, name_size(sizes, n), f"shape ink{n}", "end"))
        )
        step = LAYER_LINE / LAYER_SHOWN * LAYER_SIZE
        elements.append(
            svg.group(
                [
                    put(
                        f"layers {n}",
                        *(
                            text(line, 0, step * number, LAYER_SIZE, "note", "end")
                            for number, line in enumerate(written[n])
                        ),
                    )
                ],
                class_="board",
            )
        )
    for row, words in enumerate(sizes.rows):
        elements.append(put(f"row {row}", text(words, 0, 0, SIZE, "count")))
        for n in range(len(sizes.columns)):
            elements.append(put(cell(row, n), *_count(row, n, sizes, placed)))
    elements.append(put("equation", equation()))
    return Layout(svg.source(elements), placed.size, placed.narrow_size, Sides(ROW, ROW, ROW))


def _count(row: int, n: int, sizes: Sizes, placed: Places) -> list[Element]:
    """A number, what it is of the measure's below it, and the outline of its turn."""
    room = max(SIZE * sizes.longest[n], SMALL * LONGEST_RATIO)
    wide = min(placed.column - 6, 0.64 * room + 16)
    arithmetic, number = 2 * n + 1, 2 * n + 2
    box = (6 - wide, -SIZE, wide, ROW - 1)
    return [
        turn(slot_name("turn", (row, n, arithmetic)), *box, born=row, phase=arithmetic),
        turn(slot_name("turn", (row, n, number)), *box, born=row, phase=number),
        late_said(count_name(row, n), SIZE, 0, "count", born=row, phase=number, cell=True),
        late_said(slot_name("ratio", (row, n)), SMALL, UNDER, "note", born=row, phase=number),
    ]


def _layers(design: Design) -> tuple[str, ...]:
    return tuple(write_design(design).replace("->", "→").replace("x", "×").splitlines())


def _line(quantity: Quantity, name: str, design: Design) -> tuple[str, str, str]:
    """Name of a design, the arithmetic with its numbers, the result."""
    said = say("{name}: ", name=say(name))
    return said, quantity.arithmetic(design), f" = {quantity.result(design)}"


def _tokens(quantity: Quantity, row: list[tuple[str, str, str]], width: float) -> list[Token]:
    """The law; below it, one design after another, its arithmetic and then the result."""
    law = say("{count} = {law}; ", count=say(quantity.label), law=say(quantity.law))
    tokens = [Token(law, 0)]
    for n, (name, arithmetic, result) in enumerate(row):
        first, last = 2 * n + 1, 2 * n + 3
        tokens.append(Token(name, first, last, f"ink{n}", 0, 1))
        at = text_width(name)
        for number, term_ in enumerate(arithmetic.split(" + ")):
            words = f" + {term_}" if number else term_
            broken = at + text_width(words) > width
            at = text_width(words) if broken else at + text_width(words)
            tokens.append(Token(words, first, last, "", 0, int(broken)))
        broken = at + text_width(result) > width
        mark = count_name(QUANTITIES.index(quantity), n)
        tokens.append(Token(result, first + 1, last, "result", mark, int(broken)))
    return tokens
