"""Random walks over all lessons, below the user interface and through it: nothing breaks them."""

from __future__ import annotations

import random
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import convviz.ui.page
from convviz import editing, share
from convviz.animation import animate
from convviz.experiment import PADDING_MODES, Experiment
from convviz.ui.controls import MOST_PADDING, SIZES
from convviz.ui.edits import take
from convviz.ui.page import Page
from convviz.ui.state import OPTIONS, Lesson, preset, visit

PAGES_DIR = Path(__file__).parents[1] / "pages"
SCRIPT = PAGES_DIR / "navigation.py"
WALKS, ACTIONS = 500, 30
SHOWN_WALKS = 12  # through the user interface
TEXTS = (
    *("0", "7", "-3", "0.5", "1/3", "-1e6", "1e-9", "2,5", "1 2\n3 4", "[[[1, 2], [3, 4]]]"),
    *("", "abc", "nan", "1e999", "<b>1</b>", "1\t2\t3\n4", "1 " * 300, "9" * 50),
)
CELLS = (
    "x 0 0 0",
    "x 1 0 1",
    "k 0 0 0 0",
    "k 1 0 0 0",
    "b 0",
    "b 2",
    "y 0 0 0",
    "x 9 9 9",
    "q",
    "",
)


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """What each page hands to the frame that all share."""
    found: list[Page] = []
    original = convviz.ui.page.show
    convviz.ui.page.show = found.append  # type: ignore[assignment]  # a page calls it when it runs
    try:
        for file in sorted(PAGES_DIR.glob("*.py")):
            if file != SCRIPT and "Page(" in file.read_text("utf-8"):
                runpy.run_path(str(file))
    finally:
        convviz.ui.page.show = original
    assert len(found) == 7
    return found


Action = Callable[[random.Random, Lesson, Page], None]


def resize(rng: random.Random, current: Lesson, page: Page) -> None:
    name = rng.choice(page.sizes or [*SIZES])
    sizes = {name: rng.randint(1, SIZES[name][1])}
    pooled = page.scene == "pooling"

    def make() -> Experiment:
        resized = editing.resize(current.experiment, **sizes)
        return editing.pooling(resized) if pooled else resized

    if not (pooled and name == "c_out") and not (page.scene == "geometry" and name[0] == "c"):
        current.attempt(make)


def move(rng: random.Random, current: Lesson, page: Page) -> None:
    if page.scene not in ("geometry", "pooling"):
        return
    axis = rng.randrange(2)
    if page.scene == "pooling":
        most = current.experiment.kernel_size[axis] // 2
        amount = rng.randint(0, most)
        changes = rng.choice([{"stride": rng.randint(1, 6)}, {"before": amount, "after": amount}])
    else:
        name, most = rng.choice(
            [("stride", 6), ("dilation", 5), ("before", MOST_PADDING), ("after", MOST_PADDING)]
        )
        changes = {name: rng.randint(name[0] in "sd", most)}
    current.attempt(lambda: editing.move(current.experiment, axis, **changes))


def fill(rng: random.Random, current: Lesson, page: Page) -> None:
    if page.scene == "geometry":
        changes: dict[str, Any] = rng.choice(
            [{"padding_mode": rng.choice(PADDING_MODES)}, {"padding": "same"}, {"padding": "valid"}]
        )
        current.attempt(lambda: current.experiment.replace(**changes))


def flip(rng: random.Random, current: Lesson, page: Page) -> None:
    if page.scene == "geometry":
        turned = "flipped" if current.option("kernel") == "as it is" else "as it is"
        current.attempt(lambda: editing.flip(current.experiment), kernel=turned)


def regroup(rng: random.Random, current: Lesson, page: Page) -> None:
    if page.scene == "groups":
        groups = rng.randint(0, 8)  # those that do not divide the channels too
        current.attempt(lambda: editing.regroup(current.experiment, groups))


def derive(rng: random.Random, current: Lesson, page: Page) -> None:
    if page.scene == "multi_output":
        way = rng.choice([*editing.WAYS])
        current.attempt(lambda: editing.derive(current.experiment, way))


