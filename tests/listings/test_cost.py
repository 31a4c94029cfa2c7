"""Programs that count a design: they run as printed and give the page's numbers."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.core.cost import Design, Layer, layer_of, total
from convviz.core.experiment import Experiment
from convviz.formats.design import EXAMPLE, parse_design
from convviz.lessons.comparisons import COMPARISONS
from convviz.listings.cost import cost_listing
from convviz.listings.program import WIDTH
from tests.listings.test_experiment import run
from tests.strategies import configurations

LANGUAGES = ("numpy", "torch", "jax", "tensorflow", "convviz")
COMPARED = [
    pytest.param(design, id=f"{each.name} {name}")
    for each in COMPARISONS
    for name, design in each.designs.items()
]


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """One layer of any setting, then others that take what it gives."""
    layers = [layer_of(Experiment(**draw(configurations())))]
    for _ in range(draw(st.integers(0, 2))):
        c_in, height, width = layers[-1].output_shape
        k_h, k_w = draw(st.integers(1, height)), draw(st.integers(1, width))
        side = st.integers(0, 2)
        layers.append(
            Layer(
                *(c_in, c_in * draw(st.integers(1, 2)), k_h, k_w, height, width),
                stride=draw(st.tuples(st.integers(1, 2), st.integers(1, 3))),
                padding=draw(
                    side | st.tuples(side, side) | st.tuples(st.tuples(side, side), st.just((1, 0)))
                ),
                groups=draw(st.sampled_from([1, c_in])),
                bias=draw(st.booleans()),
            )
        )
    if draw(st.booleans()):
        c_in, height, width = layers[-1].output_shape
        layers.append(Layer(c_in, 3, 2, 2, height, width, padding="same", dilation=2))
    return tuple(layers)


def counted(names: dict[str, Any]) -> tuple[Any, ...]:
    kinds = ("weights", "biases", "multiplications", "additions", "shape")
    return tuple(names[kind] for kind in kinds)


def expected(design: Design) -> tuple[Any, ...]:
    cost, shape = total(design), design[-1].output_shape
    return cost.weights, cost.biases, cost.multiplications, cost.additions, shape


@settings(max_examples=200)
@given(designs())
def test_programs_run_as_printed_and_give_the_numbers_of_the_page(design: Design) -> None:
    names = run(cost_listing(design, "convviz"))
    assert names["design"] == design
    assert counted(names) == counted(run(cost_listing(design, "numpy"))) == expected(design)


@settings(max_examples=100)
@given(designs())
def test_every_language_is_a_program_of_lines_that_fit(design: Design) -> None:
    for language in LANGUAGES:
        program = cost_listing(design, language)
        compile(program, "program.py", "exec")
        assert max(map(len, program.splitlines())) <= WIDTH


@pytest.mark.parametrize("design", COMPARED)
def test_every_design_that_is_compared(design: Design) -> None:
    for language in ("numpy", "convviz"):
        assert counted(run(cost_listing(design, language))) == expected(design)
    for language in LANGUAGES:
        compile(cost_listing(design, language), "program.py", "exec")


def test_the_numbers_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("numpy", "convviz"):
        exec(cost_listing(parse_design(EXAMPLE), language), {})
        assert capsys.readouterr().out.splitlines() == [
            "weights = 15,872, biases = 48",
            "multiplications = 12,443,648, additions = 12,406,016 in the sums",
            "output (C_out, H', W') = (32, 28, 28)",
        ]


def test_layers_are_written_as_each_library_has_them() -> None:
    design = parse_design("4 -> 4, 3x3, 8x8, pad 1, depthwise, no bias\n-> 2, 3x2, pad 0+1")
    _, torch, jax, keras, ours = (cost_listing(design, language) for language in LANGUAGES)
    assert "    Layer(4, 4, 3, 3, 8, 8, groups=4, bias=False, padding=1),\n" in ours
    assert "Conv2d(4, 4, 3, groups=4, bias=False, padding=1),\n" in torch
    assert "ZeroPad2d((0, 1, 0, 1)),\n" in torch
    assert "    ((2, 4, 3, 2), 2, (1, 1), ((0, 1), (0, 1)), (1, 1), 1),\n" in jax
    assert "ZeroPadding2D(((0, 1), (0, 1))),\n" in keras


@pytest.mark.parametrize("language", ["", "loops", "fortran"])
def test_another_language_is_refused(language: str) -> None:
    with pytest.raises(ExperimentError, match="choose from numpy, torch, jax, tensorflow"):
        cost_listing(parse_design(EXAMPLE), language)
