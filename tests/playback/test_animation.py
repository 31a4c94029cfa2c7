"""The law of frames: playing up to a frame gives exactly the still of its step."""

import base64
import itertools
import random
import re
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest
from PIL import Image

from convviz.core.arguments import ExperimentError
from convviz.core.conv import output
from convviz.core.experiment import Experiment
from convviz.core.matrices import patches, weight_matrix
from convviz.core.pooling import pool2d
from convviz.core.step import steps
from convviz.drawing.picture import START, State
from convviz.drawing.scenes import SCENES
from convviz.drawing.style import TILES, tile
from convviz.lessons.presets import presets
from convviz.playback.animation import GRANULARITIES, Animation, animate
from convviz.player import player_js

EXAMPLES = presets()
EXAMPLES["uneven"] = Experiment(
    x=np.arange(24).reshape(2, 3, 4) - 7,
    weight=np.arange(12).reshape(1, 2, 3, 2) / 7,
    bias=[-2.5],
    padding=((1, 0), (0, 2)),
    stride=(2, 1),
)


def shown(scene: str, experiment: Experiment) -> bool:
    try:
        SCENES[scene].check(experiment)
    except ExperimentError:
        return False
    return True


CASES = [(s, n) for s, n in itertools.product(SCENES, EXAMPLES) if shown(s, EXAMPLES[n])]
EVERY = pytest.mark.parametrize(("scene", "name"), CASES)


def whole_states(animation: Animation) -> list[State]:
    """Every position's state made whole, without frames."""
    scene = SCENES[animation.scene]
    of = {step.position: step for step in scene.steps_of(animation.experiment)}
    made = [of[position] for position in scene.order(animation.shape)]
    ends = scene.limits(animation.experiment, made)
    base = scene.base(animation.experiment, made, ends, animation.layout.sides)
    return [{**base, **state} for state in scene.states(animation.experiment, made, ends)]


def test_every_scene_shows_many_examples() -> None:
    counts = [sum(scene == s for s, _ in CASES) for scene in SCENES]
    assert min(counts) >= 5, counts


@EVERY
def test_frames_folded_onto_the_base_are_the_whole_states(scene: str, name: str) -> None:
    animation = animate(EXAMPLES[name], scene)
    wholes = whole_states(animation)
    assert len(wholes) == len(animation.frames)
    folded = dict(animation.base)
    for frame, whole in zip(animation.frames, wholes, strict=True):
        folded |= frame
        assert folded == whole


def there(state: State) -> State:
    """What is not None: a slot that is not there shows as little as one with None."""
    return {name: value for name, value in state.items() if value is not None}


@pytest.mark.parametrize("granularity", GRANULARITIES)
@EVERY
def test_forwards_backwards_and_jumping_show_the_still_of_the_step(
    scene: str, name: str, granularity: str
) -> None:
    """A player that writes only what differs, as the browser does, in any order of steps."""
    animation = animate(EXAMPLES[name], scene, granularity)
    wholes = whole_states(animation)
    count = len(animation.moments)
    order = [*range(count), *reversed(range(count))]
    order += random.Random(name).choices(range(count), k=20)
    shown: dict[str, object] = {}
    for step in order:
        moment = animation.moments[step]
        target = animation.state(moment.position)
        for slot in {*shown, *target}:
            if shown.get(slot, "nothing yet") != target.get(slot):
                shown[slot] = target.get(slot)
        whole = animation.base if moment == START else wholes[moment.position]
        assert there(shown) == there(whole)
    assert animation.still(0) == animation.svg


@pytest.mark.parametrize("name", ["d2l_two_in", "uneven", "colour_edge_seen"])
def test_every_still_highlights_what_its_step_lists_and_hides_what_comes_later(name: str) -> None:
    experiment = EXAMPLES[name]
    animation = animate(experiment, granularity="product")
    per_position = len(animation.stops["product"])
    for number, step in enumerate(steps(experiment)):
        for phase in range(1, per_position + 1):
            still = ET.fromstring(animation.still(number * per_position + phase))
            cells = {cell: e for e in still.iter() if (cell := e.get("data-cell"))}
            active = {cell for cell, e in cells.items() if e.get("data-active") is not None}
            _, i, j = step.position
            if phase == per_position:
                assert active == {"b 0", f"y 0 {i} {j}"}
            else:
                c, u, v = np.unravel_index(phase - 1, step.products.shape)
                source = animation.shape.site(step.rows[u], step.cols[v]).replace("*", str(c))
                assert active == {source, f"k 0 {c} {u} {v}", f"p {c} {u} {v}"}
            reached = [cell for cell, e in cells.items() if cell[0] == "p" and text(e)]
            assert len([c for c in reached if c.startswith("p ")]) == min(phase, per_position - 1)
            sums = [e for e in still.iter() if e.get("data-sum") and text(e)]
            assert len(sums) == phase // animation.shape.terms
            outputs = [cell for cell, e in cells.items() if cell.startswith("y") and text(e)]
            assert len(outputs) == number + (phase == per_position)


