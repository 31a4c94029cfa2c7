"""Typed and pasted text: what is understood, and what is refused with a reason."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.formats.numbers import parse_block, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        (" -0.5 ", -0.5),
        ("−2", -2),
        ("+7", 7),
        (".25", 0.25),
        ("4.", 4),
        ("1e-3", 0.001),
        ("1,5", 1.5),
        ("1/9", 1 / 9),
        ("-1 / 4", -0.25),
        ("1000000", 1e6),
        ("１．５", 1.5),
        ("－３", -3),
        ("–3", -3),
        ("—3", -3),
        ("‑3", -3),
        ("1。5", 1.5),
        ("１／４", 0.25),
        ("\u200b7", 7),
        ("7\ufeff", 7),
        ("\u2066-2\u2069", -2),
        ("1e–3", 0.001),
    ],
)
def test_a_number(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no number"),
        ("1,234", "can mean 1234 or 1.234"),
        ("abc", "not a number"),
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("1_000", "not a number"),
        ("1,2,3", "not a number"),
        ("1，2", "not a number"),
        ("5²", "not a number"),
        ("1½", "not a number"),
        ("\u200b", "no number"),
        ("1/2/3", "not a number"),
        ("0x10", "not a number"),
        ("1e999", "too large"),
        ("-1000001", "too large"),
        ("1/0", "divides by zero"),
        ("1e400/1e400", "too large"),
    ],
)
def test_no_number(text: str, reason: str) -> None:
    with pytest.raises(ExperimentError, match=reason):
        parse_number(text)


@given(st.text(max_size=40))
def test_any_text_gives_a_finite_number_or_a_reason(text: str) -> None:
    try:
        value = parse_number(text)
    except ExperimentError:
        return
    assert math.isfinite(value)


BLOCK = [[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]


@pytest.mark.parametrize(
    "text",
    [
        "1\t2\t3\n4\t5\t6\n",
        "1\t2\t3\r\n4\t5\t6\r\n",
        "1 2 3\n4 5 6",
        "1, 2, 3\n4, 5, 6",
        "1,2,3\n4,5,6",
        "1;2;3\n4;5;6",
        "[[1, 2, 3], [4, 5, 6]]",
        "[[1,2,3],[4,5,6]]",
        "[[1 2 3]\n [4 5 6]]",
        "array([[1, 2, 3],\n       [4, 5, 6]])",
        "np.array([[1., 2., 3.],\n       [4., 5., 6.]], dtype=float32)",
        "tensor([[1., 2., 3.],\n        [4., 5., 6.]], device='cpu')",
        "X = [[1, 2,\n 3], [4, 5, 6]]",
        "1，2，3\n4，5，6",
        "1、2、3\n4、5、6",
        "１\t２\t３\n４\t５\t６",
        "１　２　３\n４　５　６",
        "［［1，2，3］，［4，5，6］］",
        "1；2；3\n4；5；6",
        "\ufeff1\u200b 2 3\n4 5 6\u200e",
        "Parameter containing:\ntensor([[1., 2., 3.],\n        [4., 5., 6.]], requires_grad=True)",
        "Array([[1., 2., 3.],\n       [4., 5., 6.]], dtype=float32)",
        "A =\n\n     1     2     3\n     4     5     6\n\n",
        "A = [1 2 3; 4 5 6]",
    ],
)
def test_a_block(text: str) -> None:
    assert parse_block(text) == BLOCK


@pytest.mark.parametrize("text", ["0,5\t1,5\n2,5\t3,5", "0,5;1,5\n2,5;3,5", "0,5 1,5\n2,5 3,5"])
def test_a_decimal_comma_where_something_else_parts_the_numbers(text: str) -> None:
    assert parse_block(text) == [[[0.5, 1.5], [2.5, 3.5]]]


def test_two_numbers_in_a_row_of_a_chinese_list() -> None:
    assert parse_block("1，5") == parse_block("1、5") == [[[1, 5]]]
    assert parse_block("–1，－２") == [[[-1, -2]]]


@pytest.mark.parametrize(
    "text",
    [
        "1 2\n3 4\n\n5 6\n7 8",
        "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]",
        "ans(:,:,1) =\n\n   1   2\n   3   4\n\n\nans(:,:,2) =\n\n   5   6\n   7   8\n\n",
    ],
)
def test_several_channels(text: str) -> None:
    assert parse_block(text) == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]


@given(st.lists(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), min_size=2, max_size=4))
def test_what_numpy_prints_is_read_back(rows: list[list[float]]) -> None:
    printed = np.array2string(np.array(rows), floatmode="unique", threshold=100)
    assert parse_block(printed) == [rows]
    assert parse_block("\n".join("\t".join(map(repr, row)) for row in rows)) == [rows]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 2\n3", "not rectangular"),
        ("", "no numbers"),
        ("[[], []]", "no numbers"),
        ("1\tx", "“x” is not a number"),
        ("1,5", "can mean 1.5 or the two numbers 1 and 5"),
        ("1 " * 20_000, "characters, at most"),
    ],
)
def test_no_block(text: str, reason: str) -> None:
    with pytest.raises(ExperimentError, match=reason):
        parse_block(text)


@given(st.text(alphabet="0123456789[](),;.\t\n -e/ax−１，、；－\u200b", max_size=60))
def test_any_block_is_rectangular_or_refused(text: str) -> None:
    try:
        block = parse_block(text)
    except ExperimentError:
        return
    assert np.array(block).ndim == 3
