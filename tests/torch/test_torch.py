"""The PyTorch programs, run by `make test-torch`: it takes an environment that has torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from convviz.core import conv
from convviz.core.cost import Design
from convviz.core.experiment import Experiment
from convviz.core.network import Network
from convviz.core.pooling import POOLING_MODES, pool2d
from convviz.lessons.presets import presets
from convviz.listings.cost import cost_listing
from convviz.listings.experiment import listing
from convviz.listings.network import network_listing
from convviz.listings.pooling import pooling_listing
from tests.core.test_network import networks
from tests.listings.test_cost import COMPARED, counted, designs, expected
from tests.listings.test_experiment import pooled, run
from tests.strategies import configurations

PRESETS = presets()


def result(experiment: Experiment) -> Any:
    return run(listing(experiment, "torch"))["Y"]


@settings(max_examples=50)
@given(configurations().map(lambda c: Experiment(**c)))
def test_pytorch_gives_the_numbers_of_the_page(experiment: Experiment) -> None:
    y = result(experiment)
    assert y.dtype == torch.float64
    assert y.tolist() == conv.output(experiment).tolist()


@pytest.mark.parametrize("name", PRESETS)
def test_pytorch_runs_every_example(name: str) -> None:
    y, expected = result(PRESETS[name]).numpy(), conv.output(PRESETS[name])
    assert y.shape == expected.shape
    np.testing.assert_allclose(y, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("mode", POOLING_MODES)
@settings(max_examples=50)
@given(configurations().map(lambda c: pooled(Experiment(**c))))
def test_pytorch_pools_as_the_page(mode: str, experiment: Experiment) -> None:
    e = experiment
    expected = pool2d(e.x, e.kernel_size, mode=mode, stride=e.stride, padding=e.pads)
    y = run(pooling_listing(e, mode, "torch"))["Y"].numpy()
    np.testing.assert_allclose(y, expected, rtol=1e-12, atol=1e-12)


@settings(max_examples=50)
@given(networks())
def test_the_gradient_is_the_ways_of_the_page(network: Network) -> None:
    names = run(network_listing(network, "torch"))
    assert (names["rows"], names["columns"]) == network.field(network.last).size
    assert names["ways"].tolist() == network.paths(0, (names["i"], names["j"])).tolist()


@settings(max_examples=50)
@given(designs())
def test_pytorch_counts_as_the_page(design: Design) -> None:
    assert counted(run(cost_listing(design, "torch"))) == expected(design)


@pytest.mark.parametrize("design", COMPARED)
def test_pytorch_counts_every_design_that_is_compared(design: Design) -> None:
    assert counted(run(cost_listing(design, "torch"))) == expected(design)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_a_module_is_taken_as_it_is(dtype: torch.dtype) -> None:
    layer = torch.nn.Conv2d(
        4, 6, (2, 3), stride=(2, 1), padding=1, groups=2, padding_mode="reflect", dtype=dtype
    )
    x = torch.randn(1, 4, 6, 7, dtype=dtype)
    y = conv.output(Experiment.of(layer, x))
    np.testing.assert_allclose(y, layer(x)[0].detach(), rtol=1e-4, atol=1e-5)
