"""A picture and its kernels: sets, edits, addresses, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from convviz.core.arguments import ExperimentError
from convviz.core.conv import output
from convviz.core.experiment import Experiment
from convviz.core.feature_maps import maps
from convviz.formats import link
from convviz.formats.keeping import GoneError
from convviz.formats.packing import pack
from convviz.lessons import multi_input, multi_output, pictures
from convviz.lessons.filters import COMMON, KERNEL_SETS, OWN, VERSION, page_of, read_own, write_own
from convviz.lessons.pictures import SHIPPED, keep_picture, picture
from convviz.lessons.study import Study, read
from convviz.playback.study import added, shown, window
from tests.formats.test_image import COLOURS, file, rgb


@pytest.mark.parametrize("name", KERNEL_SETS)
def test_every_set_makes_maps_and_its_windows_are_lessons(name: str) -> None:
    study = Study(picture="shapes").choose(name)
    pixels = picture("shapes").pixels
    for layer in (1, 2) if study.filters.second is not None else (1,):
        _, made = maps(study.filters, pixels, 1 if layer == 1 else 2)
        experiment = study.patch(1 if layer == 1 else 2, (7, 11))
        lesson = multi_output if page_of(study.filters, 1 if layer == 1 else 2) else multi_input
        fitting, changed = lesson.LESSON.accept(experiment)
        assert fitting == experiment and changed is None
        assert output(experiment)[:, 0, 0] == pytest.approx(made[:, 7, 11], rel=1e-12, abs=1e-9)


def test_kernels_do_what_they_are_called() -> None:
    x = picture("shapes").pixels
    sets = {name: maps(each.filters, x, 1)[1] for name, each in KERNEL_SETS.items()}
    inside = x[:, 1:-1, 1:-1]
    assert (sets["identity"] == inside).all()
    flat = (slice(None), 30, 25)  # in the white square
    assert (sets["emboss"][flat] == inside[flat]).all()
    assert (sets["sharpen"][flat] == inside[flat]).all()
    assert (sets["laplacian"][flat] == 0).all() and (sets["sobel"][flat] == 0).all()
    assert sets["luminance"][:, 30, 25] == pytest.approx([234.278, 233.86, 231.6667], abs=0.01)
    # Red meets blue: the sum of the colours is the same on both sides, their difference is not.
    brightness, colour = sets["colour_edge"][:, 140, 138]
    assert brightness == 0 and colour != 0
    assert (sets["eight"][4:] == -sets["eight"][:4]).all()


def test_the_second_layer_answers_at_the_corners_of_a_square_alone() -> None:
    f = KERNEL_SETS["corners"].filters
    x = np.zeros((3, 60, 60), np.uint8)
    x[:, 20:40, 20:40] = 200
    _, z = maps(f, x, 2)
    found = [tuple(int(n) for n in np.unravel_index(each.argmax(), each.shape)) for each in z]
    # Upper left, upper right, lower left, lower right, in a map of half the size.
    (a, b), (c, d), (e, g), (h, i) = found
    assert a == c < e == h and b == g < d == i
    along = z[:, (a + e) // 2, :]  # half-way down the sides: upright edges and nothing else
    assert np.abs(along).max() == 0


def test_an_address_says_all_of_a_study() -> None:
    for name in KERNEL_SETS:
        study = Study(picture="coffee").choose(name).between(relu=False)
        again = read(study.write())
        assert again.write() == study.write()
        assert (again.filters.first == study.filters.first).all()
        assert again.filters.relu == study.filters.relu or study.filters.second is None
    edited = Study().choose("corners").edit(2, "k 3 1 0 2", "-1/4").edit(1, "k 0 0 0 0", "7")
    again = read(edited.write())
    assert again.kernels == OWN and again.filters.second is not None
    assert again.filters.second[3, 1, 0, 2] == -0.25 and again.filters.first[0, 0, 0, 0] == 7


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=27, max_size=27),
    st.sampled_from([(1, 3, 3, 3), (9 // 3, 3, 1, 3)]),
)
def test_own_kernels_come_back_exactly(values: list[float], shape: tuple[int, ...]) -> None:
    weight = np.array(values).reshape(shape) + 0.0
    study = Study(kernels=OWN, filters=KERNEL_SETS["sobel"].filters)
    changed = Study(kernels=OWN, filters=type(study.filters)(weight))
    assert (read_own(write_own(changed.filters)).first == weight).all()


@given(st.text(max_size=80) | st.from_regex(r"1\.[A-Za-z0-9_-]{0,60}", fullmatch=True))
def test_any_text_for_own_kernels_is_kernels_or_refused(text: str) -> None:
    try:
        assert read({"kernels": OWN, "own": text}).filters.first.shape[1] == 3
    except ExperimentError as error:
        assert "broken" in str(error)


NO_KERNELS: tuple[Any, ...] = (
    [],
    {"first": 3},
    {"first": [[[["a"]]]]},
    {"first": [[[[1]]]]},
    {"first": [[[[1], [1, 2]]] * 3]},
    {"first": np.ones((1, 3, 9, 9)).tolist()},
    {"first": np.ones((9, 3, 1, 1)).tolist()},
    {"first": np.ones((1, 3, 1, 1)).tolist(), "second": np.ones((1, 2, 1, 1)).tolist()},
    {"first": np.full((1, 3, 1, 1), 1e9).tolist()},
    {"first": np.ones((1, 3, 1, 1)).tolist(), "third": 1},
)


@pytest.mark.parametrize("value", NO_KERNELS)
def test_what_is_packed_well_and_no_kernels_is_refused(value: Any) -> None:
    with pytest.raises(ExperimentError):
        read_own(pack(json.dumps(value), VERSION, COMMON))


def test_an_edit_that_can_not_be_is_refused() -> None:
    for cell, text in (("k 9 0 0 0", "1"), ("x 0 0 0", "1"), ("k 0 0 0 0", "one"), ("k", "1")):
        with pytest.raises(ExperimentError):
            Study().edit(1, cell, text)
    pasted = Study().edit(1, "k 0 1 0 0", "1 2 3\n4 5 6\n7 8 9", pasted=True)
    assert pasted.filters.first[0, 1].ravel().tolist() == [*range(1, 10)]
    assert (pasted.filters.first[0, 0] == Study().filters.first[0, 0]).all()


def test_a_picture_that_was_brought_is_found_by_its_name_until_it_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture.cache_clear()
    name, brought = keep_picture(file(Image.fromarray(COLOURS)))
    assert (brought.pixels == rgb(COLOURS)).all()
    assert (picture(name).pixels == rgb(COLOURS)).all()
    assert keep_picture(file(Image.fromarray(COLOURS), "BMP"))[0] == name
    picture.cache_clear()
    monkeypatch.setattr(pictures, "kept", gone)
    with pytest.raises(ExperimentError, match="no longer kept: choose it again"):
        picture(name)
    with pytest.raises(ExperimentError, match="no picture of this name"):
        picture("../etc/passwd")


def gone(name: str) -> bytes:
    raise GoneError("gone {name}", name=name)


def test_all_rows_are_there_and_no_number_is_cut_off() -> None:
    study = Study(picture="shapes").choose("corners")
    rows = shown(study)["rows"]
    assert [len(row["pictures"]) for row in rows] == [4, 4, 4, 4, 4]
    assert [row["layer"] for row in rows] == [1, 1, 1, 2, 2]
    _, y = maps(study.filters, picture("shapes").pixels, 1)
    end = f"{np.abs(y).max():g}"
    assert f"−{end}" in rows[1]["scale"] and f"orange {end}" in rows[1]["scale"]
    without = shown(study.between(relu=False, pool=False))["rows"]
    assert [row["title"] for row in without][2:3] == ["What the second layer reads"]
    assert len(added(study, 2, 3)["pictures"]) == 4


@pytest.mark.parametrize(("name", "layer"), [("sobel", 1), ("eight", 1), ("corners", 2)])
def test_the_numbers_of_a_window_are_those_of_the_lesson_it_opens(name: str, layer: Any) -> None:
    study = Study(picture="shapes").choose(name)
    _, made = maps(study.filters, picture("shapes").pixels, layer)
    told = window(study, layer, 1, (20, 17))
    experiment, _ = link.decode(told["s"])
    assert isinstance(experiment, Experiment) and told["page"] == "multi_output"
    assert output(experiment)[1, 0, 0] == made[1, 20, 17]
    letter = "Y" if layer == 1 else "Z"
    assert told["equation"].startswith(f"{letter}[1, 20, 17] = ")
    assert told["equation"].endswith(f"= {told['total']}")


def test_shipped_pictures_are_there() -> None:
    for name in SHIPPED:
        assert min(picture(name).pixels.shape[1:]) > 100
    for query in ({"kernels": "none"}, {"picture": "nosuch"}):
        with pytest.raises(ExperimentError, match="broken"):
            shown(read(query))
