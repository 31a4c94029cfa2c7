"""Random walks over all lessons, below the user interface and through it: nothing breaks them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
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
SHOWN_WALKS, ACTIONS = 12, 30  # through the user interface
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


EDITS = st.one_of(
    st.fixed_dictionaries({"op": st.sampled_from(["undo", "redo", "reset"])}),
    st.fixed_dictionaries(
        {"at": st.sampled_from(CELLS), "text": st.sampled_from(TEXTS)},
        optional={"pasted": st.just(True)},
    ),
)
PLACES = st.fixed_dictionaries(
    {
        "step": st.integers(0, 99),
        "granularity": st.sampled_from(["product", "window", "?"]),
        "walk": st.sampled_from(["all", "window", "x"]),
    }
)


class Walk(RuleBasedStateMachine):
    """What a person does on the lessons, in any order; what breaks one of them is made short."""

    kept: ClassVar[
        list[bool]
    ]  # of each walk, whether the numbers are not those of an example at its end

    @initialize(lesson=st.sampled_from([*LESSONS.values()]))
    def begin(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.current = opened(lesson)

    @rule(lesson=st.sampled_from([*LESSONS.values()]))
    def go_to_another(self, lesson: Lesson) -> None:
        self.lesson = lesson

    @rule(data=st.data())
    def step_number(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.lesson.numbers))
        least, most = number.ends(self.current.experiment)
        chosen = data.draw(st.integers(least, most))
        self.current.attempt(lambda: number.change(self.current.experiment, chosen))

    @precondition(lambda self: self.lesson.name == "geometry")
    @rule(
        changes=st.sampled_from(
            [
                *({"padding_mode": mode} for mode in PADDING_MODES),
                *({"padding": "same"}, {"padding": "valid"}),
            ]
        )
    )
    def fill(self, changes: dict[str, Any]) -> None:
        self.current.attempt(lambda: self.current.experiment.replace(**changes))

    @precondition(lambda self: self.lesson.name == "geometry")
    @rule()
    def flip(self) -> None:
        turned = "flipped" if self.current.option("kernel") == "as it is" else "as it is"
        self.current.attempt(lambda: editing.flip(self.current.experiment), kernel=turned)

    @precondition(lambda self: self.lesson.name == "groups")
    @rule(groups=st.integers(0, 8))  # those that do not divide the channels too
    def regroup(self, groups: int) -> None:
        self.current.attempt(lambda: editing.regroup(self.current.experiment, groups))

    @precondition(lambda self: self.lesson.name == "multi_output")
    @rule(way=st.sampled_from([*editing.WAYS]))
    def derive(self, way: str) -> None:
        self.current.attempt(lambda: editing.derive(self.current.experiment, way))

    @precondition(lambda self: self.lesson.name == "pooling")
    @rule(kind=st.sampled_from(OPTIONS["pooling"]))
    def pool(self, kind: str) -> None:
        self.current.attempt(lambda: self.current.experiment, pooling=kind)

    @rule(edits=st.lists(EDITS, min_size=1, max_size=3), place=PLACES)
    def edit(self, edits: list[dict[str, Any]], place: dict[str, Any]) -> None:
        averaging = self.lesson.name == "pooling"  # whose kernel nobody can edit
        chosen = [each for each in edits if not (averaging and each.get("at", "x")[:1] == "k")]
        numbered = [{"n": self.current.taken + n, **each} for n, each in enumerate(chosen, 1)]
        take(self.current, {"edits": numbered, **place})

    @rule(data=st.data())
    def choose(self, data: st.DataObject) -> None:
        self.current.choose(data.draw(st.sampled_from(self.lesson.examples)))
        self.current.notice = None

    @invariant()
    def it_can_be_shown_and_shared(self) -> None:
        current, lesson = self.current, self.lesson
        visit(current, lesson.name, lesson.examples, lesson.accept)
        e = current.experiment
        assert e.replace() == e  # it passes its own checks anew
        assert lesson.accept(e) == (e, None)
        assert isinstance(lesson.shapes(e), str)
        experiment, view = share.decode(current.link())
        assert experiment == e
        options = {name: view[name] for name in OPTIONS if name in view}
        assert options == dict(current.options)
        again = opened(lesson)
        again.reopen({"s": current.link()})
        assert (again.experiment, again.options) == (e, current.options)

    def teardown(self) -> None:
        current = self.current
        assert animate(current.experiment, self.lesson.scene(current.options)).payload()["frames"]
        self.kept.append(current.experiment != preset(current.example).experiment)


def opened(lesson: Lesson) -> LessonDocument:
    home = lesson.examples[0]
    return LessonDocument.begin(lesson.name, home, preset(home).experiment)


def test_no_walk_ends_in_a_state_that_cannot_be_shown_or_shared() -> None:
    assert len(LESSONS) == 7

    class Noted(Walk):
        kept: ClassVar[list[bool]] = []

    run_state_machine_as_test(Noted, settings=settings(max_examples=150, stateful_step_count=30))
    assert sum(Noted.kept) > len(Noted.kept) / 6  # the walks lead somewhere


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
