"""Choices differ, one is right, and each of the others is what its mistake gives."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convviz as cv
from convviz.core.experiment import Experiment
from convviz.formats.numerals import number
from convviz.lessons.choices import (
    MOST,
    Choice,
    bias_choices,
    map_choices,
    shape_choices,
    sum_choices,
    total_choices,
    weight_choices,
)
from convviz.lessons.presets import presets
from tests.lessons.test_mistakes import by_hand, positions, rules
from tests.strategies import Configuration, configurations


def right_among(choices: tuple[Choice, ...]) -> Choice:
    """The one right choice of some that all differ."""
    assert len({each.written for each in choices}) == len(choices) <= MOST
    (right,) = (each for each in choices if each.mistake is None)
    return right


@settings(max_examples=100)
@given(configurations(), st.data())
def test_one_choice_is_right_and_the_others_are_what_mistakes_give(
    c: Configuration, data: st.DataObject
) -> None:
    e = Experiment(**c)
    at = data.draw(st.sampled_from([*positions(e)]))
    choices = total_choices(e, at)
    truth = by_hand(e, at, {})
    assert right_among(choices).answer == pytest.approx(truth)
    changed = rules(e)
    for each in choices:
        if each.mistake is not None:
            wrong = by_hand(e, at, changed[each.mistake.name])
            if isinstance(wrong, tuple):
                assert each.answer == pytest.approx(wrong)
                assert wrong != (truth,)
            elif wrong is not None:  # a reflected border has room for less padding only
                assert each.answer == pytest.approx(wrong)
                assert number(wrong) != number(truth)
    channel = data.draw(st.sampled_from(cv.step_at(e, at).channels))
    sums = sum_choices(e, at, channel)
    assert right_among(sums).answer == by_hand(
        e, at, {"combine": lambda s, b: s[cv.step_at(e, at).channels.index(channel)]}
    )
    assert right_among(shape_choices(e)).answer == e.output_shape
    assert right_among(map_choices(e)).answer == e.c_out
    assert right_among(weight_choices(e)).answer == len([*product(*map(range, e.weight.shape))])
    assert right_among(bias_choices(e)).answer == e.c_out


def test_the_chapters_first_numbers() -> None:
    d2l = presets()["d2l_two_in"]
    named = {
        each.written: each.mistake and each.mistake.name for each in total_choices(d2l, (0,) * 3)
    }
    assert named == {
        ("56",): None,
        ("19", "37"): "stacked",
        ("28",): "averaged",
        ("44",): "one_slice",
    }
    assert {each.written for each in sum_choices(d2l, (0, 0, 0), 1)} >= {("37",), ("25",)}
    assert sum_choices(d2l, (0, 0, 0), 7) == ()
    three = presets()["d2l_three_out"]
    assert {each.answer for each in map_choices(three)} == {3, 6, 2}
    assert {each.answer for each in weight_choices(three)} >= {24, 12}
    assert {each.answer for each in bias_choices(three)} == {3, 1, 6}


def test_a_question_has_its_order_and_the_right_one_no_place_of_its_own() -> None:
    e = presets()["d2l_three_out"]
    asked = [*positions(e)]
    places = [[each.mistake for each in total_choices(e, at)].index(None) for at in asked]
    assert places == [[each.mistake for each in total_choices(e, at)].index(None) for at in asked]
    assert len({*places}) > 1
