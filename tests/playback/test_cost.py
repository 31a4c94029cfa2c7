"""Cost as a film: the arithmetic gives the number, nothing is there before its step."""

import random
import re
import xml.etree.ElementTree as ET

import pytest

from convviz.core.arguments import ExperimentError
from convviz.core.cost import Design, total
from convviz.drawing.picture import START
from convviz.drawing.scenes import cost as drawing
from convviz.drawing.scenes.cost_places import lines
from convviz.formats.design import parse_design
from convviz.lessons.comparisons import COMPARISONS
from convviz.lessons.quantities import QUANTITIES
from convviz.playback.cost import GRANULARITIES, MOST, CostAnimation

DEEP = parse_design("3 -> 8, 3x3, 32x32, stride 2x1, pad 1+0x2\n" + "-> 8, 1x1, groups 4\n" * 9)
DESIGNS = {
    f"{each.name} {name}": design for each in COMPARISONS for name, design in each.designs.items()
} | {"deep": DEEP}
FILMS = {
    **{each.name: tuple(each.designs.items()) for each in COMPARISONS},
    "five": tuple((f"Design {n}", DEEP) for n in range(MOST)),
}
EVERY = pytest.mark.parametrize("name", FILMS)


def text(element: ET.Element) -> str:
    return "".join(element.itertext())


def equation(still: str) -> str:
    return next(text(e) for e in ET.fromstring(still).iter() if "data-equation" in e.attrib)


def shown(still: str) -> dict[str, str]:
    """The counts and ratios that are there, by their names."""
    found = {}
    for element in ET.fromstring(still).iter():
        name = element.get("data-cell") or element.get("data-slot") or ""
        if name.startswith(("count ", "ratio ")) and text(element):
            found[name] = text(element)
    return found


@pytest.mark.parametrize("name", DESIGNS)
def test_the_arithmetic_gives_the_count(name: str) -> None:
    design: Design = DESIGNS[name]
    for each in QUANTITIES:
        said = each.arithmetic(design)
        if "…" in said:
            assert name == "deep"
            continue
        plain = said.replace("·", "*").replace("−", "-").replace(",", "")
        assert re.fullmatch(r"[\d+*() -]+", plain)
        assert eval(plain) == each.count(total(design)), each.label  # digits and signs alone


@pytest.mark.parametrize("granularity", GRANULARITIES)
@EVERY
def test_forwards_backwards_and_jumping_show_the_state_of_the_step(
    name: str, granularity: str
) -> None:
    film = CostAnimation(FILMS[name], granularity=granularity)
    compared = drawing.Compared(film.designs)
    wholes = [{**film.base, **state} for state in drawing.states(compared)]
    count = len(film.moments)
    assert len(wholes) == len(film.frames) == len(QUANTITIES)
    jumps = random.Random(name).choices(range(count), k=9)
    for step in [*range(count), *reversed(range(count)), *jumps]:
        moment = film.moments[step]
        assert film.state(moment.position) == (
            film.base if moment == START else wholes[moment.position]
        )
    assert film.still(0) == film.svg


def test_the_formula_comes_and_then_the_number() -> None:
    film = CostAnimation(FILMS["inception"])
    assert shown(film.still(0)) == {} and equation(film.still(0)) == ""
    law = "Weights = c_o·c_i·k_h·k_w; "
    assert equation(film.still(1)) == f"{law}5×5: 32·192·5·5"
    assert shown(film.still(1)) == {}
    assert equation(film.still(2)) == f"{law}5×5: 32·192·5·5 = 153,600"
    assert shown(film.still(2)) == {"count 0 0": "153,600"}
    assert equation(film.still(3)) == f"{law}1×1, then 5×5: 16·192·1·1 + 32·16·5·5"
    assert shown(film.still(4)) == {
        "count 0 0": "153,600",
        "count 0 1": "15,872",
        "ratio 0 1": "÷ 9.677",
    }
    last = film.still(len(film.moments) - 1)
    assert len([name for name in shown(last) if name.startswith("count")]) == 16
    assert equation(last).endswith("numbers, 1.461 MiB")


def test_a_design_or_a_count_may_be_one_step() -> None:
    film = CostAnimation(FILMS["resnet"], granularity="channel")
    assert len(film.moments) == 1 + 4 * len(QUANTITIES)
    assert list(shown(film.still(1))) == ["count 0 0"]
    film = CostAnimation(FILMS["resnet"], granularity="window")
    assert len(film.moments) == 1 + len(QUANTITIES)
    assert len(shown(film.still(1))) == 4 + 3


def test_another_design_may_be_the_measure() -> None:
    film = CostAnimation(FILMS["inception"], measure=1)
    found = shown(film.still(len(film.moments) - 1))
    assert found["ratio 0 0"] == "× 9.677" and "ratio 0 1" not in found
    assert "1×1, then 5×5" in film.headline


def test_as_many_as_can_be_read_fit() -> None:
    with pytest.raises(ExperimentError, match="6 designs can't be compared side by side"):
        CostAnimation(tuple((f"{n}", DEEP) for n in range(MOST + 1)))
    with pytest.raises(ExperimentError, match="0 designs"):
        CostAnimation(())
    with pytest.raises(ExperimentError, match="no granularity"):
        CostAnimation(FILMS["inception"], granularity="output")


def test_a_long_design_is_broken_and_says_that_more_is_left_out() -> None:
    assert lines(["256 → 64, 1×1, 56×56"], 150, 24, 5) == ["256 → 64,", "1×1, 56×56"]
    assert lines(["a"] * 9, 150, 24, 3) == ["a", "a", "…"]
