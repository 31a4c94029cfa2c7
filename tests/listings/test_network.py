"""Programs of a network: they run as printed and give the page's field and ways."""

import pytest
from hypothesis import given, settings

from convviz.core.arguments import ExperimentError
from convviz.core.network import Layer, Network
from convviz.lessons.networks import EXAMPLES
from convviz.listings.network import network_listing
from convviz.listings.program import WIDTH
from tests.core.test_network import networks
from tests.listings.test_experiment import alone, run

LANGUAGES = ("numpy", "torch", "jax", "tensorflow", "convviz")


@settings(max_examples=100)
@given(networks())
def test_programs_run_as_printed_and_give_the_numbers_of_the_page(network: Network) -> None:
    height, width = network.sizes[-1]
    for language in ("numpy", "convviz"):
        names = run(network_listing(network, language))
        assert (names["i"], names["j"]) == (height // 2, width // 2)
        assert (names["rows"], names["columns"]) == network.field(network.last).size
        assert names["ways"].tolist() == network.paths(0, (height // 2, width // 2)).tolist()


@pytest.mark.parametrize("name", EXAMPLES)
def test_any_other_cell_will_do(name: str) -> None:
    network = EXAMPLES[name].network
    program = network_listing(network, "numpy")
    (line,) = (each for each in program.splitlines() if each.startswith("i, j = "))
    for i, j in network.cells:
        ways = run(program.replace(line, f"i, j = {i}, {j}"))["ways"]
        assert ways.tolist() == network.paths(0, (i, j)).tolist()


@settings(max_examples=100)
@given(networks())
def test_every_language_is_a_program_of_lines_that_fit(network: Network) -> None:
    for language in LANGUAGES:
        program = network_listing(network, language)
        compile(program, "program.py", "exec")
        assert max(map(len, program.splitlines())) <= WIDTH


@settings(max_examples=50)
@given(networks())
def test_the_formula_that_is_written_out_is_the_field(network: Network) -> None:
    for language in LANGUAGES[:-1]:
        lines = network_listing(network, language).splitlines()
        names = run("\n".join(each for each in lines if each.startswith(("rows =", "columns ="))))
        assert (names["rows"], names["columns"]) == network.field(network.last).size


def test_what_equals_its_default_is_left_out() -> None:
    network = Network(9, [Layer(3), Layer((3, 2), stride=2, padding=(1, 0), dilation=2)])
    _, torch, _, tensorflow, ours = (network_listing(network, name) for name in LANGUAGES)
    assert "    cv.Layer(3),\n" in ours
    assert "    cv.Layer((3, 2), stride=2, padding=(1, 0), dilation=2),\n" in ours
    assert "    torch.nn.Conv2d(1, 1, 3, bias=False),\n" in torch
    assert "zeros between the ones" in tensorflow
    assert "zeros between" not in network_listing(Network(3, [Layer(3)]), "tensorflow")


def test_a_file_that_was_saved_runs_by_itself() -> None:
    for language, missing in (("numpy", ["convviz"]), ("convviz", [])):
        printed = alone(network_listing(EXAMPLES["two"].network, language), missing)
        assert printed.startswith("receptive field: 5 x 5\n[[0 0 0 0 0 0 0]\n [0 1 2 3 2 1 0]\n")


@pytest.mark.parametrize("language", ["", "loops", "fortran"])
def test_another_language_is_refused(language: str) -> None:
    with pytest.raises(ExperimentError, match="choose from numpy, torch, jax, tensorflow"):
        network_listing(EXAMPLES["two"].network, language)
