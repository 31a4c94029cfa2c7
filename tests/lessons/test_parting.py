"""Where a mistake and the rule part is said with the numbers of both."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import convviz as cv
from convviz.core.experiment import Experiment
from convviz.formats.numerals import exact
from convviz.lessons.mistakes import ALL, mistakes
from convviz.lessons.parting import parting
from convviz.lessons.presets import presets
from tests.lessons.test_mistakes import positions
from tests.strategies import Configuration, configurations

D2L = presets()["d2l_two_in"]


def said(name: str, experiment: Experiment) -> str:
    return str(parting(mistakes()[name], experiment, (0, 0, 0)))


def test_the_chapters_first_number() -> None:
    assert said("one_slice", D2L) == (
        "They part at channel 1, row 0 and column 0 of the kernel: with the mistake 1 · 0 = 0, "
        "by the rule 1 · 1 = 1."
    )
    assert said("stacked", D2L) == said("averaged", D2L)
    assert said("averaged", D2L).startswith("All partial sums agree: only")
    assert said("grey_first", D2L) == "With the mistake 4 products are added, by the rule 8."
    biased = D2L.replace(bias=[3])
    assert said("bias_each_channel", biased).endswith(
        "The bias is 6 with the mistake, 3 by the rule."
    )
    assert parting(mistakes()["rounded_up"], D2L, (0, 0, 0)) is None


@settings(max_examples=60)
@given(configurations(), st.data())
def test_it_is_said_for_every_mistake_that_has_a_number(
    c: Configuration, data: st.DataObject
) -> None:
    e = Experiment(**c)
    at = data.draw(st.sampled_from([*positions(e)]))
    for mistake in ALL:
        message = parting(mistake, e, at)
        assert (message is None) == (mistake.step(e, at) is None)
        if message is not None and "c" in message.values:
            c_in, u, v = (int(str(message.values[name])) for name in "cuv")
            step = cv.step_at(e, at)
            first = step.channels.index(c_in)
            right = step.windows[first, u, v], step.kernel[first, u, v]
            assert str(message.values["right"]).startswith(" · ".join(map(exact, right)))
            assert message.values["right"] != message.values["wrong"]
