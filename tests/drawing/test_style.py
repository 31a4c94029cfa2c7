"""Numbers and colours as they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.drawing import style
from convviz.formats import numerals


@pytest.mark.parametrize(
    ("value", "shown", "full"),
    [
        (0.0, "0", "0"),
        (-3.0, "−3", "−3"),
        (9999.0, "9999", "9999"),
        (12345.0, "1.234e4", "12345"),
        (0.2126, "0.2126", "0.2126"),
        (-0.168736, "−0.1687", "−0.168736"),
        (1e-7, "1e−7", "1e−7"),
        (1 / 9, "0.1111", "0.1111111111111111"),
    ],
)
def test_number_format(value: float, shown: str, full: str) -> None:
    assert (numerals.number(value), numerals.exact(value)) == (shown, full)


@given(st.floats(-1e6, 1e6))
def test_the_exact_form_loses_nothing_and_the_short_one_fits(value: float) -> None:
    assert float(numerals.exact(value).replace(numerals.MINUS, "-")) == value
    assert len(numerals.number(value)) <= 12  # the style has a size for each length


@given(st.floats(-100, 100), st.floats(1e-3, 100))
def test_a_value_and_its_negative_are_mirror_images(value: float, end: float) -> None:
    value = max(-end, min(end, value))
    assert 0 <= style.tile(value, end) <= 6
    assert style.tile(value, end) + style.tile(-value, end) == 6


def test_the_scale_is_symmetric_and_holds_every_value() -> None:
    assert style.limit([1, -5, 2], [3.5]) == 5
    assert style.limit([]) == 0
    assert style.tile(0, 0) == 3
    assert style.scale("X", 5) == "X: colours from −5 to 5"
