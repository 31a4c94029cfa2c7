"""The boxes of tensors on the board."""

from convviz.drawing.board import ASIDE, PIXEL, Tile, head, shown
from convviz.drawing.boxes import Box, beside
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown


def tensor(name: str, rows: int, columns: int, drawn: Tile, tile: Tile) -> Box:
    """Tiles drawn with a size, shown with the size ``tile``."""
    seen = tile.seen and (min(rows, tile.seen[0]), min(columns, tile.seen[1]))
    seen = None if seen == (rows, columns) else seen
    rows, columns = seen or (rows, columns)
    width, height = columns * tile.wide, rows * tile.high
    spot = shown(drawn, tile)._replace(seen=seen)
    return Box(width, height, height / 2, {name: spot})


def grid(name: str, rows: int, columns: int, side: float, tile: Tile) -> Box:
    """Square tiles drawn with a ``side``, shown with the size ``tile``, under their name."""
    box = tensor(name, rows, columns, Tile(side, side), tile)
    over = head(side, tile.high / side)
    return Box(box.width, over + box.height, over + box.axis, box.moved(0.0, over))


def plain(
    name: str, rows: int, columns: int, side: float, drawn: float = 0.0, over: float = 0.0
) -> Box:
    """Square tiles of a side under room for their name, as high as ``over``.

    drawn: the side with which they are drawn, where it is another one.
    """
    spot = Shown(0.0, over, side / (drawn or side))
    height = over + rows * side
    return Box(columns * side, height, over + rows * side / 2, {name: spot})


def mapped(box: Box, *maps: str, rows: int, columns: int, gap: float = ASIDE) -> Box:
    """The same box with small maps of the whole tensor at its left, if it shows a part only."""
    if not any(spot.seen for spot in box.spots.values()):
        return box
    width, height = columns * PIXEL, rows * PIXEL
    places = dict.fromkeys(maps, Shown(0.0, 0.0, 1.0))
    return beside(Box(width, height, height / 2, places), box, gap=gap)


def inputs(shape: Shape, sides: Sides, tile: Tile, gap: float = ASIDE) -> list[Box]:
    """The input channels; where they are not whole with their maps, a gap to the left."""
    rows, columns = shape.padded
    return [
        mapped(
            grid(f"X{c}", rows, columns, sides.x, tile),
            *(f"small X{c}", "where x"),
            rows=rows,
            columns=columns,
            gap=gap,
        )
        for c in range(shape.c_in)
    ]


def outputs(shape: Shape, sides: Sides, tile: Tile, name: str = "Y{}") -> list[Box]:
    """The output maps; where they are not whole, each with a frame that says where the cell is."""
    channels, rows, columns = shape.output
    return [
        mapped(
            grid(name.format(o), rows, columns, sides.y, tile),
            "where y",
            rows=rows,
            columns=columns,
        )
        for o in range(channels)
    ]