@EVERY
def test_at_step_0_nothing_is_computed(scene: str, name: str) -> None:
    animation = animate(EXAMPLES[name], scene)
    root = ET.fromstring(animation.svg)
    off = {part for e in root.iter() if "data-off" in e.attrib for part in e.iter()}
    given = re.compile(r"(x|pad|k|b|km|xm|bm) \d")
    for element in root.iter():
        named = element.get("data-cell") or element.get("data-slot") or ""
        assert "data-active" not in element.attrib
        if given.match(named):
            assert text(element), named
        elif named and not named.startswith("scale"):
            assert not any(c.isdigit() and c.isascii() for c in text(element)), named
        marked = {"pin", "tap", "lift"} & {*element.get("class", "").split()}
        assert not marked or element in off, element.attrib
    assert equation(animation.svg) == ""
    assert animation.still(1) != animation.svg


def ways(animation: Animation) -> list[list[int]]:
    """Every walk through some of the positions: those of one map, those of one place."""
    order = SCENES[animation.scene].order(animation.shape)
    parts: list[Callable[[tuple[int, int, int]], object]] = [itemgetter(0), itemgetter(1, 2)]
    return [
        [n for n, at in enumerate(order) if part(at) == wanted]
        for part in parts
        for wanted in dict.fromkeys(map(part, order))
    ]


@EVERY
def test_no_walk_shows_a_number_that_it_has_not_come_by(scene: str, name: str) -> None:
    animation = animate(EXAMPLES[name], scene, "window")
    order = SCENES[scene].order(animation.shape)
    chosen = random.Random(name).sample(ways(animation), k=min(4, len(ways(animation))))
    for walk in chosen:
        seen: set[str] = set()
        for moment in animation.moments_of(walk):
            if moment != START:
                o, i, j = order[moment.position]
                seen |= {f"y {o} {i} {j}", f"ym {o} {i * animation.shape.output[2] + j}"}
            root = ET.fromstring(animation.still_of(moment))
            for element in root.iter():
                named = element.get("data-cell") or element.get("data-slot") or ""
                if named.split(" ")[0] in ("y", "ym") and named != "y name":
                    assert bool(text(element)) == (named in seen), (named, moment)
                if named.startswith("yv "):
                    o, i, j = order[moment.position]
                    there = moment != START and f"y {named[3:]} {i} {j}" in seen
                    assert bool(text(element)) == there, (named, moment)
                if named in ("equal", "note") and "Δ" in text(element):
                    assert len(seen & {f"y {o} {i} {j}" for o, i, j in order}) == len(order)


@pytest.mark.parametrize("scene", ["pointwise", "matrix", "average_pooling"])
def test_both_ways_are_called_equal_once_all_of_both_is_there(scene: str) -> None:
    animation = animate(EXAMPLES["average_pool" if "pool" in scene else "pointwise"], scene)
    stills = [animation.still(step) for step in range(len(animation.moments))]
    assert [
        " = 0" in "".join(ET.fromstring(each).itertext()) and "Δ" in each for each in stills
    ] == [
        *[False] * (len(stills) - 1),
        True,
    ]


def text(element: ET.Element) -> str:
    return "".join(element.itertext())


def equation(still: str) -> str:
    lines = [e for e in ET.fromstring(still).iter() if e.get("data-equation") is not None]
    assert len(lines) == 1
    return text(lines[0])


