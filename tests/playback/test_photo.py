"""A photograph mixed by a 1×1 kernel: its pictures, the law of frames, what is there when."""

import base64
import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from convviz.core.arguments import ExperimentError, FloatArray
from convviz.core.conv import conv2d
from convviz.core.experiment import Experiment
from convviz.drawing.bitmap import picture_url, shaded_url
from convviz.drawing.picture import START
from convviz.drawing.scenes import photo as drawing
from convviz.drawing.style import TILES
from convviz.formats import link
from convviz.lessons.presets import presets
from convviz.playback.photo import GRANULARITIES, PhotoAnimation, photograph
from tests.components import control
from tests.ui.test_pages import SCRIPT, payload, run

EIGHT = Experiment(
    np.ones((3, 2, 2)),
    np.linspace(-2, 1.5, 24).reshape(8, 3, 1, 1),
    bias=[0, 1e-6, -1 / 3, 0, 0, 0, 0, 1000],
)
KERNELS = {"pointwise": presets()["pointwise"], "ycbcr": presets()["ycbcr"], "eight": EIGHT}
EVERY = pytest.mark.parametrize("name", KERNELS)


def pixels(url: str) -> FloatArray:
    data = base64.b64decode(url.removeprefix("data:image/png;base64,"))
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"), dtype=np.float64)


def shown(still: str) -> dict[str, str]:
    """The pictures that are there, by their names."""
    return {
        str(element.get("data-cell") or element.get("data-slot")): str(element.get("href"))
        for element in ET.fromstring(still).iter()
        if "bitmap" in (element.get("class") or "") and element.get("href")
    }


def equation(still: str) -> str:
    found = (e for e in ET.fromstring(still).iter() if "data-equation" in e.attrib)
    return "".join(next(found).itertext())


def test_the_shades_go_from_the_first_tile_to_the_last() -> None:
    found = pixels(shaded_url(np.array([[-2.0, 0, 2], [1, -1, 2 / 3]]), 2))
    colours = ["#{:02X}{:02X}{:02X}".format(*map(int, each)) for each in found.reshape(-1, 3)]
    assert colours[:3] == [TILES[0], TILES[3], TILES[6]]
    assert len(set(colours)) == 6
    assert pixels(shaded_url(np.zeros((2, 2)), 0)).std(axis=(0, 1)).tolist() == [0, 0, 0]


def test_a_picture_keeps_its_pixels() -> None:
    photo = photograph()
    assert np.abs(pixels(picture_url(photo)) / 255 - np.moveaxis(photo, 0, -1)).max() < 1e-9
    assert np.abs(pixels(picture_url(photo[1]))[:, :, 0] / 255 - photo[1]).max() < 1e-9


@EVERY
def test_what_the_channels_add_is_the_map(name: str) -> None:
    e, photo = KERNELS[name], photograph()
    added = drawing.responses(e, photo).sum(axis=1) + e.bias[:, None, None]
    np.testing.assert_allclose(added, conv2d(photo, e.weight, e.bias), atol=1e-9)
    end = drawing.limits(e, photo)["K·X, Y"]
    assert end >= np.abs(added).max() - 1e-9  # nothing is cut


@pytest.mark.parametrize("granularity", GRANULARITIES)
@EVERY
def test_forwards_backwards_and_jumping_show_the_state_of_the_step(
    name: str, granularity: str
) -> None:
    film = PhotoAnimation(KERNELS[name], photograph(), granularity)
    wholes = [{**film.base, **state} for state in drawing.states(film.experiment, film.pixels)]
    count = len(film.moments)
    assert count == 1 + len(wholes) * len(drawing.STOPS[granularity])
    for step in [*range(count), *reversed(range(count))]:
        moment = film.moments[step]
        assert film.state(moment.position) == (
            film.base if moment == START else wholes[moment.position]
        )
    assert film.still(0) == film.svg


def test_what_a_channel_adds_comes_one_by_one_and_then_the_sum() -> None:
    film = PhotoAnimation(presets()["pointwise"], photograph())
    given = {"photograph", "channel 0", "channel 1", "channel 2"}
    assert set(shown(film.still(0))) == given
    assert set(shown(film.still(1))) == given | {"added 0"}
    assert equation(film.still(2)) == "Y[0] = 1·R + 1·G + …"
    assert set(shown(film.still(3))) == given | {"added 0", "added 1", "added 2"}
    fourth = film.still(4)
    assert set(shown(fourth)) == given | {"added 0", "added 1", "added 2", "photo 0"}
    assert equation(fourth).startswith("Y[0] = 1·R + 1·G + 1·B: from ")
    fifth = shown(film.still(5))  # the next map begins
    assert set(fifth) == given | {"added 0", "photo 0"}


def test_a_kernel_of_other_channels_is_refused_in_words() -> None:
    with pytest.raises(ExperimentError, match="this kernel reads 4"):
        PhotoAnimation(presets()["groups_1"], photograph())
    with pytest.raises(ExperimentError, match="no granularity"):
        PhotoAnimation(EIGHT, photograph(), "product")


def page(**address: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params.update(address)
    app.switch_page("pointwise.py")
    return run(app)


def test_the_stage_plays_the_photograph_and_gives_the_numbers_back() -> None:
    app = page()
    assert payload(app)["scene"] == "pointwise" and not app.slider
    control(app.toggle, "photo").set_value(True)
    run(app)
    assert payload(app)["scene"] == "photo" and len(app.slider) == 6
    assert app.query_params["photo"] == "1"
    control(app.slider, "weight 1 2").set_value(0.25)
    run(app)
    assert payload(app)["base"]["k 1 2 0 0"][0] == "0.25"
    control(app.toggle, "photo").set_value(False)
    run(app)
    assert payload(app)["scene"] == "pointwise" and "photo" not in app.query_params


def test_a_link_opens_the_photograph_at_a_step() -> None:
    app = page(photo="1", step="5", g="window", s=link.encode(presets()["ycbcr"]))
    assert payload(app)["scene"] == "photo"
    assert payload(app)["view"]["step"] == 5
    other = page(photo="1", s=link.encode(presets()["groups_1"]))
    assert payload(other)["scene"] == "pointwise"
    assert [each.value for each in other.info] == [
        "A photograph has 3 channels, R, G and B: this kernel reads 4. Set C_in to 3."
    ]