def pool(rng: random.Random, current: Lesson, page: Page) -> None:
    if page.scene == "pooling":
        current.attempt(lambda: current.experiment, pooling=rng.choice(OPTIONS["pooling"]))


def edit(rng: random.Random, current: Lesson, page: Page) -> None:
    kinds: list[dict[str, Any]] = [
        {"op": rng.choice(["undo", "redo", "reset"])},
        {"at": rng.choice(CELLS), "text": rng.choice(TEXTS)},
        {"at": rng.choice(CELLS), "text": rng.choice(TEXTS), "pasted": True},
    ]
    cells = [each for each in kinds if page.scene != "pooling" or each.get("at", "x")[:1] != "k"]
    chosen = [{"n": current.taken + n + 1, **rng.choice(cells)} for n in range(rng.randint(1, 3))]
    place = {"step": rng.randint(0, 99), "granularity": rng.choice(["product", "window", "?"])}
    take(current, {"edits": chosen, **place, "walk": rng.choice(["all", "window", "x"])})


def choose(rng: random.Random, current: Lesson, page: Page) -> None:
    current.choose(rng.choice(page.examples))
    current.notice = None


ACTIONS_OF_A_PAGE: tuple[Action, ...] = (
    *(resize, resize, move, move, fill, flip, regroup, derive, pool),
    *(edit, edit, edit, choose),
)


def test_no_walk_ends_in_a_state_that_cannot_be_shown_or_shared(
    pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = 0
    for walk in range(WALKS):
        rng = random.Random(walk)
        page = rng.choice(pages)
        home = page.examples[0]
        current = Lesson(preset(home).experiment, page.scene, home, example=home)
        for _ in range(ACTIONS):
            if rng.random() < 0.15:
                page = rng.choice(pages)
            else:
                rng.choice(ACTIONS_OF_A_PAGE)(rng, current, page)
            visit(current, page.scene, page.examples, page.accept)
            e = current.experiment
            assert e.replace() == e  # it passes its own checks anew
            assert page.accept(e) == (e, None)
            assert isinstance(page.shapes(e), str)
            experiment, view = share.decode(current.link())
            assert experiment == e
            options = {name: view[name] for name in OPTIONS if name in view}
            assert options == dict(current.options)
            reopened = Lesson(preset(home).experiment, page.scene, home, example=home)
            reopened.open(current.link())
            assert (reopened.experiment, reopened.options) == (e, current.options)
        made = page.draw(current) if page.draw else animate(current.experiment, page.scene)
        assert made.payload()["frames"]
        kept += current.experiment != preset(current.example).experiment
    assert kept > WALKS / 2  # the walks lead somewhere


def widgets(app: AppTest, rng: random.Random) -> list[Callable[[], object]]:
    """One random use of every control of the page."""
    return [
        *(
            lambda field=field: field.set_value(rng.randint(int(field.min), int(field.max)))
            for field in app.number_input
        ),
        *(
            lambda box=box: box.select_index(rng.randrange(len(box.options)))
            for box in app.selectbox
        ),
        *(lambda each=each: each.set_value(rng.choice([True, False])) for each in app.toggle),
        *(
            lambda group=group: group.set_value(rng.choice(group.options))
            for group in app.button_group
        ),
        *(lambda button=button: button.click() for button in app.button),
        *(lambda area=area: area.set_value(rng.choice(TEXTS)) for area in app.text_area),
        *(lambda line=line: line.set_value(rng.choice(TEXTS)) for line in app.text_input),
    ]


@pytest.mark.parametrize("walk", range(SHOWN_WALKS))
def test_no_control_of_any_page_shows_a_traceback(walk: int) -> None:
    rng = random.Random(walk)
    app = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
    files = [file.name for file in sorted(PAGES_DIR.glob("*.py")) if file != SCRIPT]
    for action in range(ACTIONS):
        if action % 10 == 0:
            app.switch_page(rng.choice(files)).run()
        if not (found := widgets(app, rng)):
            continue  # all of this page is one component
        rng.choice(found)()
        app.run()
        assert not app.exception, app.exception