def test_d2l_shows_both_partial_sums_before_their_total() -> None:
    animation = animate(presets()["d2l_two_in"])
    assert len(animation.moments) == 13
    first, second, total = (animation.still(step) for step in (1, 2, 3))
    assert equation(first) == "Y[0,0] = (0·0 + 1·1 + 3·2 + 4·3) + … = 19 + …"
    assert (
        equation(second) == "Y[0,0] = (0·0 + 1·1 + 3·2 + 4·3) + (1·1 + 2·2 + 4·3 + 5·4) = 19 + 37"
    )
    assert equation(total).endswith(" = 19 + 37 = 56")
    for still in (first, second):
        assert "56" not in [text(e) for e in ET.fromstring(still).iter()]


def test_a_product_step_says_only_what_is_reached() -> None:
    animation = animate(presets()["d2l_two_in"], granularity="product")
    lines = [equation(animation.still(step)) for step in range(1, 10)]
    assert lines[0] == "Y[0,0] = (0·0 + …) + …"
    assert lines[3] == "Y[0,0] = (0·0 + 1·1 + 3·2 + 4·3) + … = 19 + …"
    assert lines[4] == "Y[0,0] = (0·0 + 1·1 + 3·2 + 4·3) + (1·1 + …) = 19 + …"
    assert lines[8].endswith(" = 19 + 37 = 56")


def test_the_bias_and_negative_numbers_stand_in_the_equation() -> None:
    e = Experiment(x=[[[1, -2]]], weight=[[[[-3, 4]]]], bias=[-5])
    animation = animate(e, granularity="window")
    assert equation(animation.still(1)) == "Y[0,0] = (1·(−3) + (−2)·4) + (−5) = −11 + (−5) = −16"


def test_what_is_rounded_is_not_called_equal() -> None:
    def last(x: list[float], bias: float = 0) -> str:
        e = Experiment(x=[[x]], weight=np.ones((1, 1, 1, len(x))), bias=[bias])
        animation = animate(e)
        return equation(animation.still(len(animation.moments) - 1))

    assert last([12_345, 1]) == "Y[0,0] ≈ (1.234e4·1 + 1·1) ≈ 1.235e4"
    assert last([9_999, 1]) == "Y[0,0] = (9999·1 + 1·1) = 1e4"
    assert last([9_999, 2]) == "Y[0,0] = (9999·1 + 2·1) ≈ 1e4"
    assert last([0.1, 0.2]) == "Y[0,0] = (0.1·1 + 0.2·1) = 0.3"
    assert last([1, 2], 1 / 3) == "Y[0,0] ≈ (1·1 + 2·1) + 0.3333 ≈ 3 + 0.3333 ≈ 3.333"
    many = Experiment(x=np.full((4, 3, 3), 1111.1), weight=np.ones((1, 4, 3, 3)))
    assert equation(animate(many).still(5)) == "Y[0,0] ≈ 1e4 + 1e4 + 1e4 + 1e4 ≈ 4e4"


def test_with_many_products_the_equation_gives_the_partial_sums() -> None:
    e = Experiment(x=np.ones((4, 5, 5)), weight=np.ones((1, 4, 3, 3)))
    assert equation(animate(e).still(2)) == "Y[0,0] = 9 + 9 + …"
    assert equation(animate(e).still(5)) == "Y[0,0] = 9 + 9 + 9 + 9 = 36"


def test_a_granularity_stops_where_the_lesson_says() -> None:
    stops = animate(presets()["d2l_two_in"]).stops
    assert stops == {"product": list(range(1, 10)), "channel": [4, 8, 9], "window": [9]}


def test_what_a_scene_cannot_show_is_refused() -> None:
    with pytest.raises(ExperimentError, match="one output channel"):
        animate(presets()["d2l_three_out"], scene="multi_input")
    with pytest.raises(ExperimentError, match="no scene 'cube'"):
        animate(presets()["d2l_two_in"], scene="cube")
    with pytest.raises(ExperimentError, match="no granularity 'pixel'"):
        animate(presets()["d2l_two_in"], granularity="pixel")


def test_the_exported_page_is_whole(tmp_path: Path) -> None:
    animation = animate(presets()["d2l_two_in"])
    path = tmp_path / "lesson.html"
    source = animation.to_html(path)
    assert path.read_text(encoding="utf-8") == source
    packed = re.search('PACKED = "(.*?)"', source)
    assert packed is not None
    whole = source + zlib.decompress(base64.b64decode(packed[1]), -15).decode()
    assert set(re.findall(r"https?://\w[^/]*", whole)) == {"http://www.w3.org"}  # of SVG
    # What is saved is asked of a server, and its dialog comes with that: here there is none.
    assert not re.search(r"\bimport[\s{*]", player_js())
    assert "<iframe srcdoc=" in animation._repr_html_()


