"""The board: what is shown while presenting can be read from the last row, and has its room."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.core.experiment import Experiment
from convviz.drawing import board
from convviz.drawing.picture import Lengths, lengths
from convviz.drawing.style import LAST_ROW, room
from convviz.drawing.svg import NAMESPACE
from convviz.lessons.course import LESSONS
from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from tests.browser.test_present_sizes import films
from tests.strategies import Configuration, configurations

LINED_UP = re.compile(r"translate\(([-\d.e]+),([-\d.e]+)\)")
TENSORS = {"x": "x", "pad": "x", "k": "k", "p": "p", "y": "y", "b": "b"}


def parts(body: str) -> list[ET.Element]:
    """The groups of a layout that have a place on the board."""
    root = ET.fromstring(f'<svg xmlns="{NAMESPACE}">{body}</svg>')
    return [element for element in root if element.get("data-present")]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_example_has_tiles_that_the_last_row_can_read(lesson: str) -> None:
    """Give each tensor tiles of the least height, wide enough for its longest number."""
    for name, film in films(lesson):
        known = lengths(film.experiment)._asdict()  # type: ignore[attr-defined]  # all are Animations
        seen = set()
        for part in parts(film.layout.body):
            style = dict(each.split(":") for each in part.get("data-board", "").split(";"))
            for cell in part.iter():
                tensor = TENSORS.get((cell.get("data-cell") or "").split(" ")[0])
                if tensor is None or (lesson == "pooling" and tensor == "y"):
                    continue  # the maximum has shorter numbers than the average
                assert float(style["--high"]) >= board.ENOUGH - 0.1, (name, tensor)
                assert float(style["--wide"]) >= room(known[tensor]) - 0.1, (name, tensor)
                seen.add(tensor)
        assert "x" in seen, name


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_part_stands_on_the_board(lesson: str) -> None:
    for name, film in films(lesson):
        for part in parts(film.layout.body):
            found = LINED_UP.match(part.get("data-present", ""))
            assert found, name
            x, y = map(float, found.groups())
            assert 0 <= x <= board.WIDTH, (name, part.attrib)
            assert 0 <= y <= board.HEIGHT, (name, part.attrib)


@st.composite
def shapes_within_limits(draw: st.DrawFn) -> tuple[str, Experiment]:
    """Draw a scene and an experiment that its page accepts, with short or long numbers."""
    scene = draw(
        st.sampled_from(["multi_input", "multi_output", "groups", "geometry", "pointwise"])
    )
    c_in, c_out, side = draw(st.tuples(*(st.integers(1, most) for most in (8, 8, 12))))
    k = 1 if scene == "pointwise" else draw(st.integers(1, min(7, side)))
    groups = c_in if scene == "groups" else 1
    c_out = {"multi_input": 1, "geometry": 1, "groups": c_in}.get(scene, c_out)
    c_in = 1 if scene == "geometry" else c_in
    padding = draw(st.integers(0, 3)) if scene == "geometry" else 0
    number = draw(st.sampled_from([3, -17, 0.25, -123456.789]))
    weight = np.ones((c_out, c_in // groups, k, k))
    x = np.full((c_in, side, side), number)
    return scene, Experiment(x=x, weight=weight, groups=groups, padding=padding)


@settings(max_examples=40)
@given(shapes_within_limits())
def test_tensors_stand_apart_and_on_the_board(drawn: tuple[str, Experiment]) -> None:
    """Tensors that are seen at the same time share no place, whatever the shape."""
    scene, experiment = drawn
    boxes: dict[tuple[float, ...], str] = {}
    for part in parts(animate(experiment, scene).layout.body):
        tensor = part.find(f".//{{{NAMESPACE}}}g[@class='tensor']")
        place = LINED_UP.match(part.get("data-present", ""))
        assert place is not None
        x, y = map(float, place.groups())
        assert -0.5 <= x <= board.WIDTH
        assert -0.5 <= y <= board.HEIGHT
        style = dict(each.split(":") for each in part.get("data-board", "").split(";"))
        if tensor is None or "--high" not in style:
            continue
        rows, columns = len(tensor), max(map(len, tensor))
        if seen := part.get("data-seen"):
            rows, columns = map(int, seen.split())
        wide, high = float(style["--wide"]), float(style["--high"])
        assert high >= board.ENOUGH - 0.1, (scene, experiment)
        # Parts at one place are shown one at a time.
        boxes[x, y, x + columns * wide, y + rows * high] = part.get("data-present", "")
    for one, another in combinations(boxes, 2):
        left, top = max(one[0], another[0]), max(one[1], another[1])
        right, bottom = min(one[2], another[2]), min(one[3], another[3])
        apart = right - left < 0.5 or bottom - top < 0.5
        assert apart or boxes[one] == boxes[another], (scene, experiment, one, another)
        assert max(one[2], another[2]) <= board.WIDTH + 0.5
        assert max(one[3], another[3]) <= board.HEIGHT + 0.5


@given(configurations(lambda random, shape: (9 * random.normal(size=shape)).round(2), largest=1))
def test_lengths_cover_every_number_that_is_shown(configuration: Configuration) -> None:
    """Never tell less than the longest text of a tensor, in any step."""
    experiment = Experiment(**configuration)
    scene = "multi_input" if experiment.c_out == experiment.groups == 1 else "multi_output"
    if experiment.groups > 1:
        scene = "groups"
    film = animate(experiment, scene)
    shown = dict.fromkeys(Lengths._fields, 0)
    for position in range(len(film.frames)):
        for name, value in film.state(position).items():
            tensor = TENSORS.get(name.split(" ")[0])
            if tensor and value and isinstance(value[0], str):
                shown[tensor] = max(shown[tensor], len(value[0]))
    for tensor, known in lengths(experiment)._asdict().items():
        assert shown[tensor] <= known, tensor


def test_longer_numbers_get_wider_tiles() -> None:
    """Keep the digits as large: -0.25 needs more room than 3, and a tile is never upright."""
    widths = [board.tile(60.0, length).wide for length in range(1, 7)]
    assert widths == sorted(widths)
    assert widths[0] == 60.0
    assert board.tile(200.0, 6)[:2] == (200.0, 200.0)
    assert all(room(length) > LAST_ROW * length * 0.45 for length in range(1, 7))


def test_one_channel_at_a_time_where_all_would_be_too_small() -> None:
    """Put the rows of three channels with long numbers at one place, those of short ones not."""

    def places(name: str) -> set[str | None]:
        body = animate(presets()[name], "multi_input").layout.body
        grids = [part for part in parts(body) if 'data-cell="x ' in ET.tostring(part, "unicode")]
        return {part.get("data-present") for part in grids}

    assert len(places("grey_sobel")) == 1
    assert len(places("d2l_two_in")) == 2
