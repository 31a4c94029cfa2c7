"""An operation that nothing else knows of: declared here, it is drawn, played, told and edited."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from convviz.core.arguments import Array, ExperimentError
from convviz.core.conv import corr2d
from convviz.core.convolution import CONVOLUTION
from convviz.core.matrices import MATRIX_PRODUCT
from convviz.core.operation import Cells, Operation, Tensor, Term, cell
from convviz.core.pooling import POOLING, Pooling
from convviz.lessons.cells import holds, pasted, typed
from convviz.lessons.presets import presets
from convviz.lessons.tables import matrices
from convviz.playback.declared import DeclaredAnimation
from convviz.playback.film import Film
from convviz.player import player_js
from tests.browser.law import ROOMY, faults, open_film
from tests.browser.stage import Stage


@dataclass(frozen=True, eq=False)
class Corr2d:
    """D2L's `corr2d`: one channel, no bias."""

    x: Array
    k: Array


def steps(value: Corr2d) -> list[Cells]:
    found, y = [], corr2d(value.x, value.k)
    for i, j in np.ndindex(y.shape):
        places = list(np.ndindex(value.k.shape))
        reads = tuple(cell("x", i + u, j + v) for u, v in places)
        terms = tuple(
            Term((read, cell("k", u, v)), cell("p", u, v))
            for read, (u, v) in zip(reads, places, strict=True)
        )
        numbers = {cell("p", u, v): float(value.x[i + u, j + v] * value.k[u, v]) for u, v in places}
        written = cell("y", i, j)
        numbers[written] = float(y[i, j])
        found.append(Cells(reads, terms, (), (written,), numbers))
    return found


CORR2D = Operation[Corr2d](
    tensors={
        "x": Tensor("X", role="input", letter="X", walked=True),
        "k": Tensor("K", role="weight", letter="K", walked=True),
        "p": Tensor("Products", walked=True),
        "y": Tensor("Y", role="output", letter="Y", walked=True),
    },
    given=lambda value: {"x": value.x, "k": value.k},
    made=lambda value: {"y": corr2d(value.x, value.k)},
    steps=steps,
    replace=lambda value, name, numbers: replace(value, **{name: numbers}),
)

VALUE = Corr2d(np.arange(9.0).reshape(3, 3), np.arange(4.0).reshape(2, 2))
FILM = DeclaredAnimation(CORR2D, VALUE, "A correlation")
E = presets()
FILMS: Mapping[str, Callable[[str], Film]] = {
    "correlation": lambda g: DeclaredAnimation(CORR2D, VALUE, "A correlation", g),
    "convolution": lambda g: DeclaredAnimation(CONVOLUTION, E["groups_2"], "Convolution", g),
    "padded": lambda g: DeclaredAnimation(CONVOLUTION, E["padding_stride"], "Convolution", g),
    "maximum": lambda g: DeclaredAnimation(POOLING, Pooling.of(E["pool_padded"], "max"), "Max", g),
    "matrices": lambda g: DeclaredAnimation(MATRIX_PRODUCT, E["d2l_three_out"], "Product", g),
}

# The player as the app calls it: what is edited is told to Python.
MOUNTED = """<!doctype html><main></main><script type="module">
const source = new Blob([{source}], {{ type: "text/javascript" }})
const player = (await import(URL.createObjectURL(source))).default
globalThis.sent = []
globalThis.show = data => player({{ data, parentElement: document.querySelector("main"),
  setTriggerValue: (name, value) => sent.push(...value.edits ?? []) }})
show({data})
</script>"""


@pytest.mark.parametrize("name", FILMS)
def test_every_step_in_any_order_is_the_still(name: str, page: Page, tmp_path: Path) -> None:
    page.set_viewport_size(ROOMY)
    for granularity in ("product", "window"):
        film = FILMS[name](granularity)
        film.to_html(tmp_path / "film.html")
        open_film(page, tmp_path / "film.html")
        count = len(film.moments)
        assert page.locator("[data-stage]").get_attribute("data-steps") == str(count)
        order = [*range(count), *reversed(range(count))]
        order += random.Random(name).choices(range(count), k=9)
        stills = [film.still(step) for step in range(count)]
        assert faults(page, tmp_path, stills, order) == [], granularity


def test_it_is_played_and_told(exported: Callable[[Film], Stage]) -> None:
    stage = exported(FILM)
    expect(stage.shown("y 0 0")).to_have_count(1)
    assert stage.number("y 0 0") == ""
    stage.press("ArrowRight", "ArrowRight")
    active = {"x 0 1", "k 0 1", "p 0 1"}
    found = stage.root.locator("[data-active]").evaluate_all(
        "cells => cells.map(cell => cell.dataset.cell)"
    )
    assert set(found) == active
    stage.press("ArrowRight", "ArrowRight", "ArrowRight")
    stage.expect_number("y 0 0", "19")
    assert stage.equation() == "Y[0, 0] = 0·0 + 1·1 + 3·2 + 4·3 = 19"
    expect(stage.cell("x 1 2")).to_have_attribute("aria-label", "X, row 1, column 2, 5")
    expect(stage.cell("p 1 0")).to_have_attribute("aria-label", "Products, row 1, column 0, 6")
    stage.cell("x 0 0").focus()
    used = stage.root.locator("[data-uses]").evaluate_all(
        "cells => cells.map(cell => cell.dataset.cell)"
    )
    assert used == ["y 0 0"]


def test_it_is_edited_on_the_stage(page: Page, tmp_path: Path) -> None:
    def data(value: Corr2d) -> dict[str, Any]:
        film = DeclaredAnimation(CORR2D, value, "A correlation", "window")
        return {**film.payload(), "title": "", "document": "1", "taken": 0, "outbox": ""}

    html = MOUNTED.format(source=json.dumps(player_js()), data=json.dumps(data(VALUE)))
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    stage = Stage(page).open((tmp_path / "page.html").as_uri())
    stage.press("ArrowRight")
    stage.edit("k 1 1", "10")
    page.wait_for_function("sent.length > 0")
    (edit,) = page.evaluate("sent")
    after = typed(CORR2D, VALUE, edit["at"], edit["text"])
    page.evaluate("data => show(data)", data(after))
    stage.expect_number("k 1 1", "10")
    stage.expect_number("y 0 0", "47")


def test_its_numbers_stand_in_tables_and_take_what_is_typed_and_pasted() -> None:
    listed = {each.name: (each.values.tolist(), each.slot) for each in matrices(CORR2D, VALUE)}
    assert listed == {
        "X": (VALUE.x.tolist(), ""),
        "K": ([[0, 1], [2, 3]], ""),
        "Y": ([[19, 25], [37, 43]], "y"),
    }
    assert typed(CORR2D, VALUE, "x 2 2", "-7").x[2, 2] == -7
    block = pasted(CORR2D, VALUE, "x 1 1", "10 20\n30 40")
    assert block.x.tolist() == [[0, 1, 2], [3, 10, 20], [6, 30, 40]]
    assert holds(CORR2D, VALUE, "k 1 1") and not holds(CORR2D, VALUE, "k 2 0")
    for name in ("k 2 0", "y 0 0", "p 0 0", "z 0 0", "x"):
        with pytest.raises(ExperimentError, match="There is no cell"):
            typed(CORR2D, VALUE, name, "1")
    with pytest.raises(ExperimentError, match="there is room for 1 × 2"):
        pasted(CORR2D, VALUE, "x 2 1", "1 2\n3 4")
