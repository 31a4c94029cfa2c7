"""What is drawn is declared: the player knows no tensor by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

import numpy as np
import pytest

from convviz.core.separable import Separable
from convviz.drawing.cells import told
from convviz.drawing.scenes import SCENES
from convviz.export.shows import examples, titles
from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from convviz.playback.cost import CostAnimation
from convviz.playback.film import Film
from convviz.playback.photo import PhotoAnimation, photograph
from convviz.playback.receptive_field import FieldAnimation
from convviz.playback.separable import SeparableAnimation
from convviz.playback.two_kernels import KernelsAnimation
from tests.languages import is_chinese, speaking

NAMED = re.compile(r'class="(?:cell|chip)[^"]*"[^>]* data-(?:cell|slot)="([^" ]+)')
PAGES = [page for page, _ in titles()]


TENSORS = {
    name: tensor
    for declared in (
        *(scene.tensors for scene in SCENES.values()),
        *(film.tensors for film in (FieldAnimation, KernelsAnimation)),
        *(film.tensors for film in (SeparableAnimation, PhotoAnimation, CostAnimation)),
    )
    for name, tensor in declared.items()
}


def films() -> Iterator[Film]:
    yield SeparableAnimation(Separable(presets()["depthwise"], np.ones((2, 3))))
    yield PhotoAnimation(presets()["ycbcr"], photograph())
    yield animate(presets()["d2l_two_in"])


@pytest.mark.parametrize("page", PAGES)
def test_every_cell_of_every_lesson_is_declared(page: str) -> None:
    for show in examples(page):
        drawn = set(NAMED.findall(show.data["svg"]))
        assert drawn <= show.data["tensors"].keys(), show.title


def test_every_cell_of_the_further_films_is_declared() -> None:
    for film in films():
        drawn = set(NAMED.findall(film.layout.body))
        assert drawn <= film.payload()["tensors"].keys(), film.scene


def test_what_can_be_edited_is_what_a_convolution_is_made_of() -> None:
    declared = animate(presets()["d2l_three_out_biases"], "multi_output").payload()["tensors"]
    assert {name for name, each in declared.items() if each.get("editable")} == {"x", "k", "b"}
    assert {name for name, each in declared.items() if each.get("role") == "output"} == {"y"}
    assert declared["k"]["part"] == "K kernel {0}, channel {1}"
    assert declared["y"]["letter"] == "Y" and "letter" not in declared["x"]


def test_a_declaration_is_in_the_language_in_use() -> None:
    with speaking("zh"):
        said = told(TENSORS, TENSORS)
    for name, each in said.items():
        texts = [each.get("whole", ""), each.get("part", ""), *each.get("parts", {}).values()]
        assert all(is_chinese(text) for text in texts if len(text) > 1), name
    assert said.keys() == TENSORS.keys()
    assert told(TENSORS, ["x", "cursor"]).keys() == {"x"}


def test_no_script_knows_the_name_of_a_tensor() -> None:
    names = "|".join(TENSORS)
    knows = re.compile(rf'["`(/^|](?:{names}) ["`$|\d]|\^\[[a-z]+\] |=== "(?:{names})"')
    for script in files("convviz.player").joinpath("src").iterdir():
        if script.name.endswith(".js"):
            assert not knows.search(script.read_text("utf-8")), script.name
