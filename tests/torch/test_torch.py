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
from convviz.presets import presets
from tests.strategies import configurations

PRESETS = presets()


def result(experiment: Experiment) -> Any:
    names: dict[str, Any] = {"print": lambda *printed: None}
    exec(compile(listing(experiment, "torch"), "program.py", "exec"), names)
    return names["Y"]


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
