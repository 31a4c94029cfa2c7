"""The PyTorch programs, run by `make test-torch`: it takes an environment that has torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from convviz import conv
from convviz.experiment import Experiment
from convviz.listing import listing
from convviz.listing_pooling import pooling_listing
from convviz.pooling import POOLING_MODES, pool2d
from convviz.presets import presets
from tests.strategies import configurations
from tests.test_listing import pooled

PRESETS = presets()


def run(program: str) -> Any:
    names: dict[str, Any] = {"print": lambda *printed: None}
    exec(compile(program, "program.py", "exec"), names)
    return names["Y"]


def result(experiment: Experiment) -> Any:
    return run(listing(experiment, "torch"))


@settings(max_examples=50, deadline=None)
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
@settings(max_examples=50, deadline=None)
@given(configurations().map(lambda c: pooled(Experiment(**c))))
def test_pytorch_pools_as_the_page(mode: str, experiment: Experiment) -> None:
    e = experiment
    expected = pool2d(e.x, e.kernel_size, mode=mode, stride=e.stride, padding=e.pads)
    y = run(pooling_listing(e, mode, "torch")).numpy()
    np.testing.assert_allclose(y, expected, rtol=1e-12, atol=1e-12)
