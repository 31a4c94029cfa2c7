"""A film as a file: what is in it, that it comes back exactly, what is refused."""

import io
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import convviz as cv
from convviz.drawing.arrangement import Arrangement
from convviz.drawing.style import CHANNELS_DARK, PAPER, text_width
from convviz.export import prose as prose_of
from convviz.export import raster
from convviz.export.files import ARRANGEMENTS, FORMATS, file_name
from convviz.export.standalone import standalone
from convviz.formats.arrays import from_arrays, from_csv, to_arrays, to_csv
from convviz.formats.link import from_json
from convviz.lessons.content import begun
from convviz.lessons.course import LESSONS
from convviz.playback.film import Film
from convviz.words import use
from tests.browser_setup import find
from tests.strategies import configurations

D2L = cv.animate(cv.presets()["d2l_two_in"])
SVG = "{http://www.w3.org/2000/svg}"


def fractions(random: np.random.Generator, shape: tuple[int, ...]) -> Any:
    return random.normal(size=shape) * 10.0 ** random.integers(-9, 5)


documents = (configurations() | configurations(fractions)).map(lambda made: cv.Experiment(**made))


def loaded(file: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(file), allow_pickle=False) as arrays:
        return dict(arrays)


@given(documents)
def test_a_document_comes_back_exactly(experiment: cv.Experiment) -> None:
    film = cv.animate(experiment, "groups")
    assert from_json(cv.export(film, "json").decode()) == (experiment, {})
    assert from_arrays(loaded(cv.export(film, "npz"))) == experiment
    assert from_arrays(from_csv(cv.export(film, "csv").decode())) == experiment


@given(documents)
def test_every_tensor_is_what_the_steps_say(experiment: cv.Experiment) -> None:
    arrays = to_arrays(experiment)
    for position in np.ndindex(experiment.output_shape):
        o, i, j = position
        step = cv.step_at(experiment, position)
        np.testing.assert_array_equal(arrays["products"][o, :, i, j], step.products)
        sums = arrays["channel_sums"][o, :, i, j]
        np.testing.assert_allclose(sums, step.channel_sums, rtol=1e-12, atol=1e-9)
        assert arrays["y"][position] == pytest.approx(step.total, rel=1e-9, abs=1e-9)
    rows, columns = experiment.pads
    assert arrays["padded"].shape[1:] == (
        experiment.input_size[0] + sum(rows),
        experiment.input_size[1] + sum(columns),
    )
    written = from_csv(to_csv(arrays))
    for name in ("padded", "products", "channel_sums", "y"):
        np.testing.assert_array_equal(written[name], arrays[name])


@given(st.text(alphabet="# xyweight0123,.-\n", max_size=60))
@settings(max_examples=200)
def test_any_text_is_tensors_or_refused(text: str) -> None:
    try:
        from_arrays(from_csv(text))
    except cv.ExperimentError as error:
        assert str(error)


def test_pooling_is_saved_as_pooling() -> None:
    pooled = cv.Experiment(np.arange(18).reshape(2, 3, 3), np.full((2, 1, 2, 2), 0.25), groups=2)
    film = cv.animate(pooled, "max_pooling")
    arrays = loaded(cv.export(film, "npz"))
    assert arrays.keys() & {"weight", "bias", "products"} == set()
    np.testing.assert_array_equal(arrays["y"], cv.pool2d(arrays["x"], 2, stride=1))
    assert b"max" in cv.export(film, "py")


