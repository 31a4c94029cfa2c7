"""Programs that are shown: they run as printed and give the page's numbers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.core import conv
from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.pooling import POOLING_MODES, pool2d
from convviz.lessons.comparisons import COMPARISONS
from convviz.lessons.editing import pooling
from convviz.lessons.networks import EXAMPLES as NETWORKS
from convviz.lessons.presets import presets
from convviz.listings.cost import cost_listing
from convviz.listings.experiment import listing, trace
from convviz.listings.network import network_listing
from convviz.listings.pooling import pooling_listing
from convviz.listings.program import LANGUAGES, WIDTH
from tests.strategies import configurations

PRESETS = presets()


def fractions(random: np.random.Generator, shape: tuple[int, ...]) -> Any:
    """Numbers of all sizes with all their digits; some of them negative zero."""
    values = random.normal(size=shape) * 10.0 ** random.integers(-9, 6, shape)
    return np.where(random.random(shape) < 0.1, -0.0, values)


experiments = (configurations() | configurations(fractions)).map(lambda c: Experiment(**c))
whole = configurations().map(lambda c: Experiment(**c))


def run(program: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__", "print": lambda *printed: None}
    exec(compile(program, "program.py", "exec"), names)
    return names


def alone(program: str, missing: Sequence[str] = ()) -> str:
    """Run a program in a Python of its own, where some modules can't be imported."""
    hidden = [f"import sys; sys.modules[{name!r}] = None\n" for name in missing]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-"],
        input="".join([*hidden, program]),
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@settings(max_examples=100)
@given(experiments)
def test_convviz_runs_as_printed_and_gives_the_numbers_of_the_page(experiment: Experiment) -> None:
    y = run(listing(experiment, "convviz"))["Y"]
    expected = conv.output(experiment)
    assert np.array_equal(np.reshape(y, expected.shape), expected)


@settings(max_examples=100)
@given(whole)
def test_numpy_runs_as_printed_and_gives_the_numbers_of_the_page(experiment: Experiment) -> None:
    y = run(listing(experiment, "numpy"))["Y"]
    expected = conv.output(experiment)
    assert np.array_equal(np.reshape(y, expected.shape), expected)


@settings(max_examples=100)
@given(whole)
def test_plain_loops_give_the_numbers_of_the_page(experiment: Experiment) -> None:
    assert run(listing(experiment, "loops"))["Y"] == conv.output(experiment).tolist()


@settings(max_examples=100)
@given(configurations(fractions).map(lambda c: Experiment(**c)))
def test_numpy_and_plain_loops_agree_with_fractions(experiment: Experiment) -> None:
    e = experiment
    expected = conv.output(e)
    size = conv.output(e.replace(x=abs(e.x), weight=abs(e.weight), bias=abs(e.bias)))
    for language in ("numpy", "loops"):
        y = np.reshape(run(listing(experiment, language))["Y"], expected.shape)
        assert (abs(y - expected) <= 1e-13 * size).all()


@settings(max_examples=50)
@given(whole)
def test_the_phases_are_the_lines_in_the_order_in_which_they_run(experiment: Experiment) -> None:
    program = listing(experiment, "loops")
    told = trace(experiment, program).phases
    marked = {line for phase in told for line in phase.lines}
    went: list[int] = []

    def look(frame: Any, event: str, argument: object) -> Any:
        if frame.f_code.co_filename != "program.py":
            return None
        if event == "line" and frame.f_code.co_name == "<module>":
            line = frame.f_lineno - 1
            if line in marked:
                went.append(line)
            if told[0].lines[0] == line:
                at.append(tuple(frame.f_globals[name] for name in "cuv"))
        return look

    at: list[tuple[int, ...]] = []
    before = sys.gettrace()
    sys.settrace(look)
    try:
        run(program)
    finally:
        sys.settrace(before)
    positions = int(np.prod(experiment.output_shape))
    assert went == [line for phase in told for line in phase.lines] * positions
    assert at == [phase.at for phase in told if phase.at] * positions


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PRESETS)
def test_every_example_is_a_program_of_lines_that_fit(name: str, language: str) -> None:
    program = listing(PRESETS[name], language)
    compile(program, name, "exec")
    assert max(map(len, program.splitlines())) <= WIDTH


@settings(max_examples=100)
@given(experiments, st.sampled_from(list(LANGUAGES)))
def test_any_setting_is_a_program_of_lines_that_fit(experiment: Experiment, language: str) -> None:
    program = listing(experiment, language)
    compile(program, "program.py", "exec")
    assert max(map(len, program.splitlines())) <= WIDTH


