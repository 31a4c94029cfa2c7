"""Every operation says of itself, in cells, what its own arithmetic gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.core.conv import conv2d, output
from convviz.core.convolution import CONVOLUTION
from convviz.core.experiment import Experiment
from convviz.core.matrices import MATRIX_PRODUCT
from convviz.core.operation import Operation
from convviz.core.pooling import POOLING, Pooling, pool2d, pooling_steps
from convviz.core.receptive import NETWORK
from convviz.core.step import steps
from convviz.lessons.networks import EXAMPLES
from convviz.lessons.presets import presets
from tests.strategies import configurations

E = presets()
VALUES: dict[str, tuple[Operation[Any], Any]] = {
    "convolution": (CONVOLUTION, E["groups_2"]),
    "padded": (CONVOLUTION, E["padding_stride"]),
    "maximum": (POOLING, Pooling.of(E["pool_padded"], "max")),
    "average": (POOLING, Pooling.of(E["pool_padded"], "average")),
    "matrices": (MATRIX_PRODUCT, E["d2l_three_out_biases"]),
}
EVERY = pytest.mark.parametrize("name", VALUES)


@pytest.mark.parametrize("name", [*VALUES, "network"])
def test_every_cell_that_a_step_names_is_of_a_declared_tensor(name: str) -> None:
    networks = NETWORK, EXAMPLES["stride"].network
    operation, value = networks if name == "network" else VALUES[name]
    for step in operation.steps(value):
        terms = [cell for factors, made in step.terms for cell in (*factors, made)]
        cells = {*step.reads, *terms, *step.partials, *step.writes, *step.numbers}
        assert {cell.split(" ")[0] for cell in cells} <= operation.tensors.keys()
        roles = {operation.tensors[cell.split(" ")[0]].role for cell in step.writes}
        assert roles == {"output"}


@EVERY
def test_the_steps_write_the_whole_output_once(name: str) -> None:
    operation, value = VALUES[name]
    made = {
        " ".join((tensor, *map(str, index))): float(number)
        for tensor, numbers in operation.made(value).items()
        for index, number in np.ndenumerate(numbers)
    }
    written = [
        (cell, step.numbers[cell]) for step in operation.steps(value) for cell in step.writes
    ]
    assert len(written) == len(made) and dict(written) == pytest.approx(made)


@EVERY
def test_what_can_be_edited_is_given_and_nothing_that_is_calculated(name: str) -> None:
    operation, value = VALUES[name]
    editable = {each for each, tensor in operation.tensors.items() if tensor.editable}
    assert editable <= operation.given(value).keys()
    assert not editable & operation.made(value).keys()
    for tensor in editable:
        assert operation.replace is not None
        other = operation.replace(value, tensor, operation.given(value)[tensor] + 1)
        assert np.array_equal(operation.given(other)[tensor], operation.given(value)[tensor] + 1)


@settings(max_examples=200)
@given(configurations())
def test_the_terms_of_a_convolution_are_its_products(c: dict[str, Any]) -> None:
    e, y = Experiment(**c), conv2d(**c)
    for step in steps(e):
        products = sum(step.numbers[term.made] for term in step.terms)
        (written,) = step.writes
        assert products + e.bias[step.position[0]] == step.numbers[written] == y[step.position]
        assert step.numbers.keys() >= {*step.partials[:-1]}


@settings(max_examples=200)
@given(data=st.data())
def test_pooling_has_windows_and_no_weights(data: st.DataObject) -> None:
    size = st.integers(1, 6)
    image = (
        np.arange(2 * (h := data.draw(size)) * (w := data.draw(size)))
        .reshape(2, h, w)
        .astype(np.float64)
        - 7
    )
    kernel = data.draw(st.integers(1, h)), data.draw(st.integers(1, w))
    mode = data.draw(st.sampled_from(["max", "average"]))
    top, left = (data.draw(st.integers(0, k // 2)) for k in kernel)
    pads, stride = ((top, 0), (left, 0)), (data.draw(size), data.draw(size))
    pooling = Pooling(image, kernel, stride, pads, mode)
    expected = pool2d(image, kernel, mode=mode, stride=stride, padding=pads)
    assert POOLING.given(pooling).keys() == {"x"}
    for step in pooling_steps(pooling):
        numbers = [step.numbers[term.made] for term in step.terms if term.made in step.numbers]
        assert len(numbers) == sum(read.startswith("x") for read in step.reads)
        total = max(numbers) if mode == "max" else sum(numbers) / (kernel[0] * kernel[1])
        assert total == pytest.approx(step.numbers[step.writes[0]])
        assert step.result == expected[step.position]
        for read, (factors, made) in zip(step.reads, step.terms, strict=True):
            assert factors == (read,)
            if read.startswith("x"):
                place = tuple(map(int, read.split()[1:]))
                assert step.numbers[made] == image[place]


def test_pooling_checks_its_image_and_keeps_it() -> None:
    image = np.arange(9.0).reshape(1, 3, 3)
    pooling = Pooling(image, (2, 2), (1, 1), ((0, 0), (0, 0)), "max")
    image[:] = 0
    assert pooling.output.tolist() == [[[4, 5], [7, 8]]]
    assert not pooling.x.flags.writeable and not pooling.output.flags.writeable
    with pytest.raises(ExperimentError):
        Pooling(np.full((1, 3, 3), np.nan), (2, 2), (1, 1), ((0, 0), (0, 0)), "max")
    with pytest.raises(ExperimentError, match="half the kernel"):
        Pooling(image, (2, 2), (1, 1), ((2, 0), (0, 0)), "max")


@pytest.mark.parametrize("name", ["d2l_three_out_biases", "padding_stride", "sobel"])
def test_row_times_column_is_the_convolution(name: str) -> None:
    e = E[name]
    y = output(e).ravel().tolist()
    made = [step.numbers[step.writes[0]] for step in MATRIX_PRODUCT.steps(e)]
    assert made == pytest.approx(y)
    for step, convolved in zip(MATRIX_PRODUCT.steps(e), steps(e), strict=True):
        products = [step.numbers[term.made] for term in step.terms]
        assert products == convolved.products.ravel().tolist()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_output_cell_of_a_network_reads_what_it_depends_on(name: str) -> None:
    network = EXAMPLES[name].network
    for place, step in zip(network.cells, NETWORK.steps(network), strict=True):
        assert step.writes == (f"y 0 {place[0]} {place[1]}",)
        for number in range(network.last):
            ways = network.paths(number, place)
            cells = step.reads if number == 0 else step.partials
            seen = [cell for cell in cells if cell.startswith(f"map {number} ")]
            assert [step.numbers[cell] for cell in seen] == ways[ways > 0].tolist()
            assert seen == [f"map {number} {i} {j}" for i, j in np.argwhere(ways)]