def test_each_output_is_what_the_scene_is_about() -> None:
    for scene, name in CASES:
        e = EXAMPLES[name]
        base = animate(e, scene).base
        if scene == "max_pooling":
            y = pool2d(e.x, e.kernel_size, stride=e.stride, padding=e.pads)
        else:
            y = output(e)
        for (o, i, j), value in np.ndenumerate(y):
            cell = base[f"y {o} {i} {j}"]
            written = float(cell[2 if len(cell) > 2 else 0].replace("−", "-"))
            assert written == pytest.approx(value, abs=1e-9)


def test_pointwise_fills_the_pixel_vector_from_the_top() -> None:
    animation = animate(presets()["pointwise"], "pointwise", "window")
    assert len(animation.moments) == 19
    for step, moment in enumerate(animation.moments):
        still = ET.fromstring(animation.still(step))
        vector = [text(e) for e in still.iter() if (e.get("data-slot") or "").startswith("yv ")]
        assert [bool(number) for number in vector] == [o <= moment.output for o in range(2)]
        maps = [text(e) for e in still.iter() if (e.get("data-cell") or "").startswith("y ")]
        assert sum(map(bool, maps)) == step


def test_pointwise_says_that_both_ways_agree() -> None:
    base = animate(presets()["pointwise"], "pointwise").base
    assert base["equal"] == "conv = matmul, max |Δ| = 0"


