"""Sizes on the wire while one predicts: what they make is not in the answer before it is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.formats import link
from convviz.lessons.changes import resize
from convviz.lessons.content import MOST_TEXT
from convviz.lessons.course import LESSONS
from convviz.lessons.presets import preset
from convviz.web.change import answer


def asked(scene: str, size: dict[str, int], **more: Any) -> tuple[int, dict[str, Any]]:
    message = {"scene": scene, "s": "", "change": {"size": size}, "predict": {"step": "0"}, **more}
    return answer(message)


def question(scene: str, size: dict[str, int], **more: Any) -> dict[str, Any]:
    status, told = asked(scene, size, **more)
    assert status == 200 and told.keys() == {"question"}, told
    found: dict[str, Any] = told["question"]
    assert found.keys() == {"text", "choices"}
    return found


@pytest.mark.parametrize(
    ("scene", "size", "text", "truth", "wrong"),
    [
        ("geometry", {"stride h": 2}, "output shape", "(1, 2, 4)", {"no_stride"}),
        ("geometry", {"before h": 2}, "output shape", "(1, 5, 4)", {"no_padding"}),
        ("geometry", {"dilation h": 2}, "output shape", "(1, 3, 4)", {"dilation_as_gap"}),
        ("multi_output", {"c_out": 4}, "feature maps", "4", {"stacked", "map_for_each_input"}),
        ("multi_output", {"c_in": 3}, "weights", "36", {"one_slice"}),
        ("multi_input", {"height": 5}, "output shape", "(1, 4, 2)", {"stacked"}),
        ("groups", {"k_h": 2}, "output shape", "(4, 1, 2)", set()),
        ("pooling", {"height": 6}, "(C, H′, W′)", "(2, 3, 2)", {"channels_pooled"}),
    ],
)
def test_what_sizes_make_is_asked_for(
    scene: str, size: dict[str, int], text: str, truth: str, wrong: set[str]
) -> None:
    lesson = LESSONS[scene]
    before = lesson.accept(preset(lesson.examples[0]).experiment)[0]
    after = resize(lesson.numbers, before, size)
    found = question(scene, size)
    assert text in found["text"]
    shown = asked(scene, size, reveal=True)[1]
    assert shown["verdict"].keys() == {"truth"} and shown["verdict"]["truth"].startswith(truth)
    assert link.decode(shown["s"], MOST_TEXT)[0] == after
    assert shown["data"]["svg"]
    named = set()
    for n, choice in enumerate(found["choices"]):
        told = asked(scene, size, answer=n)[1]
        verdict = told["verdict"]
        assert (verdict["answer"], verdict["truth"]) == (choice, shown["verdict"]["truth"])
        assert verdict["right"] == (choice == verdict["truth"]) == ("mistake" not in verdict)
        assert told["data"] == shown["data"] and told["s"] == shown["s"]
        named |= {verdict["mistake"]["name"]} if "mistake" in verdict else set()
        if "mistake" in verdict:
            typed = asked(scene, size, answer=choice)[1]["verdict"]
            assert typed["mistake"] == verdict["mistake"]
    assert wrong <= named
    typed = asked(scene, size, answer=shown["verdict"]["truth"])[1]
    assert typed["verdict"]["right"] and typed["data"] == shown["data"]


@given(data=st.data())
def test_the_question_holds_no_new_document_and_no_other_truth(data: st.DataObject) -> None:
    """Whatever sizes come: one question with distinct choices, or nothing changes that is asked."""
    lesson = LESSONS[data.draw(st.sampled_from(sorted(LESSONS)))]
    number = data.draw(st.sampled_from(lesson.numbers))
    before = lesson.accept(preset(lesson.examples[0]).experiment)[0]
    least, most = number.ends(before)
    size = {number.name: data.draw(st.integers(least, most))}
    status, told = asked(lesson.name, size)
    if status == 422:
        return
    try:
        after = lesson.accept(resize(lesson.numbers, before, size))[0]
    except ExperimentError as error:
        raise AssertionError(told) from error
    counted = (after.output_shape, 0 if lesson.name == "pooling" else after.weight.size)
    same = counted == (before.output_shape, 0 if lesson.name == "pooling" else before.weight.size)
    assert ("question" not in told) == same
    if not same:
        assert told.keys() == {"question"}
        choices = told["question"]["choices"]
        assert len(set(choices)) == len(choices) and (not choices or len(choices) > 2)
        shape = f"({', '.join(map(str, after.output_shape))})"
        truth = {shape, str(after.c_out), str(after.weight.size), f"{after.weight.size:,}"}
        assert not choices or truth & set(choices)


def test_nothing_else_is_asked_for() -> None:
    page = {"scene": "geometry", "s": "", "predict": {"step": "0"}}
    for change in (
        {"at": "x 0 0 0", "text": "5"},
        {"example": "padding_stride"},
        {"reset": True},
        {},
    ):
        status, told = answer({**page, "change": change})
        assert status == 200 and "question" not in told and told["data"]["svg"]
    status, told = answer({"scene": "geometry", "s": "", "change": {"size": {"stride h": 2}}})
    assert status == 200 and "question" not in told and told["data"]["svg"]  # who does not predict
    status, told = asked("cost", {"depth": 2})
    assert "question" not in told


def test_an_answer_that_is_no_number_is_told_and_a_size_that_can_not_be_is_refused_first() -> None:
    status, told = asked("geometry", {"stride h": 2}, answer="many")
    assert status == 422 and "many" in told["refused"]["message"]
    assert "data" not in told and "(1, 2, 4)" not in json.dumps(told)
    status, told = asked("geometry", {"stride h": 99})
    assert status == 422 and "question" not in told


def test_it_is_asked_in_the_language_of_the_page() -> None:
    assert "输出形状" in question("geometry", {"stride h": 2}, lang="zh")["text"]
