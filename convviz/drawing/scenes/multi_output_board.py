"""Where the parts of scene *multi_output* stand on the board, while presenting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import CHIP as SCALE
from convviz.drawing.board import SIGN, Arrange, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.drawing.scenes.multi_output_places import BIAS, BIAS_SHOWN, CHIP, KNOB, TOTAL
from convviz.drawing.strokes import wire
from convviz.drawing.svg import Element

BIAS_SCALE, CHIP_SCALE = 2.3, 2.14  # the bias in use and the partial sums
LINKS = 100.0  # room for the lines from inputs to kernels


@dataclass(frozen=True)
class Board:
    """The arrangement while presenting; links, lit and rows are as those of `Wide`."""

    spots: dict[str, Shown]
    links: list[Element]
    lit: list[tuple[Element, int]]
    rows: list[tuple[float, float, float, float]]


def present(shape: Shape, sides: Sides, shapes: Sequence[str]) -> Board:
    """Parts on the board: the input in a column, in a row, or one channel at a time.

    shapes: the lines that give the shapes of K and Y.
    """

    def column(shown: Tiles, air: float) -> Box:
        star = boxes.centred("star", 24, 24, SIGN) if shape.groups == 1 else boxes.space(LINKS)
        parts = (
            boxes.above(*_inputs(shape, sides, shown), gap=12 * air),
            star,
            _bank(shape, sides, shown, air),
            boxes.level("bank arrow", 44, SIGN),
            *_result(shape),
            boxes.level("arrow", 44, SIGN),
            boxes.above(*_maps(shape, sides, shown), gap=12 * air),
        )
        return boxes.beside(*parts, gap=16 * air)

    def row(shown: Tiles, air: float) -> Box:
        inputs = boxes.beside(*_inputs(shape, sides, shown), gap=24 * air)
        arrow = boxes.level("bank arrow", 44, SIGN)
        bank = boxes.beside(_bank(shape, sides, shown, air), arrow, *_result(shape), gap=16 * air)
        left = boxes.above(inputs, bank, gap=14 * air)
        maps = boxes.above(*_maps(shape, sides, shown), gap=12 * air)
        return boxes.beside(left, maps, gap=30 * air)

    def one_by_one(shown: Tiles, air: float) -> Box:
        parts = (
            boxes.in_turn(_inputs(shape, sides, shown)),
            boxes.centred("star", 24, 24, SIGN),
            _bank(shape, sides, shown, air),
            *_result(shape),
            boxes.above(*_maps(shape, sides, shown), gap=12 * air),
        )
        return boxes.beside(*parts, gap=16 * air)

    def two_floors(shown: Tiles, air: float) -> Box:
        given = boxes.beside(
            boxes.in_turn(_inputs(shape, sides, shown)),
            boxes.centred("star", 24, 24, SIGN),
            _bank(shape, sides, shown, air, columns=2),
            gap=16 * air,
        )
        maps = boxes.beside(*_maps(shape, sides, shown), gap=24 * air)
        end = *_result(shape), boxes.level("arrow", 44, SIGN), maps
        return boxes.above(given, boxes.beside(*end, gap=16 * air), gap=14 * air, middle=True)

    def one_output(shown: Tiles, air: float) -> Box:
        """One input channel, one kernel and one output map at a time, the sums in lines."""
        bank = _current(shape, sides, shown, air)
        maps = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
        given = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
        star = boxes.centred("star", 24, 24, SIGN)
        first = boxes.beside(given, star, bank, gap=20 * air)
        second = boxes.beside(_in_lines(shape), boxes.level("arrow", 44, SIGN), maps, gap=20 * air)
        return boxes.above(first, second, gap=20 * air)

    def tall(shown: Tiles, air: float) -> Box:
        """The same with the input in its full height, the rest beside it."""
        bank = _current(shape, sides, shown, air)
        maps = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
        given = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
        star = boxes.centred("star", 24, 24, SIGN)
        second = boxes.beside(_in_lines(shape), boxes.level("arrow", 44, SIGN), maps, gap=20 * air)
        under = boxes.above(_in_lines(shape), maps, gap=14 * air)
        wide = boxes.above(bank, second, gap=16 * air)
        right = wide if shape.c_in // shape.groups <= 2 else boxes.above(bank, under, gap=16 * air)
        return boxes.beside(given, star, right, gap=20 * air)

    def below(shown: Tiles, air: float) -> Box:
        """The same with the window and the kernel below each other."""
        given = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
        star = boxes.centred("star", 24, 24, SIGN)
        left = boxes.space(given.spots["X0"].x - star.width - 20)
        bank = boxes.beside(left, star, _current(shape, sides, shown, air), gap=10)
        maps = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
        second = boxes.beside(_in_lines(shape), boxes.level("arrow", 44, SIGN), maps, gap=20 * air)
        return boxes.above(given, bank, second, gap=16 * air)

    def over_shapes(arrange: Arrange) -> Arrange:
        return lambda shown, air: _over_shapes(arrange(shown, air), shapes, air)

    everything, one = [column, row], [one_by_one, two_floors]
    if shape.groups > 1:  # lines lead from every input to its kernels
        everything, one = [column], []
    elif shape.c_in == 1:
        everything, one = [column], [two_floors]
    turns = one_output, tall, below
    arrangements = *map(over_shapes, [*everything, *one]), *everything, *one, *turns
    spots = board.fit(shape.lengths, *arrangements, cropped=turns, crops=board.crops(shape))
    (padded_h, padded_w), (k_h, _) = shape.padded, shape.kernel
    links, lit, rows = [], [], []
    for o in range(shape.output[0] if "row0" in spots else 0):
        first, bias = spots[f"K{o},{shape.inputs(o)[0]}"], spots[f"bias{o}"]
        height, head = k_h * first.high, board.head(sides.k, first.scale)
        left, top = spots[f"row{o}"].x - 30, first.y
        rows.append((left, top - head - 4, bias.x + bias.wide + 14 - left, head + height + 12))
        for c in shape.inputs(o) if shape.groups > 1 else ():
            x = spots[f"X{c}"]
            start = (x.x + 8 + padded_w * x.wide, x.y + padded_h * x.high / 2)
            links.append(wire(start, (left - 2, top + height / 2), "thin"))
            lit.append((wire(start, (left - 2, top + height / 2), f"c{c}"), o))
    return Board(spots, links, lit, rows)


def _inputs(shape: Shape, sides: Sides, shown: Tiles) -> list[Box]:
    return tensors.inputs(shape, sides, shown.x)


def _maps(shape: Shape, sides: Sides, shown: Tiles) -> list[Box]:
    return tensors.outputs(shape, sides, shown.y)


def _current(shape: Shape, sides: Sides, shown: Tiles, air: float) -> Box:
    """The slice and the bias in use, and the arrow to the sums."""
    slices = [
        tensors.grid(f"K{o},{c}", *shape.kernel, sides.k, shown.k)
        for o in range(shape.output[0])
        for c in shape.inputs(o)
    ]
    biases = [tensors.grid(f"bias{o}", 1, 1, BIAS, shown.b) for o in range(shape.output[0])]
    arrow = boxes.level("bank arrow", 44, SIGN)
    parts = boxes.in_turn(slices), boxes.in_turn(biases), arrow
    return boxes.beside(*parts, gap=24 * air)


def _in_lines(shape: Shape) -> Box:
    """The sums, the bias and the total, with the signs between them, in lines."""
    group = shape.c_in // shape.groups
    chips = [boxes.centred(f"sum{c}", *CHIP, CHIP_SCALE) for c in range(group)]
    bias = boxes.centred("bias", *BIAS_SHOWN, BIAS_SCALE)
    named = Box(bias.width, bias.height + 80, bias.axis + 40, bias.moved(0, 40))
    last = boxes.beside(named, boxes.centred("total", *TOTAL, SCALE), gap=board.PLUS)
    lines = board.lines(*chips, last=last)
    others = {f"sum{c}": lines.spots[f"sum{c % group}"] for c in range(group, shape.c_in)}
    return replace(lines, spots={**lines.spots, **others})


def _bank(shape: Shape, sides: Sides, shown: Tiles, air: float, columns: int = 1) -> Box:
    """The kernels with their biases below each other, in one column or more."""
    kernels = []
    for o in range(shape.output[0]):
        slices = [
            tensors.grid(f"K{o},{c}", *shape.kernel, sides.k, shown.k) for c in range(shape.c_in)
        ]
        bias = tensors.grid(f"bias{o}", 1, 1, BIAS, shown.b)
        number = boxes.centred(f"row{o}", 20, 20, SIGN)
        kernels.append(boxes.beside(number, *slices, bias, gap=14 * air))
    per_column = -(-len(kernels) // columns)
    stacks = [kernels[top : top + per_column] for top in range(0, len(kernels), per_column)]
    bank = boxes.beside(
        *(boxes.at_top(boxes.above(*stack, gap=12 * air)) for stack in stacks), gap=44 * air
    )
    return replace(bank, axis=bank.height / 2)


def _result(shape: Shape) -> tuple[Box, ...]:
    """The sums of the row in use, the plus with the bias under it, the total."""
    group = shape.c_in // shape.groups
    chips = boxes.above(
        *(boxes.centred(f"sum{c}", *CHIP, CHIP_SCALE) for c in range(group)), gap=14
    )
    others = {f"sum{c}": chips.spots[f"sum{c % group}"] for c in range(group, shape.c_in)}
    width, height = (length * BIAS_SCALE for length in BIAS_SHOWN)
    # The bias stands beside the third sum: the line from that keeps clear of it.
    clear = 44.0 if group > 2 else 0.0
    middle, radius = clear + width / 2, KNOB * SIGN
    below = radius + 43 * SIGN + height / 2
    signs = {"plus": Shown(middle, radius, SIGN), "bias": Shown(middle, below, BIAS_SCALE)}
    return (
        replace(chips, spots={**chips.spots, **others}),
        Box(clear + width, below + height / 2 + 44, radius, signs),
        boxes.centred("total", *TOTAL, SCALE),
    )


def _over_shapes(box: Box, shapes: Sequence[str], air: float) -> Box:
    k_shape, y_shape = shapes
    lines = board.line("K shape", k_shape, 16), board.line("Y shape", y_shape, 16)
    return boxes.above(box, boxes.beside(*lines, gap=40 * air), gap=10 * air)
