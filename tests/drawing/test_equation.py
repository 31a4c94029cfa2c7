"""What stands on both sides of an equals sign is equal, at every phase of every position."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.core.experiment import Experiment
from convviz.core.step import steps
from convviz.drawing.equation import equations
from convviz.drawing.style import text_width
from convviz.formats.numerals import number
from convviz.playback.animation import animate
from tests.playback.test_animation import CASES, EXAMPLES
from tests.strategies import configurations

NUMBER = r"\d+(?:\.\d+)?(?:e−?\d+)?"
OPEN = r"(?:.*\+ )?…|.*\+ …\)|.*, …\)|max\(…\)|\((?:.*\+ )?…\) / \d+"


@dataclass(frozen=True)
class Range:
    """All that a shown number may stand for: as shown, and half a unit of its fourth figure off."""

    shown: Fraction
    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, text: str) -> "Range":
        shown = Fraction(text.replace("−", "-"))
        figures = math.floor(math.log10(abs(shown))) if shown else 0
        half = Fraction(10) ** (figures - 3) / 2 if shown else Fraction(0)
        return cls(shown, shown - half, shown + half)

    def __neg__(self) -> "Range":
        return Range(-self.shown, -self.high, -self.low)

    def __add__(self, other: "Range") -> "Range":
        return Range(self.shown + other.shown, self.low + other.low, self.high + other.high)

    def __mul__(self, other: "Range") -> "Range":
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(self.shown * other.shown, min(ends), max(ends))

    def __truediv__(self, other: "Range") -> "Range":
        return Range(*(end / other.shown for end in (self.shown, self.low, self.high)))

    def __lt__(self, other: "Range") -> bool:
        return self.shown < other.shown


def largest(*numbers: Range) -> Range:
    return max(numbers)


@cache
def value(side: str) -> Range:
    """Work out one side as a person reads it; −∞ is less than every number."""
    written = side.replace("−∞", "LEAST")
    written = re.sub(NUMBER, lambda found: f"number('{found[0]}')", written)
    names = {"number": Range.of, "max": largest, "LEAST": Range.of("−1e99")}
    result = eval(written.replace("·", "*").replace("−", "-"), {"__builtins__": {}}, names)
    assert isinstance(result, Range)
    return result


def lines_of(line: Mapping[str, Any], end: int) -> list[str]:
    """What is shown at every phase; nothing shown is wider than what was reckoned with."""
    widest = sum(text_width(token.text) for token in line["tokens"] if not token.last)
    found = []
    for phase in range(end + 1):
        visible = [t.text for t in line["tokens"] if t.first <= phase < (t.last or end + 1)]
        found.append("".join(visible))
        assert text_width(found[-1]) <= widest + 1e-9
    return found


def check(lines: list[str], result: float) -> None:
    """Check that each side equals that before it, if both are whole; the first is the result."""
    exact = Fraction(result)
    for text in lines:
        name, *parts = re.split(r" (=|≈) ", text)
        assert re.fullmatch(r"Y\[\d+,\d+(,\d+)?\]", name), text
        before: Range | None = Range(exact, exact, exact)
        for sign, side in zip(parts[::2], parts[1::2], strict=True):
            after = None if re.fullmatch(OPEN, side) else value(side)
            if before is not None and after is not None:
                near = Fraction(1, 10**9) * max(abs(after.low), abs(after.high), abs(before.shown))
                if sign == "=":
                    assert abs(after.shown - before.shown) <= near, text
                else:
                    assert after.low <= before.high and before.low <= after.high, text
            before = after
    assert "…" not in lines[-1]


@pytest.mark.parametrize(("scene", "name"), CASES)
def test_every_side_of_every_equation_is_equal(scene: str, name: str) -> None:
    animation = animate(EXAMPLES[name], scene)
    line: Any = None
    for step, frame in zip(animation.steps, animation.frames, strict=True):
        line = frame.get("equation", line)
        o, i, j = step.position
        cell = animation.base[f"y {o} {i} {j}"]
        result = float(cell[2 if len(cell) > 2 else 0].replace("−", "-"))
        check(lines_of(line, animation.shape.end), result)


@settings(max_examples=40)
@given(configurations(), st.sampled_from([1, 7, 1000, 10**5, 1e-3]), st.booleans(), st.booleans())
def test_it_is_so_with_any_numbers_and_biases(
    configuration: dict[str, Any], divisor: float, weight_first: bool, biased: bool
) -> None:
    made = dict(configuration)
    if biased:
        made["bias"] = np.arange(len(made["weight"])) - 1.5
    for name in ("x", "weight", "bias"):
        if made[name] is not None:
            made[name] = made[name] / divisor
    made_steps = list(steps(Experiment(**made)))
    written = equations(made_steps, 800, 2, weight_first=weight_first)
    for step, line in zip(made_steps, written, strict=True):
        check(lines_of(line, step.products.size + 1), step.total)


def test_what_rounding_leaves_of_a_sum_that_is_zero_is_no_equality() -> None:
    x = np.array([[[0.006, 0.006]], [[0.004, 0.004]]])
    experiment = Experiment(x, [[[[0.003, -0.005]], [[0.005, -0.002]]]])
    (step,) = steps(experiment)
    assert step.total != 0
    (line,) = equations([step], 800, 2)
    assert lines_of(line, step.products.size + 1)[-1].endswith(f" ≈ {number(step.total)}")