def test_multi_output_lifts_the_row_in_use() -> None:
    animation = animate(presets()["d2l_three_out"], "multi_output", "window")
    for step in range(12):
        still = ET.fromstring(animation.still(step + 1))
        lifts = [e for e in still.iter() if "lift" in e.get("class", "")]
        on = [int(e.get("data-output", -1)) for e in lifts if e.get("data-off") is None]
        assert on == [step // 4] * 2  # on the wide stage and on the board
        active = {e.get("data-cell") for e in still.iter() if e.get("data-active") is not None}
        kernels = {cell for cell in active if cell and cell.startswith("k ")}
        assert len(kernels) == 8
        assert all(cell.split()[1] == str(step // 4) for cell in kernels)


def test_packed_equations_hold_every_token() -> None:
    animation = animate(presets()["d2l_three_out_biases"], "multi_output")
    payload = animation.payload()
    for frame, sent in zip(animation.frames, payload["frames"], strict=True):
        short = sent["equation"]
        form = payload["forms"][short["form"]]
        tokens = [(text, *rest) for text, rest in zip(short["texts"], form, strict=True)]
        assert tokens == frame["equation"]["tokens"]
        assert {**sent, "equation": frame["equation"]} == frame


def read(element: ET.Element) -> float:
    return float(text(element).replace("−", "-"))


def slots(still: ET.Element, kind: str) -> dict[str, ET.Element]:
    named = {e.get("data-slot") or "": e for e in still.iter()}
    return {name: e for name, e in named.items() if name.split(" ")[0] == kind}


def test_matrix_shows_the_patches_and_the_kernels_of_d2l() -> None:
    animation = animate(presets()["d2l_three_out"], "matrix")
    still = ET.fromstring(animation.still(len(animation.moments) - 1))
    found = {}
    for kind, shape in (("km", (3, 8)), ("xm", (8, 4)), ("ym", (3, 4))):
        matrix = [read(element) for element in slots(still, kind).values()]
        found[kind] = np.array(matrix).reshape(shape)
    assert found["ym"].tolist() == [
        [56, 72, 104, 120],
        [76, 100, 148, 172],
        [96, 128, 192, 224],
    ]
    assert (found["km"] @ found["xm"]).tolist() == found["ym"].tolist()
    assert found["xm"][:, 1].tolist() == [1, 2, 4, 5, 2, 3, 5, 6]
    assert animation.base["equal"] == "W @ patches + b = conv, max |Δ| = 0"


@pytest.mark.parametrize("name", ["d2l_three_out_biases", "padding_stride", "sobel"])
def test_matrix_marks_the_same_step_in_both_views(name: str) -> None:
    animation = animate(EXAMPLES[name], "matrix", "product")
    shape, end = animation.shape, animation.shape.end
    _, _, columns = shape.output
    for number, moment in enumerate(animation.moments):
        if number % 7 or moment == START:  # every phase of every kind of position comes up
            continue
        o, i, j = (animation.steps[moment.position]).position
        still = ET.fromstring(animation.still(number))
        named = {e.get("data-cell") or e.get("data-slot") or "": e for e in still.iter()}
        active = {slot for slot, e in named.items() if e.get("data-active") is not None}
        column = i * columns + j
        if moment.upto == end:
            expected = {f"b {o}", f"bm {o}", f"y {o} {i} {j}", f"ym {o} {column}"}
            assert active == expected
        else:
            term = moment.upto - 1
            c, u, v = np.unravel_index(term, (shape.c_in, *shape.kernel))
            assert {f"tick w {term}", f"tick x {term}", f"k {o} {c} {u} {v}"} <= active
            assert {slot for slot in active if slot.startswith("km")} == {f"km {o} {term}"}
            sources = [slot for slot in active if slot.split(" ")[0] in ("x", "pad")]
            value = read(named[f"xm {term} {column}"])
            assert [read(named[slot]) for slot in sources] == [value]
        reached = [e for e in slots(still, "ym").values() if text(e)]
        assert len(reached) == moment.position + (moment.upto == end)


def test_the_pins_of_the_matrices_meet_in_the_number_they_give() -> None:
    animation = animate(EXAMPLES["d2l_three_out"], "matrix", "window")
    for number, moment in enumerate(animation.moments[1:], 1):
        state = animation.state(moment.position)
        assert state["entry"] == [state["column"][0], state["row"][1]]
        still = ET.fromstring(animation.still(number))
        (result,) = [e for e in slots(still, "ym").values() if "data-active" in e.attrib]
        x, y = map(float, re.findall(r"[\d.]+", result.get("transform", "")))
        assert state["entry"] == pytest.approx([x - 1.5, y - 1.5])


def test_a_matrix_too_fine_for_digits_is_a_picture_of_its_colours() -> None:
    e = EXAMPLES["colour_edge_both"]
    animation = animate(e, "matrix")
    still = ET.fromstring(animation.still())
    for slot, values in (("xm", patches(e)), ("km", weight_matrix(e))):
        (image,) = slots(still, slot).values()
        assert image.tag.endswith("image")
        pixels = np.asarray(Image.open(urlopen(image.get("href", ""))).convert("RGB"))
        assert pixels.shape == (*values.shape, 3)
        for index, value in np.ndenumerate(values):
            colour = TILES[tile(value, np.abs(values).max())]
            assert pixels[index].tobytes().hex() == colour.lstrip("#").lower()


def test_matrix_refuses_groups() -> None:
    with pytest.raises(ExperimentError, match="groups = 1"):
        animate(presets()["groups_2"], "matrix")


@EVERY
def test_every_arrangement_shows_the_same_numbers_of_what_is_in_work(scene: str, name: str) -> None:
    """Of parts in turn one is there, and of the output channels that in work."""
    animation = animate(EXAMPLES[name], scene)
    count = len(animation.moments)
    for step in {0, 1, count // 2, count - 1}:
        output = animation.outputs[animation.moments[step].next]
        wide = written(ET.fromstring(animation.still(step)))
        for arrangement in ("narrow", "present"):
            root = ET.fromstring(animation.still(step, arrangement))
            assert written(root) == wide
            turns: dict[str | None, list[ET.Element]] = {}
            for part in root.iter():
                if part.get("data-inturn") is not None:
                    turns.setdefault(part.get("transform"), []).append(part)
            for parts in turns.values():
                (seen,) = [part for part in parts if part.get("data-off") is None]
                assert str(output) in seen.get("data-only", str(output)).split(" ")


def written(root: ET.Element) -> dict[str, str]:
    """Text of every slot but the equation, which stands under a narrow and a presented picture."""
    named = {e.get("data-cell") or e.get("data-slot") or "": text(e) for e in root.iter()}
    return {name: each for name, each in named.items() if name not in ("", "equation")}


def test_an_arrangement_that_there_is_not_is_refused() -> None:
    with pytest.raises(ExperimentError, match="no arrangement 'tall': choose from wide, narrow"):
        animate(presets()["d2l_two_in"]).still(0, "tall")  # type: ignore[arg-type] # what is tested
