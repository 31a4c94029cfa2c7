"""The choices of a pooling question are what its mistakes make, counted here by plain loops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.experiment import Experiment
from convviz.core.pooling import Pooling, pooling_steps
from convviz.lessons.editing import pooling
from convviz.lessons.pooled import pooled_choices, recognised_pooled
from convviz.lessons.presets import preset
from tests.strategies import Configuration, configurations


def by_hand(e: Experiment, at: tuple[int, int, int], name: str, mode: str) -> float | None:
    (top, _), (left, _) = e.pads
    (k_h, k_w), (s_h, s_w), (height, width) = e.kernel_size, e.stride, e.input_size

    def pooled(c: int, i: int, j: int, how: str) -> float:
        there, size = [], k_h * k_w
        for u in range(k_h):
            for v in range(k_w):
                row, col = i + u - top, j + v - left
                if 0 <= row < height and 0 <= col < width:
                    there.append(float(e.x[c, row, col]))
        return {
            "max": max(there),
            "average": sum(there) / size,
            "sum": sum(there),
            "inside": sum(there) / len(there),
        }[how]

    c, i, j = at
    row, col = i * s_h, j * s_w
    if name == "channels_pooled":
        return sum(pooled(each, row, col, mode) for each in range(e.c_in))
    if name == "stride_of_one":
        return pooled(c, i, j, mode)
    of_max = {"average_for_maximum": "average", "window_added": "sum"}
    of_average = {
        "maximum_for_average": "max",
        "window_added": "sum",
        "padding_left_out": "inside",
    }
    return pooled(c, row, col, {"max": of_max, "average": of_average}[mode][name])


@given(configurations(), st.sampled_from(["max", "average"]), st.data())
def test_each_choice_is_what_its_mistake_makes(
    configuration: Configuration, mode: str, data: st.DataObject
) -> None:
    e = pooling(Experiment(**configuration))
    step = data.draw(st.sampled_from(pooling_steps(Pooling.of(e, mode))))
    choices = pooled_choices(e, step)
    assert len({choice.written for choice in choices}) == len(choices) <= 4
    assert [choice.answer for choice in choices if choice.mistake is None] == [step.result]
    for choice in choices:
        if choice.mistake:
            hand = by_hand(e, step.position, choice.mistake.name, mode)
            assert choice.answer == pytest.approx(hand)
            answer = choice.answer
            assert not isinstance(answer, tuple)
            assert choice.mistake in recognised_pooled(e, step, answer)
    assert recognised_pooled(e, step, step.result) == ()


def test_the_first_window_of_the_lesson() -> None:
    e = pooling(preset("average_pool").experiment)
    for mode in ("max", "average"):
        choices = pooled_choices(e, pooling_steps(Pooling.of(e, mode))[0])
        assert "channels_pooled" in {choice.mistake.name for choice in choices if choice.mistake}
        assert len(choices) == 4
