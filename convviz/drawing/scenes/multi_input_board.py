"""Where the parts of scene *multi_input* stand on the board."""

from dataclasses import replace

from convviz.drawing import board, boxes, style, tensors
from convviz.drawing.board import CHIP as SCALE
from convviz.drawing.board import SIGN, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.drawing.scenes.multi_input_places import BIAS, CHIP, KNOB, TOTAL

WORD_SHOWN = 176.0  # least width of a column of products, for its name


def present(shape: Shape, sides: Sides) -> dict[str, Shown]:
    """Parts on the board: a row for every channel, or a column, or one channel at a time."""
    channels = range(shape.c_in)
    turn = boxes.in_turn

    def rows(shown: Tiles, air: float) -> Box:
        rows = [
            boxes.beside(given, *chain(shape, c, sides, shown, air))
            for c, given in enumerate(tensors.inputs(shape, sides, shown.x))
        ]
        stack = boxes.above(*rows, gap=16 * air)
        return boxes.beside(
            stack, *result(shape, air), output_box(shape, sides, shown), gap=30 * air
        )

    def columns(shown: Tiles, air: float) -> Box:
        columns = [
            boxes.above(
                given,
                boxes.beside(*chain(shape, c, sides, shown, air)[1:4]),
                gap=16 * air,
                middle=True,
            )
            for c, given in enumerate(tensors.inputs(shape, sides, shown.x))
        ]
        added = boxes.beside(_sums(shape), *result(shape, air)[:2], gap=40)
        end = boxes.above(added, output_box(shape, sides, shown), gap=16 * air, middle=True)
        return boxes.beside(*columns, end, gap=24 * air)

    def one_by_one(shown: Tiles, air: float) -> Box:
        current = turn(
            boxes.beside(given, *chain(shape, c, sides, shown, air)[:-2])
            for c, given in enumerate(tensors.inputs(shape, sides, shown.x))
        )
        arrow = turn(boxes.level(f"sigma{c}", 52, SIGN) for c in channels)
        parts = arrow, _sums(shape), *result(shape, air), output_box(shape, sides, shown)
        return boxes.above(current, boxes.beside(*parts, gap=30 * air), gap=24 * air)

    def in_rows(shown: Tiles, air: float) -> Box:
        """One channel at a time, the sums in lines with signs between them."""
        current = turn(
            boxes.beside(given, *chain(shape, c, sides, shown, air)[:-2])
            for c, given in enumerate(tensors.inputs(shape, sides, shown.x))
        )
        return boxes.above(current, added(shown, air), gap=20 * air)

    def tall(shown: Tiles, air: float) -> Box:
        """One channel at a time in its full height, the rest beside it."""
        steps = turn(boxes.beside(*chain(shape, c, sides, shown, air)[1:-1]) for c in channels)
        sums = boxes.above(steps, added_up(shape), gap=16 * air)
        right = boxes.above(sums, output_box(shape, sides, shown), gap=10 * air)
        star = turn(chain(shape, c, sides, shown, air)[0] for c in channels)
        return boxes.beside(turn(tensors.inputs(shape, sides, shown.x)), star, right)

    def below(shown: Tiles, air: float) -> Box:
        """The same with the window, the kernel and the products below each other."""
        chains = [chain(shape, c, sides, shown, air) for c in channels]
        star, _, equals, *_ = (turn(each[n] for each in chains) for n in range(3))
        given = turn(tensors.inputs(shape, sides, shown.x))
        left = boxes.space(given.spots["X0"].x - star.width)
        kernel = boxes.beside(left, star, turn(each[1] for each in chains))
        products = boxes.beside(left, equals, turn(each[3] for each in chains))
        current = boxes.above(given, kernel, products, gap=8 * air)
        return boxes.above(current, added(shown, air), gap=16 * air)

    def added(shown: Tiles, air: float) -> Box:
        arrow = turn(boxes.level(f"sigma{c}", 52, SIGN) for c in channels)
        into = boxes.level("arrow", 58, SIGN)
        end = output_box(shape, sides, shown)
        return boxes.beside(arrow, added_up(shape), into, end, gap=24 * air)

    def corner(shown: Tiles, air: float) -> Box:
        (given,) = tensors.inputs(shape, sides, shown.x)
        return cornered(shape, sides, given, shown, air)

    one = [corner] if shape.c_in == 1 else [one_by_one]
    all_ = rows, *([] if shape.c_in == 1 else [columns]), *one, tall, in_rows
    cropped = *one, tall, in_rows, below
    return board.fit(shape.lengths, *all_, cropped=cropped, crops=board.crops(shape))


