"""Where the parts of scene *multi_input* stand: on a wide stage, and on a narrow one (a phone).

A wide stage has a row for every input channel. A narrow stage shows the row of the current channel
only, then all partial sums, then the output; its parts are the same ones, scaled.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from convviz.drawing.picture import Shape

LARGEST, SMALLEST = 58.0, 26.0  # side of a tile on the wide stage
WIDTH, HEIGHT = 1060.0, 470.0  # what a lecture example may fill
LABEL, ROW_GAP, LINE = 30.0, 16.0, 32.0  # over a grid, under a row, for a line of the equation
CHIP, TOTAL, BIAS = (78.0, 46.0), (86.0, 56.0), 44.0
FIXED = 540.0  # signs, sums and arrows between the grids of a row
NARROW, NARROW_LARGEST = 360.0, 46.0

Spot = tuple[float, float, float]  # x, y, scale
Spots = dict[str, Spot]


@dataclass(frozen=True)
class Wide:
    """The wide arrangement of one shape."""

    side: float
    size: tuple[float, float]
    spots: Spots
    wires: tuple[tuple[tuple[float, float], tuple[float, float]], ...]


def wide(shape: Shape, equation_lines: int) -> Wide:
    """Place every part on the wide stage; tiles are as large as fit ``WIDTH`` by ``HEIGHT``."""
    padded_h, padded_w = shape.padded
    (k_h, k_w), (_, out_h, out_w) = shape.kernel, shape.output
    tallest = max(padded_h, k_h)
    fits_width = (WIDTH - FIXED) / (padded_w + 2 * k_w + out_w)
    fits_height = (HEIGHT / shape.c_in - LABEL - ROW_GAP) / tallest
    side = float(int(max(SMALLEST, min(LARGEST, fits_width, fits_height))))

    row = LABEL + side * tallest + ROW_GAP
    height = max(shape.c_in * row, LABEL + out_h * side + ROW_GAP, 230.0)
    x_k = 2 + padded_w * side + 58
    x_p = x_k + k_w * side + 58
    x_sum = x_p + k_w * side + 62 + CHIP[0] / 2
    x_plus = x_sum + CHIP[0] / 2 + 74
    x_total = x_plus + 36 + TOTAL[0] / 2
    x_y = x_total + TOTAL[0] / 2 + 68
    # A tall scene scrolls: keep the result beside its first rows, where the eye starts.
    y_plus = max(min(height / 2, HEIGHT / 2), LABEL + out_h * side / 2)

    spots: Spots = {}
    wires = []
    for c in range(shape.c_in):
        middle = (height - shape.c_in * row) / 2 + c * row + LABEL + side * tallest / 2
        k_top = middle - k_h * side / 2
        spots |= {
            f"X{c}": (2, middle - padded_h * side / 2, 1),
            f"star{c}": (x_k - 29, middle, 1),
            f"K{c}": (x_k, k_top, 1),
            f"equals{c}": (x_p - 29, middle, 1),
            f"P{c}": (x_p, k_top, 1),
            f"sigma{c}": (x_p + k_w * side + 9, middle, 1),
            f"sum{c}": (x_sum, middle, 1),
        }
        wires.append(((x_sum + CHIP[0] / 2 + 2, middle), (x_plus - 16, y_plus)))
    spots |= {
        "plus": (x_plus, y_plus, 1),
        "bias": (x_plus, y_plus + 42, 1),
        "total": (x_total, y_plus, 1),
        "arrow": (x_total + TOTAL[0] / 2 + 4, y_plus, 1),
        "Y": (x_y, y_plus - out_h * side / 2, 1),
        "equation": (2, height + 26, 1),
    }
    size = (round(x_y + out_w * side + 6), round(height + 2 + LINE * equation_lines))
    return Wide(side, size, spots, tuple(wires))


def narrow(shape: Shape, side: float) -> tuple[tuple[float, float], Spots]:
    """Size of the narrow stage and the parts on it; a part that is missing is not shown there."""
    padded_h, padded_w = shape.padded
    (k_h, k_w), (_, out_h, out_w) = shape.kernel, shape.output
    cell = min(NARROW_LARGEST, (NARROW - 52) / (padded_w + k_w))
    beside = cell >= 30  # K stands beside X where both can be read there, else under it
    if beside:
        x_k, y_k = 3 + padded_w * cell + 44, LABEL
        bottom = LABEL + max(padded_h, k_h) * cell
    else:
        cell = min(NARROW_LARGEST, (NARROW - 6) / max(padded_w, k_w))
        x_k, y_k = 3.0, LABEL + padded_h * cell + LABEL + 8
        bottom = y_k + k_h * cell
    p_cell = min(cell, (NARROW - 150) / k_w)
    y_p = bottom + LABEL + 12
    x_sums = 3 + k_w * p_cell + 62
    per_line = max(1, int((NARROW - x_sums) // 74))
    sums = list(_lines(shape.c_in + 2, per_line, x_sums + 34, y_p + 20))
    y_out = max(y_p + k_h * p_cell, sums[-1][1] + 20) + LABEL + 18
    out_cell = min(cell, (NARROW - 6) / out_w)
    spots: Spots = {}
    for c in range(shape.c_in):
        spots |= {
            f"X{c}": (3, LABEL, cell / side),
            f"K{c}": (x_k, y_k, cell / side),
            f"P{c}": (3, y_p, p_cell / side),
            f"sigma{c}": (3 + k_w * p_cell + 8, y_p + k_h * p_cell / 2, 0.85),
            f"sum{c}": (*sums[c], 0.8),
        }
        if beside:
            spots[f"star{c}"] = (3 + padded_w * cell + 22, LABEL + k_h * cell / 2, 1)
    spots |= {
        "bias": (sums[-2][0], sums[-2][1] - BIAS * 0.4, 0.8),
        "total": (*sums[-1], 0.8),
        "Y": (3, y_out, out_cell / side),
    }
    return (NARROW, round(y_out + out_h * out_cell + 6)), spots


def _lines(count: int, per_line: int, x: float, y: float) -> Iterator[tuple[float, float]]:
    for index in range(count):
        yield x + 74 * (index % per_line), y + 50 * (index // per_line)