def test_the_program_gives_the_saved_output(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(cv.export(D2L, "py"), names)
    np.testing.assert_array_equal(np.squeeze(names["Y"]), [[56, 72], [104, 120]])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("scene", ["multi_input", "multi_output", "geometry", "matrix"])
@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_a_drawing_needs_nothing_but_itself(
    scene: str, dark: bool, arrangement: Arrangement
) -> None:
    experiment = cv.presets()["d2l_two_in"]
    if scene == "geometry":
        experiment = cv.Experiment(experiment.x[:1], experiment.weight[:, :1], padding=1)
    film = cv.animate(experiment, scene)
    for step in (0, 3, len(film.moments) - 1):
        text = cv.export(film, "svg", step, dark, arrangement).decode()
        assert not re.search(r"<style|var\(|calc|class=|data-|url\(|href|:not", text)
        root = ET.fromstring(text)
        assert root[1].get("fill") == PAPER[dark]
        # Each number and word of the still that is not hidden is there, and nothing else.
        said = [each.text for each in root.iter(f"{SVG}text") if each.text]
        still = ET.fromstring(film.still(step, arrangement))
        there = {each.text for each in still.iter(f"{SVG}text") if each.text}
        assert said and set(said) <= there
        assert (CHANNELS_DARK[0] in text) == dark


def test_letters_have_the_size_and_colour_of_the_screen() -> None:
    root = ET.fromstring(cv.export(D2L, step=2))
    total = next(each for each in root.iter(f"{SVG}g") if each.findtext(f"{SVG}text") == "19")
    letters = total.find(f"{SVG}text")
    assert letters is not None
    assert letters.get("fill") == "#000"
    assert letters.get("font-weight") == "600"
    assert letters.get("text-anchor") == "middle"


@pytest.mark.parametrize("scale", raster.SCALES)
def test_a_picture_has_so_many_dots(scale: int) -> None:
    drawing = ET.fromstring(cv.export(D2L, step=1))
    with Image.open(io.BytesIO(cv.export(D2L, "png", 1, scale=scale))) as image:
        size = tuple(round(float(drawing.get(side, "")) * scale) for side in ("width", "height"))
        assert image.size == size
        assert image.convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def prose(svg: str, size: float) -> list[str]:
    """Lines of the texts of a size."""
    root = ET.fromstring(svg)
    texts = [each for each in root.iter(f"{SVG}text") if each.get("font-size") == f"{size:g}"]
    (text,) = [each for each in texts if "".join(each.itertext()).startswith("Y[")]
    lines = [""]
    for span in text:
        lines += [""] if span.get("dy") else []
        lines[-1] += span.text or ""
    return lines


@pytest.mark.parametrize("arrangement", prose_of.ROOMS)
@pytest.mark.parametrize("name", ["d2l_three_out", "colour_edge_both", "sobel"])
def test_the_equation_stands_under_a_picture_that_has_no_room_for_it(
    arrangement: Arrangement, name: str
) -> None:
    film = cv.animate(cv.presets()[name], "multi_output", "product")
    room, sizes = prose_of.ROOMS[arrangement], set()
    width = film.sizes[arrangement][0]
    for step in (1, 2, 9, len(film.moments) // 2, len(film.moments) - 1):
        svg = cv.export(film, "svg", step, arrangement=arrangement).decode()
        sizes.add(ET.fromstring(svg).get("viewBox"))
        lines = prose(svg, room.size)
        wide = ET.fromstring(film.still(step))
        (drawn,) = [each for each in wide.iter() if each.get("data-equation") is not None]
        assert "".join(lines) == "".join(drawn.itertext())
        assert max(map(text_width, lines)) * room.size <= width + 4 * room.size
        assert (
            room.line * len(lines)
            <= prose_of.size_of(film, arrangement)[1] - film.sizes[arrangement][1]
        )
    assert len(sizes) == 1


@pytest.mark.parametrize("format", ["gif", "webp"])
def test_an_animated_picture_has_one_frame_a_step(format: str) -> None:
    film = cv.animate(cv.presets()["d2l_two_in"], granularity="window")
    file = cv.export(film, format, scale=1, seconds=1.5, dark=True)
    with Image.open(io.BytesIO(file)) as image:
        assert getattr(image, "n_frames", 1) == len(film.moments)
        for step in range(len(film.moments)):
            image.seek(step)
            frame = np.asarray(image.convert("RGB"), dtype=int)
            assert image.info["duration"] == 1500
            single = Image.open(io.BytesIO(cv.export(film, "png", step, dark=True, scale=1)))
            # A GIF has 256 colours: the edges of letters are a little off, areas are not.
            off = np.abs(frame - np.asarray(single.convert("RGB"), dtype=int))
            assert off.max() <= (48 if format == "gif" else 0)
            assert off.mean() < 0.1


def test_a_page_plays_in_the_theme_that_was_asked_for() -> None:
    page = cv.export(D2L, "html").decode()
    assert "color-scheme: light dark" in page
    assert "color-scheme: dark" in cv.export(D2L, "html", dark=True).decode()


def test_a_page_of_any_example_is_small_enough_for_a_mail() -> None:
    for scene, lesson in LESSONS.items():
        for example in lesson.examples:
            content = begun(example, {})
            experiment, _ = lesson.accept(content.experiment)
            film = cv.animate(experiment, lesson.scene(content.options))
            assert len(cv.export(film, "html")) <= 100 * 1024, (scene, example)


def test_chinese_is_drawn_in_its_own_faces() -> None:
    use("zh")
    try:
        text = standalone(D2L.still(1))
    finally:
        use(None)
    assert 'lang="zh-Hans"' in text
    root = ET.fromstring(raster._in_installed_faces(text))
    faces = {each.text: each.get("font-family") for each in root.iter() if each.text}
    assert faces["输入通道"] == raster.CHINESE
    assert faces["X₀"] is None
    mixed = f'<svg xmlns="{SVG[1:-1]}"><text>X 是输入, <tspan>K核</tspan>的Y</text></svg>'
    root = ET.fromstring(raster._in_installed_faces(mixed))
    assert "".join(root.itertext()) == "X 是输入, K核的Y"
    chinese = [each.text for each in root.iter() if each.get("font-family") == raster.CHINESE]
    assert chinese == ["是输入", "核", "的"]


@pytest.mark.parametrize(
    ("ask", "part"),
    [
        (lambda: cv.export(D2L, "bmp"), "png, svg"),
        (lambda: cv.export(D2L, "svg", len(D2L.moments)), "0 to 12"),
        (lambda: cv.export(D2L, "svg", -1), "0 to 12"),
        (lambda: cv.export(D2L, arrangement="tall"), "wide"),  # type: ignore[arg-type] # tested
        (lambda: cv.export(D2L, "png", scale=3), "1, 2, 4"),
        (lambda: cv.export(D2L, "gif", seconds=0), "0.1 to 10"),
        (lambda: cv.export(cv.FieldAnimation(cv.Network((5, 5), [cv.Layer(3)])), "npz"), "tensors"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(ask: Callable[[], bytes], part: str) -> None:
    with pytest.raises(cv.ExperimentError, match=part):
        ask()


def test_too_many_frames_are_refused_before_one_is_drawn() -> None:
    film = cv.animate(
        cv.Experiment(np.zeros((1, 25, 25)), np.zeros((1, 1, 3, 3))), granularity="product"
    )
    with pytest.raises(cv.ExperimentError, match="coarser"):
        cv.export(film, "gif")


def test_the_name_of_a_file_says_what_is_in_it() -> None:
    assert file_name(D2L, "png", 3, "d2l_two_in") == "convviz_multi_input_d2l_two_in_step3.png"
    assert file_name(D2L, "npz") == "convviz_multi_input_2x3x3_1x2x2x2.npz"
    film: Film = cv.FieldAnimation(cv.Network((5, 5), [cv.Layer(3)]))
    assert file_name(film, "gif") == "convviz_receptive_field.gif"


def test_every_format_is_made() -> None:
    film = cv.animate(cv.presets()["d2l_two_in"], granularity="window")
    for format in FORMATS.keys() - {"gif", "webp", "pdf"}:
        assert cv.export(film, format, 1)
    json.loads(cv.export(film, "json"))


def test_a_drawing_for_papers_is_one_page_of_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROME", str(find()))
    file = cv.export(D2L, "pdf", 1)
    assert file.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", file)) == 1
    root = ET.fromstring(cv.export(D2L, "svg", 1))
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", file)
    assert box is not None
    points = [float(root.get(side, "")) * 72 / 96 for side in ("width", "height")]
    assert [float(side) for side in box.groups()] == pytest.approx(points, abs=1)
    assert FORMATS["pdf"].there()
    monkeypatch.delenv("CHROME")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert not FORMATS["pdf"].there()
    with pytest.raises(cv.ExperimentError, match="CHROME"):
        cv.export(D2L, "pdf", 1)
