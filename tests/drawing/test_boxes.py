"""Boxes beside and above each other: what lines up, and what has room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.drawing import boxes
from convviz.drawing.boxes import Box
from convviz.drawing.primitives import Shown
from convviz.drawing.tensors import plain

LENGTH = st.floats(1, 99)
BOX = st.builds(plain, st.text("abc", min_size=1), st.integers(1, 9), st.integers(1, 9), LENGTH)


@given(st.lists(BOX, min_size=1, max_size=6), st.floats(0, 20))
def test_beside_each_other_axes_are_level_and_above_each_other_nothing_overlaps(
    some: list[Box], gap: float
) -> None:
    named = [Box(b.width, b.height, b.axis, {str(n): spot(b)}) for n, b in enumerate(some)]
    row = boxes.beside(*named, gap=gap)
    for n, box in enumerate(named):
        middle = row.spots[str(n)].y - spot(box).y + box.axis
        assert middle == pytest.approx(row.axis)
    stack = boxes.stack(*named, gap=gap)
    tops = [stack.spots[str(n)].y - spot(box).y for n, box in enumerate(named)]
    ends = [top + box.height for top, box in zip(tops, named, strict=True)]
    for end, top in zip(ends, tops[1:], strict=False):
        assert top == pytest.approx(end + gap)
    first, last = tops[0] + named[0].axis, tops[-1] + named[-1].axis
    assert stack.axis == pytest.approx((first + last) / 2)


def spot(box: Box) -> Shown:
    (found,) = box.spots.values()
    return found


@given(st.lists(LENGTH, min_size=1, max_size=9), st.floats(100, 200))
def test_a_line_holds_what_has_room_and_the_next_one_the_rest(
    widths: list[float], room: float
) -> None:
    chips = [boxes.on_axis(str(n), width) for n, width in enumerate(widths)]
    placed = boxes.in_lines(chips, room, gap=10, height=40, between=5)
    ends: dict[int, float] = {}
    for n, width in enumerate(widths):
        x, y, _ = placed.places[str(n)]
        line = round((y - 20) / 45)
        assert y == pytest.approx(20 + 45 * line)
        start = ends.get(line, -10.0 if line == 0 else 0.0) + 10
        assert x - width / 2 == pytest.approx(start)
        ends[line] = x + width / 2
        assert ends[line] <= room + 1e-9 or start <= 10  # alone in its line
    assert [*ends] == [*range(len(ends))]


def test_room_around_a_box_moves_what_is_in_it() -> None:
    box = boxes.pad(plain("X", 2, 3, 10, over=30), left=1, top=2, right=3, bottom=4)
    assert (box.size, box.axis, box.places) == ((34, 56), 42, {"X": (1, 32, 1)})
    assert boxes.at_least(box, 50).size == (50, 56)
