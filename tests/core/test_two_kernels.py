"""Two kernels as one: the numbers of the exercise, the law of frames, what the picture marks."""

import random
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from convviz.core.arguments import ExperimentError
from convviz.core.conv import conv2d
from convviz.core.two_kernels import TwoKernels
from convviz.drawing.picture import START, cell_value
from convviz.drawing.scenes import two_kernels as drawing
from convviz.lessons.kernels import EXAMPLES, read, write
from convviz.playback.two_kernels import GRANULARITIES, KernelsAnimation

FRACTIONS = [[0.1, 1 / 3], [-0.25, 7]]
PAIRS = {
    **{name: example.two for name, example in EXAMPLES.items()},
    "fractions": TwoKernels(FRACTIONS, [[0.5, -1.5, 1 / 7]]),
    "one": TwoKernels([[3]], [[2]]),
    "one_padded": TwoKernels([[3]], [[2]], padding=1),
    "large": TwoKernels(np.arange(25).reshape(5, 5) - 12, np.eye(5), padding=1),
    "largest": TwoKernels(np.full((5, 5), 1e6), np.full((5, 5), -1e6)),
}
EVERY = pytest.mark.parametrize("name", PAIRS)


def text(element: ET.Element) -> str:
    return "".join(element.itertext())


def equation(still: str) -> str:
    return next(text(e) for e in ET.fromstring(still).iter() if "data-equation" in e.attrib)


def numbers(still: str, prefix: str) -> list[str]:
    found = {}
    for element in ET.fromstring(still).iter():
        name = element.get("data-cell") or element.get("data-slot") or ""
        if name.startswith(prefix):
            found[name] = next(text(e) for e in element if e.tag.endswith("text"))
    return list(found.values())


def at(film: KernelsAnimation, position: int, phase: int) -> str:
    """The still in which a phase of a position has just come."""
    step = next(
        step
        for step, moment in enumerate(film.moments)
        if (moment.position, moment.upto) == (position, phase)
    )
    return film.still(step)


def test_the_numbers_of_the_exercise() -> None:
    two = EXAMPLES["exercise"].two
    assert two.single.tolist() == [[1, 2, 0], [2, 4, 4], [-3, 2, 8]]
    assert two.x.tolist() == np.arange(25).reshape(5, 5).tolist()
    both = [[152, 172, 192], [252, 272, 292], [352, 372, 392]]
    assert two.twice.tolist() == two.once.tolist() == both
    assert not two.differs.any()
    same = EXAMPLES["same"].two
    assert same.single.tolist() == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
    assert EXAMPLES["edge"].two.single.tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


def test_where_zeros_between_keep_them_apart() -> None:
    two = EXAMPLES["boxes"].two
    assert two.twice.shape == two.once.shape == (5, 5)
    assert two.differs.sum() == 16 and not two.differs[1:-1, 1:-1].any()
    assert round(float(np.abs(two.twice - two.once).max()) / 81, 3) == 0.136


@EVERY
def test_the_ways_add_up_to_the_single_kernel(name: str) -> None:
    two = PAIRS[name]
    for place, weight in np.ndenumerate(two.single):
        ways = [two.first[way.first] * two.second[way.second] for way in two.ways(*place)]
        assert sum(ways) == pytest.approx(weight, rel=1e-12)
    padded = conv2d(two.padded_between[None], two.second[None, None])[0]
    np.testing.assert_allclose(padded, two.twice, rtol=1e-12)
    once = conv2d(two.padded[None], two.single[None, None])[0]
    np.testing.assert_allclose(once, two.once, rtol=1e-12)