def test_large_tensors_break_into_lines_that_fit() -> None:
    rng = np.random.default_rng(1)
    large = Experiment(
        x=rng.normal(size=(8, 12, 12)),
        weight=rng.normal(size=(8, 8, 7, 7)),
        bias=rng.normal(size=8),
    )
    for language in LANGUAGES:
        assert max(map(len, listing(large, language).splitlines())) <= WIDTH, language
    assert np.array_equal(run(listing(large, "convviz"))["Y"], conv.output(large))


@pytest.mark.parametrize(
    ("name", "call", "numpy"),
    [
        ("d2l_two_in", "corr2d_multi_in(X, K)", ""),
        ("d2l_three_out", "corr2d_multi_in_out(X, K)", ""),
        ("pointwise", "corr2d_multi_in_out_1x1(X, K)", ""),
        (
            "d2l_three_out_biases",
            "conv2d(X, K, bias)",
            "corr2d_multi_in_out(X, K) + bias[:, None, None]",
        ),
        ("groups_2", "conv2d(X, K, groups=2)", "corr2d_groups(X, K, 2)"),
    ],
)
def test_a_program_calls_the_function_of_the_book(name: str, call: str, numpy: str) -> None:
    assert f"Y = cv.{call}" in listing(PRESETS[name], "convviz").splitlines()
    assert f"Y = {numpy or call}" in listing(PRESETS[name], "numpy").splitlines()


def test_what_equals_its_default_is_left_out() -> None:
    plain = PRESETS["d2l_three_out"]
    for language in LANGUAGES:
        text = listing(plain, language)
        for word in ("bias", "stride=", "dilation", "group", "np.pad", "mode"):
            assert word not in text, (language, word)


def test_whole_numbers_are_written_without_a_point() -> None:
    assert "[1, 2], [3, 4]" in listing(PRESETS["d2l_two_in"], "numpy")
    assert "[0.2126]" in listing(PRESETS["grey_709"], "numpy")


@pytest.mark.parametrize("language", ["numpy", "loops", "convviz"])
@pytest.mark.parametrize("name", ["d2l_two_in", "d2l_three_out_biases", "stride_2"])
def test_a_file_that_was_saved_runs_by_itself(name: str, language: str) -> None:
    printed = [float(n) for n in re.findall(r"-?[\d.]+", alone(listing(PRESETS[name], language)))]
    assert printed == conv.output(PRESETS[name]).ravel().tolist()


@pytest.mark.parametrize(
    ("language", "missing"),
    [("numpy", ["convviz"]), ("loops", ["convviz", "numpy"])],
)
def test_every_program_runs_where_only_its_library_is_installed(
    language: str, missing: list[str]
) -> None:
    programs = [listing(experiment, language) for experiment in PRESETS.values()]
    programs += [
        pooling_listing(pooled(PRESETS[name]), mode, language)
        for name in ("d2l_two_in", "pool_uneven", "padding_stride")
        for mode in POOLING_MODES
    ]
    if language != "loops":
        programs += [network_listing(each.network, language) for each in NETWORKS.values()]
        programs += [
            cost_listing(design, language)
            for each in COMPARISONS
            for design in each.designs.values()
        ]
    alone(f"for program in {programs!r}:\n    exec(program, {{}})", missing)


def pooled(experiment: Experiment) -> Experiment:
    """Pool with a window that is not larger than the input."""
    (k_h, k_w), (height, width) = experiment.kernel_size, experiment.input_size
    window = experiment.weight[:, :, : min(k_h, height), : min(k_w, width)]
    return pooling(experiment.replace(weight=window))


@settings(max_examples=100)
@given(experiments.map(pooled), st.sampled_from(POOLING_MODES))
def test_pooling_runs_as_printed(experiment: Experiment, mode: str) -> None:
    e = experiment
    expected = pool2d(e.x, e.kernel_size, mode=mode, stride=e.stride, padding=e.pads)
    assert np.array_equal(run(pooling_listing(e, mode, "convviz"))["Y"], expected)
    for language in ("numpy", "loops"):
        y = np.array(run(pooling_listing(e, mode, language))["Y"])
        assert np.allclose(y, expected, rtol=1e-12, atol=1e-9)
    for language in LANGUAGES:
        text = pooling_listing(e, mode, language)
        compile(text, "program.py", "exec")
        assert max(map(len, text.splitlines())) <= WIDTH


@pytest.mark.parametrize("language", ["", "NumPy", "fortran", "__class__"])
def test_another_language_is_refused(language: str) -> None:
    with pytest.raises(ExperimentError, match="choose from numpy, torch"):
        listing(PRESETS["d2l_two_in"], language)
