"""Random walks over all lessons, below the user interface and through it: nothing breaks them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from convviz.core.geometry import PADDING_MODES
from convviz.formats import link as share
from convviz.lessons import editing
from convviz.lessons.contents import CONTENTS
from convviz.lessons.course import LESSONS
from convviz.lessons.lesson import OPTIONS, Lesson
from convviz.lessons.presets import preset
from convviz.playback.animation import animate
from convviz.ui.edits import take
from convviz.ui.state import LessonDocument
from convviz.ui.visit import visit

SCRIPT = Path(__file__).parents[2] / "pages" / "navigation.py"
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


Action = Callable[[random.Random, LessonDocument, Lesson], None]


def step_number(rng: random.Random, current: LessonDocument, lesson: Lesson) -> None:
    number = rng.choice(lesson.numbers)
    least, most = number.ends(current.experiment)
    chosen = rng.randint(least, most)
    current.attempt(lambda: number.change(current.experiment, chosen))


def fill(rng: random.Random, current: LessonDocument, lesson: Lesson) -> None:
    if lesson.name == "geometry":
        changes: dict[str, Any] = rng.choice(
            [{"padding_mode": rng.choice(PADDING_MODES)}, {"padding": "same"}, {"padding": "valid"}]
        )
        current.attempt(lambda: current.experiment.replace(**changes))


def flip(rng: random.Random, current: LessonDocument, lesson: Lesson) -> None:
    if lesson.name == "geometry":
        turned = "flipped" if current.option("kernel") == "as it is" else "as it is"
        current.attempt(lambda: editing.flip(current.experiment), kernel=turned)


def regroup(rng: random.Random, current: LessonDocument, lesson: Lesson) -> None:
    if lesson.name == "groups":
        groups = rng.randint(0, 8)  # those that do not divide the channels too
        current.attempt(lambda: editing.regroup(current.experiment, groups))


def derive(rng: random.Random, current: LessonDocument, lesson: Lesson) -> None:
    if lesson.name == "multi_output":
        way = rng.choice([*editing.WAYS])
        current.attempt(lambda: editing.derive(current.experiment, way))


def pool(rng: random.Random, current: LessonDocument, lesson: Lesson) -> None:
    if lesson.name == "pooling":
        current.attempt(lambda: current.experiment, pooling=rng.choice(OPTIONS["pooling"]))


def edit(rng: random.Random, current: LessonDocument, lesson: Lesson) -> None:
    kinds: list[dict[str, Any]] = [
        {"op": rng.choice(["undo", "redo", "reset"])},
        {"at": rng.choice(CELLS), "text": rng.choice(TEXTS)},
        {"at": rng.choice(CELLS), "text": rng.choice(TEXTS), "pasted": True},
    ]
    cells = [each for each in kinds if lesson.name != "pooling" or each.get("at", "x")[:1] != "k"]
    chosen = [{"n": current.taken + n + 1, **rng.choice(cells)} for n in range(rng.randint(1, 3))]
    place = {"step": rng.randint(0, 99), "granularity": rng.choice(["product", "window", "?"])}
    take(current, {"edits": chosen, **place, "walk": rng.choice(["all", "window", "x"])})


def choose(rng: random.Random, current: LessonDocument, lesson: Lesson) -> None:
    current.choose(rng.choice(lesson.examples))
    current.notice = None


ACTIONS_OF_A_LESSON: tuple[Action, ...] = (
    *(step_number, step_number, step_number, fill, flip, regroup, derive, pool),
    *(edit, edit, edit, choose),
)


def test_no_walk_ends_in_a_state_that_cannot_be_shown_or_shared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, lessons = 0, [*LESSONS.values()]
    assert len(lessons) == 7
    for walk in range(WALKS):
        rng = random.Random(walk)
        lesson = rng.choice(lessons)
        home = lesson.examples[0]
        current = LessonDocument.begin(lesson.name, home, preset(home).experiment)
        for _ in range(ACTIONS):
            if rng.random() < 0.15:
                lesson = rng.choice(lessons)
            else:
                rng.choice(ACTIONS_OF_A_LESSON)(rng, current, lesson)
            visit(current, lesson.name, lesson.examples, lesson.accept)
            e = current.experiment
            assert e.replace() == e  # it passes its own checks anew
            assert lesson.accept(e) == (e, None)
            assert isinstance(lesson.shapes(e), str)
            experiment, view = share.decode(current.link())
            assert experiment == e
            options = {name: view[name] for name in OPTIONS if name in view}
            assert options == dict(current.options)
            reopened = LessonDocument.begin(lesson.name, home, preset(home).experiment)
            reopened.reopen({"s": current.link()})
            assert (reopened.experiment, reopened.options) == (e, current.options)
        made = animate(current.experiment, lesson.scene(current.options))
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
    files = [entry.file for entry in CONTENTS]
    for action in range(ACTIONS):
        if action % 10 == 0:
            app.switch_page(rng.choice(files)).run()
        if not (found := widgets(app, rng)):
            continue  # all of this page is one component
        rng.choice(found)()
        app.run()
        assert not app.exception, app.exception
