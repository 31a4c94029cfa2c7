"""One document for all: whatever is done to it, Undo and Redo lead back and forth as in lists."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from convviz.core.arguments import ExperimentError
from convviz.core.network import Layer, Network
from convviz.core.two_kernels import TwoKernels
from convviz.lessons import content, document, kernels, networks, sheet
from convviz.lessons.document import Document, Text, last_changed, last_undone
from convviz.lessons.examples.preset import Preset
from convviz.lessons.presets import PRESETS


def read(query: Mapping[str, str]) -> int:
    if not query["n"].isdecimal():
        raise ExperimentError("{text} is no number.", text=query["n"])
    return int(query["n"])


NUMBERS = Text(("n",), 0, lambda n: {"n": str(n)}, read)
VALUES = st.integers(0, 3)


class Histories(RuleBasedStateMachine):
    """Two documents of a page against lists of all their values, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.documents = [Document(0, NUMBERS), Document(0, NUMBERS)]
        self.values: list[list[int]] = [[0], [0]]
        self.at = [0, 0]
        self.done: list[int] = []  # whose change came when
        self.undone: list[int] = []

    @rule(which=st.integers(0, 1), value=VALUES)
    def take(self, which: int, value: int) -> None:
        self.documents[which].take(value)
        values, at = self.values[which], self.at[which]
        if value != values[at]:
            self.values[which] = [*values[: at + 1], value]
            self.at[which] += 1
            self.done.append(which)
            self.undone = [each for each in self.undone if each != which]

    @rule(which=st.integers(0, 1))
    def fail(self, which: int) -> None:
        assert not self.documents[which].try_take(lambda: read({"n": "x"}))
        assert str(self.documents[which].notice) == "x is no number."

    @rule()
    def undo(self) -> None:
        found = last_changed(self.documents)
        assert (found is None) is (not self.done)
        if found:
            found.undo()
            which = self.done.pop()
            self.at[which] -= 1
            self.undone.append(which)

    @rule()
    def redo(self) -> None:
        found = last_undone(self.documents)
        assert (found is None) is (not self.undone)
        if found:
            found.redo()
            which = self.undone.pop()
            self.at[which] += 1
            self.done.append(which)

    @invariant()
    def all_is_as_the_lists_say(self) -> None:
        for found, values, at in zip(self.documents, self.values, self.at, strict=True):
            assert found.value == values[at]
            able = {"undo": at > 0, "redo": at < len(values) - 1}
            assert found.can == [name for name, possible in able.items() if possible]
            assert [each.value for each in found.past] == values[:at]
            assert NUMBERS.read(found.said) == found.value
            assert found.plain is (found.value == 0)


TestHistories = Histories.TestCase


def test_the_history_has_an_end() -> None:
    found = Document(0, NUMBERS)
    for value in range(1, document.HISTORY + 10):
        found.take(value)
    for _ in range(document.HISTORY + 10):
        found.undo()
    assert found.value == 9


@given(st.dictionaries(st.sampled_from(["n", "step", "g", "walk", "other"]), st.text(max_size=6)))
def test_whatever_an_address_says_something_is_shown(query: dict[str, str]) -> None:
    found = Document(5, NUMBERS)
    found.open(query)
    broken = "n" in query and not query["n"].isdecimal()
    assert found.value == (0 if broken or "n" not in query else int(query["n"]))
    assert (found.notice is not None) is broken
    assert found.granularity in found.granularities


LAYERS = st.builds(Layer, st.integers(1, 3), st.integers(1, 2), st.integers(0, 1), st.just(1))
KERNEL = st.lists(st.lists(st.floats(-9, 9, width=16), min_size=2, max_size=2), min_size=1)


@given(st.lists(LAYERS, min_size=1, max_size=2))
def test_a_network_is_what_its_address_says(layers: list[Layer]) -> None:
    shown = networks.Shown(Network(9, layers))
    assert networks.TEXT.read(networks.TEXT.write(shown)).network == shown.network


@given(KERNEL.filter(lambda rows: len(rows) <= 5), st.integers(0, 1))
def test_two_kernels_are_what_their_address_says(kernel: list[list[float]], around: int) -> None:
    shown = kernels.Shown(TwoKernels(kernel, [[1, 2]], around))
    assert kernels.TEXT.read(kernels.TEXT.write(shown)).two == shown.two


@given(st.sampled_from(["", *sheet.NAMES]), st.text("19 ->x,\n", max_size=30), st.integers(0, 8))
def test_what_is_compared_is_what_its_address_says(compare: str, text: str, measure: int) -> None:
    compared = sheet.Compared(compare, text.strip(), measure)
    assert sheet.TEXT.read(sheet.TEXT.write(compared)) == compared


@given(st.sampled_from(PRESETS))
def test_an_example_is_what_its_address_says(example: Preset) -> None:
    text = content.text_of(example.name)
    assert text.read({}) == text.read(text.write(text.home)) == text.home
