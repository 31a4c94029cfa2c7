"""Each mistake gives what its wrong rule gives, worked out here by plain loops."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convviz as cv
from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.lessons.mistakes import ALL, Mistake, recognised
from convviz.lessons.presets import presets
from tests.strategies import Configuration, configurations

D2L = presets()["d2l_two_in"]
FIRST = (0, 0, 0)

Rule = dict[str, Any]


def by_hand(e: Experiment, at: tuple[int, int, int], rule: Rule) -> Any:
    """One output number in plain loops, with a rule changed; None where there is none."""
    o, i, j = at
    (top, bottom), (left, right) = rule.get("pads", e.pads)
    (s_h, s_w), (d_h, d_w) = rule.get("stride", e.stride), rule.get("dilation", e.dilation)
    (h, w), (k_h, k_w) = e.input_size, rule.get("kernel", e.kernel_size)
    rows, cols = i * s_h + d_h * (k_h - 1), j * s_w + d_w * (k_w - 1)
    if rows >= h + top + bottom or cols >= w + left + right:
        return None

    def read(c: int, row: int, col: int) -> float:
        row, col = row - top, col - left
        if not (0 <= row < h and 0 <= col < w):
            if e.padding_mode == "zeros":
                return float(rule.get("fill", 0))
            row = reflected(row, h, e.padding_mode)
            col = reflected(col, w, e.padding_mode)
        return float(e.x[c, row, col])

    c_group = e.weight.shape[1]
    first = o // (e.c_out // e.groups) * c_group
    channels = range(e.c_in) if rule.get("all") else range(first, first + c_group)
    sums = []
    for n, c in enumerate(channels):
        total = 0.0
        for u, v in product(range(k_h), range(k_w)):
            slice_ = rule.get("slice", n) % c_group
            at_kernel = (k_h - 1 - u, k_w - 1 - v) if rule.get("flip") else (u, v)
            if rule.get("spread"):
                at_kernel = (0, 0)
            row, col = i * s_h + d_h * u, j * s_w + d_w * v
            value = (
                sum(read(m, row, col) for m in range(e.c_in)) / e.c_in
                if rule.get("grey")
                else read(c, row, col)
            )
            weight = rule.get("weight", float(e.weight[o, slice_, *at_kernel]))
            total += value * (0 if rule.get("only") and n != o else weight)
        sums.append(total)
    if rule.get("grey"):
        sums = sums[:1]
    bias = float(e.bias[o]) * rule.get("bias", 1)
    combine: Callable[[list[float], float], Any] = rule.get("combine", lambda s, b: sum(s) + b)
    return combine(sums, bias)


def reflected(index: int, length: int, mode: str) -> int:
    if mode == "circular":
        return index % length
    if mode == "replicate":
        return min(max(index, 0), length - 1)
    return -index if index < 0 else 2 * (length - 1) - index if index >= length else index


def rules(e: Experiment) -> dict[str, Rule]:
    """What each mistake that changes a number changes, where it changes anything."""
    (d_h, d_w), (k_h, k_w) = e.dilation, e.kernel_size
    found: dict[str, Rule] = {
        "stacked": {"combine": lambda s, b: tuple(s)},
        "averaged": {"combine": lambda s, b: sum(s) / len(s) + b},
        "multiplied": {"combine": lambda s, b: math.prod(s) + b},
        "flipped": {"flip": True},
        "no_bias": {"bias": 0},
        "bias_each_channel": {"bias": e.weight.shape[1]},
        "padding_in_all": {"pads": tuple((p // 2, q - q // 2) for p, q in e.pads)},
        "no_padding": {"pads": ((0, 0), (0, 0))},
        "dilation_as_gap": {"dilation": (d_h + (k_h > 1), d_w + (k_w > 1))},
        "no_stride": {"stride": (1, 1)},
    }
    if e.weight.shape[1] > 1:
        found["one_slice"] = {"slice": 0}
    if e.groups == 1 and e.c_in > 1:
        found["grey_first"] = {"grey": True, "slice": 0}
    if e.padding_mode == "zeros":
        found["padding_with_ones"] = {"fill": 1}
    if e.kernel_size == (1, 1) and e.padding_mode == "zeros":
        pads = tuple((p + 1, q + 1) for p, q in e.pads)
        found["neighbours"] = {"kernel": (3, 3), "spread": True, "pads": pads, "dilation": (1, 1)}
    if e.kernel_size == (1, 1) and e.groups == 1 and e.c_out <= e.c_in:
        found["only_scaled"] = {"only": True}
        found["unchanged"] = {"only": True, "weight": 1.0, "bias": 0}
    if e.groups > 1:
        found["no_groups"] = {"all": True}
    return found


def positions(e: Experiment) -> Iterator[tuple[int, int, int]]:
    """Corners of the first and the last map."""
    c_out, h, w = e.output_shape
    yield from product({0, c_out - 1}, {0, h - 1}, {0, w - 1})


@settings(max_examples=150)
@given(configurations())
def test_a_mistake_gives_what_its_wrong_rule_gives(c: Configuration) -> None:
    e = Experiment(**c)
    changed = rules(e)
    for at in positions(e):
        truth = cv.step_at(e, at).total
        for mistake in ALL:
            answer = mistake.answer(e, at)
            rule = changed.get(mistake.name)
            expected = None if rule is None else by_hand(e, at, rule)
            if expected in (truth, (truth,)) or (e.padding_mode == "reflect" and expected is None):
                expected = None
            if isinstance(expected, float) and answer is not None:
                assert answer == pytest.approx(expected, rel=1e-12), mistake.name
            else:
                assert answer == expected, mistake.name


def test_the_choices_of_the_chapters_first_number() -> None:
    """Ask for it: 56, "19 and 37", 28 or 44 (D2L's two input channels)."""
    assert cv.step_at(D2L, FIRST).total == 56
    # There is no bias to forget.
    names = ("stacked", "averaged", "one_slice", "no_bias")
    assert [cv.mistakes()[name].answer(D2L, FIRST) for name in names] == [(19, 37), 28, 44, None]


@settings(max_examples=100)
@given(configurations(), st.data())
def test_where_is_the_first_product_that_is_another(c: Configuration, data: st.DataObject) -> None:
    e = Experiment(**c)
    at = data.draw(st.sampled_from([*positions(e)]))
    right = cv.step_at(e, at)
    for mistake in ALL:
        where, wrong = mistake.where(e, at), mistake.step(e, at)
        if wrong is None:
            assert where is None
            continue
        alike = right.windows.shape == wrong.windows.shape
        before = [*product(*map(range, right.windows.shape))] if alike else []
        if where is not None and alike and len(where) == 3:
            assert (right.windows[where], right.kernel[where]) != (
                wrong.windows[where],
                wrong.kernel[where],
            )
            before = before[: before.index(where)]
        if where is None or alike:
            assert all(
                (right.windows[each], right.kernel[each])
                == (wrong.windows[each], wrong.kernel[each])
                for each in before
            )


def test_shapes_and_weights_that_are_believed() -> None:
    e = Experiment([[[0] * 8] * 8] * 2, [[[[1] * 3] * 3] * 2] * 3, stride=2, padding=1)
    assert e.output_shape == (3, 4, 4)
    named = cv.mistakes()
    shapes = {name: each.output_shape(e) for name, each in named.items()}
    assert shapes["stacked"] == (6, 4, 4)
    assert shapes["map_for_each_input"] == (2, 4, 4)
    assert shapes["rounded_up"] == (3, 5, 5)
    assert shapes["no_stride"] == (3, 8, 8)
    assert shapes["no_padding"] == (3, 3, 3)
    assert shapes["averaged"] is None
    weights = {name: each.weight_count(e) for name, each in named.items()}
    assert (weights["one_slice"], weights["weights_of_each_pixel"]) == (27, 54 * 16)
    assert weights["no_groups"] is None
    biases = {name: each.bias_count(e) for name, each in named.items()}
    assert (biases["one_bias"], biases["bias_each_channel"], biases["no_bias"]) == (1, 6, None)


def test_a_typed_number_is_recognised_the_likeliest_first() -> None:
    assert [each.name for each in recognised(D2L, FIRST, 28)] == ["averaged", "flipped"]
    assert [each.name for each in recognised(D2L, FIRST, 44)] == ["one_slice"]
    assert recognised(D2L, FIRST, 56) == () == recognised(D2L, FIRST, 57)


@pytest.mark.parametrize("mistake", ALL, ids=lambda each: each.name)
def test_every_mistake_says_why_and_what_is_true(mistake: Mistake) -> None:
    assert mistake.why.endswith(".") and mistake.truth.endswith(".")
    assert not mistake.title.endswith(".")
    e = presets()["d2l_three_out_biases"].replace(padding=2, stride=2)
    pixel = presets()["pointwise"]
    apart = presets()["groups_2"]
    told = [
        found
        for each in (e, pixel, apart)
        for found in (
            mistake.answer(each, FIRST),
            mistake.answer(each, (0, 1, 1)),
            mistake.output_shape(each),
            mistake.weight_count(each),
            mistake.bias_count(each),
        )
    ]
    assert any(found is not None for found in told) or mistake.name == "sizes_added"


def test_a_position_outside_is_refused() -> None:
    with pytest.raises(ExperimentError, match="Position o"):
        ALL[0].answer(D2L, (1, 0, 0))