def cornered(shape: Shape, sides: Sides, given: Box, shown: Tiles, air: float) -> Box:
    """A single input channel, and the output under its sum."""
    star, *others = chain(shape, 0, sides, shown, air)
    steps = boxes.beside(*others, *result(shape, air)[:3])
    right = boxes.above(steps, output_box(shape, sides, shown), gap=10 * air)
    return boxes.beside(given, star, right)


def output_box(shape: Shape, sides: Sides, shown: Tiles) -> Box:
    """Output on the board."""
    (box,) = tensors.outputs(shape, sides, shown.y, "Y")
    return box


def chain(shape: Shape, c: int, sides: Sides, shown: Tiles, air: float) -> tuple[Box, ...]:
    """From an input channel to its sum: the star, the kernel, "=", the products, the sum."""
    room = 12 * air
    return (
        boxes.beside(boxes.space(room), boxes.centred(f"star{c}", 24, 24, SIGN), boxes.space(room)),
        tensors.grid(f"K{c}", *shape.kernel, sides.k, shown.k),
        boxes.beside(
            boxes.space(room), boxes.centred(f"equals{c}", 20, 24, SIGN), boxes.space(room)
        ),
        _products(shape, c, sides, shown),
        boxes.space(room),
        boxes.level(f"sigma{c}", 52, SIGN),
        sum_box(c),
    )


def _products(shape: Shape, c: int, sides: Sides, shown: Tiles) -> Box:
    """The products, with room for their name."""
    box = tensors.grid(f"P{c}", *shape.kernel, sides.k, shown.p)
    return replace(box, width=max(box.width, WORD_SHOWN))


def _sums(shape: Shape) -> Box:
    """The partial sums below each other."""
    return boxes.above(*map(sum_box, range(shape.c_in)), gap=14)


def added_up(shape: Shape) -> Box:
    """The sums, the bias and the total, with the signs between them, in lines."""
    high = BIAS * SIGN
    wide = max(high, style.room(shape.lengths.b))
    spot = Shown(wide / 2, 0.0, SIGN, wide / high, wide, high)
    bias = Box(wide + 56, high, high / 2, {"bias": spot})  # with its name
    last = boxes.beside(bias, boxes.centred("total", *TOTAL, SCALE), gap=board.PLUS)
    return board.lines(*map(sum_box, range(shape.c_in)), last=last)


def sum_box(c: int) -> Box:
    """Partial sum on the board."""
    return boxes.centred(f"sum{c}", *CHIP, SCALE)


def result(shape: Shape, air: float) -> tuple[Box, ...]:
    """The plus with the bias under it, the total, the arrow to the output."""
    high = BIAS * SIGN
    wide = max(high, style.room(shape.lengths.b))
    bias = Shown(wide / 2, 42 * SIGN, SIGN, wide / high, wide, high)
    plus = Box(
        wide + 40,  # with the name of the bias
        (BIAS + 42) * SIGN,
        KNOB * SIGN,
        {"plus": Shown(wide / 2, KNOB * SIGN, SIGN), "bias": bias},
    )
    return (
        boxes.space(24 * air),
        plus,
        boxes.centred("total", *TOTAL, SCALE),
        boxes.level("arrow", 58, SIGN),
    )