@pytest.mark.parametrize("granularity", GRANULARITIES)
@EVERY
def test_forwards_backwards_and_jumping_show_the_state_of_the_step(
    name: str, granularity: str
) -> None:
    film = KernelsAnimation(PAIRS[name], granularity)
    wholes = [{**film.base, **state} for state in drawing.states(film.two)]
    assert len(wholes) == len(film.frames) == film.two.single.size + film.two.twice.size
    count = len(film.moments)
    order = [
        *range(count),
        *reversed(range(count)),
        *random.Random(name).choices(range(count), k=9),
    ]
    for step in order[:: 1 + count // 40]:
        moment = film.moments[step]
        whole = film.base if moment == START else wholes[moment.position]
        assert film.state(moment.position) == whole
    assert film.still(0) == film.svg


def test_a_weight_is_written_after_its_products() -> None:
    film = KernelsAnimation(EXAMPLES["exercise"].two)
    assert numbers(film.still(0), "e ") == [""] * 9
    early, whole = at(film, 4, 1), at(film, 4, 2)
    assert equation(early) == "K[1,1] = 4·1 + 3·0 + 2·(−1) + 1·2"
    assert equation(whole) == "K[1,1] = 4·1 + 3·0 + 2·(−1) + 1·2 = 4"
    assert numbers(early, "e ") == ["1", "2", "0", "2", *[""] * 5]
    assert numbers(whole, "e ") == ["1", "2", "0", "2", "4", *[""] * 4]
    assert numbers(whole, "map ") == [""] * 16
    assert numbers(whole, "y ") == numbers(whole, "once ") == [""] * 9


def test_an_output_number_is_written_by_both_ways() -> None:
    film = KernelsAnimation(EXAMPLES["exercise"].two)
    early, whole = at(film, 9, 1), at(film, 9, 2)
    first = "Y[0,0] = 41·1 + 51·0 + 91·(−1) + 101·2 = 152"
    assert equation(early) == first
    assert equation(whole).startswith(f"{first} = 0·1 + 1·2 + 2·0 + 5·2")
    assert equation(whole).endswith(" = 152")
    assert numbers(early, "y ") == numbers(whole, "once ") == ["152", *[""] * 8]
    assert numbers(early, "once ") == [""] * 9
    assert [n for n in numbers(early, "map ") if n] == ["41", "51", "91", "101"]
    last = film.still(len(film.moments) - 1)
    assert numbers(last, "y ") == numbers(last, "once ")
    assert numbers(last, "y ") == ["152", "172", "192", "252", "272", "292", "352", "372", "392"]
    assert numbers(last, "map ") == [str(n) for n in film.two.between.ravel()]


def test_what_differs_at_the_border_is_outlined_once_both_are_there() -> None:
    two = EXAMPLES["boxes"].two
    film = KernelsAnimation(two, "window")
    shown = ET.fromstring(film.still(len(film.moments) - 1))
    widths = {
        e.get("data-slot"): e[0].get("width") for e in shown.iter() if "differs" in str(e.attrib)
        and e.get("data-slot")
    }  # fmt: skip
    for (i, j), differs in np.ndenumerate(two.differs):
        for part in "YZ":
            assert (widths[f"differs {part} {i} {j}"] != "0") == differs
    first = ET.fromstring(at(film, two.single.size - 1, 2))
    outlined = [e for e in first.iter() if str(e.get("data-slot")).startswith("differs")]
    assert {e[0].get("width") for e in outlined} == {"0"}
    corner = equation(at(film, two.single.size, 2))
    assert " = 16 ≠ " in corner or " = 25 ≠ " in corner
    assert corner.endswith(" = 36")


@EVERY
def test_every_table_shows_its_numbers(name: str) -> None:
    film = KernelsAnimation(PAIRS[name], "window")
    last, two = film.still(len(film.moments) - 1), PAIRS[name]
    ends, side = drawing.limits(two), film.layout.sides.x
    for prefix, values, end in (
        ("x 0", two.x, "X"), ("k 0 0", two.first, "K"), ("k 1 0", two.second, "K"),
        ("e 0", two.single, "K"), ("y 0", two.twice, drawing.SUMS),
        ("once 0", two.once, drawing.SUMS), ("map 1", two.between, drawing.SUMS),
    ):  # fmt: skip
        shown = [cell_value(value, ends[end], side)[0] for value in values.ravel()]
        assert numbers(last, prefix + " ") == shown


@EVERY
def test_a_laptop_shows_it_whole(name: str) -> None:
    width, height = KernelsAnimation(PAIRS[name]).layout.size
    small = max(PAIRS[name].single.shape) + 2 * PAIRS[name].padding <= 7
    assert width <= 1240 and height <= (520 if small else 640)  # beyond that it may scroll


@EVERY
def test_the_address_holds_the_kernels(name: str) -> None:
    two = PAIRS[name]
    again = read(write(two))
    assert again.first.tolist() == two.first.tolist()
    assert again.second.tolist() == two.second.tolist()
    assert again.padding == two.padding


@pytest.mark.parametrize(
    "query",
    [
        {"first": "[[1]]"},
        {"first": "[[1]]", "second": "x"},
        {"first": "[[1]]", "second": "[[1]]", "around": "2"},
        {"first": "[[1]]", "second": "[[1]]", "around": "\N{ARABIC-INDIC DIGIT ONE}"},
        {"first": "[[1]]", "second": f"[[{'1,' * 5}1]]"},
        {"first": "[[1]]", "second": "[[[1]],[[1]]]"},
        {"first": "1 " * 10_000, "second": "[[1]]"},
    ],
)
def test_a_broken_link_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(ExperimentError):
        read(query)


def test_other_granularities_and_sizes_are_refused() -> None:
    with pytest.raises(ExperimentError, match="no granularity 'product'"):
        KernelsAnimation(EXAMPLES["exercise"].two, "product")
    with pytest.raises(ExperimentError, match="at most 5×5"):
        TwoKernels(np.ones((6, 1)), [[1]])
    with pytest.raises(ExperimentError):
        TwoKernels([[1]], [[1]], padding=2)
