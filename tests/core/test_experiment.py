"""Experiment: what it accepts, what it refuses and why, and that it never changes."""

import copy
import pickle
from dataclasses import FrozenInstanceError
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from convviz.core.arguments import MAX_SIZE, MAX_VALUE, ExperimentError
from convviz.core.conv import conv2d
from convviz.core.experiment import Experiment
from tests.strategies import configurations

X = np.arange(18).reshape(2, 3, 3)
W = np.arange(8).reshape(1, 2, 2, 2)


class Tensor:
    """What a tensor of another library looks like from here."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        if self.values is None:
            raise RuntimeError("Can't call numpy() on a tensor that requires grad.")
        return np.asarray(self.values, dtype)


def test_everything_derived() -> None:
    """Read sizes, sides and shape from one experiment."""
    e = Experiment(np.ones((4, 5, 6)), np.ones((6, 2, 3, 2)), stride=(2, 1), padding=1, groups=2)
    assert (e.c_in, e.c_out, e.kernel_size, e.input_size) == (4, 6, (3, 2), (5, 6))
    assert (e.stride, e.padding, e.dilation, e.groups) == ((2, 1), (1, 1), (1, 1), 2)
    assert e.pads == ((1, 1), (1, 1))
    assert e.output_shape == (6, 3, 7)
    assert e.bias.tolist() == [0] * 6
    assert "(4, 5, 6)" in repr(e) and "(6, 3, 7)" in repr(e)


@pytest.mark.parametrize(
    ("padding", "kept", "pads"),
    [
        (2, (2, 2), ((2, 2), (2, 2))),
        ((1, 0), (1, 0), ((1, 1), (0, 0))),
        ([1, np.int64(2)], (1, 2), ((1, 1), (2, 2))),
        (((1, 1), (2, 2)), (1, 2), ((1, 1), (2, 2))),
        ([[0, 1], [2, 2]], ((0, 1), (2, 2)), ((0, 1), (2, 2))),
        (np.array([[0, 1], [2, 3]]), ((0, 1), (2, 3)), ((0, 1), (2, 3))),
        ("same", "same", ((0, 1), (0, 1))),
        ("valid", (0, 0), ((0, 0), (0, 0))),
    ],
)
def test_padding_has_one_form(padding: Any, kept: Any, pads: Any) -> None:
    """Keep equal paddings in one form and resolve all to four sides."""
    e = Experiment(X, W, padding=padding)
    assert (e.padding, e.pads) == (kept, pads)
    assert type(e.pads[0][0]) is int


@pytest.mark.parametrize(
    ("k", "d", "sides"), [(1, 1, (0, 0)), (2, 3, (1, 2)), (4, 1, (1, 2)), (3, 2, (2, 2))]
)
def test_same_puts_the_smaller_half_first(k: int, d: int, sides: tuple[int, int]) -> None:
    """Split as PyTorch does and keep the size."""
    e = Experiment([np.ones((7, 7))], np.ones((1, 1, k, k)), padding="same", dilation=d)
    assert e.pads == (sides, sides)
    assert e.output_shape == (1, 7, 7)


def test_many_kinds_of_input_are_one_experiment() -> None:
    """Accept lists, arrays of any number type and foreign tensors alike."""
    e = Experiment(X, W, [0])
    for convert in (np.ndarray.tolist, Tensor, np.float32, np.uint8, np.asfortranarray):
        assert Experiment(convert(X), convert(W)) == e
    for bias in (0, 0.0, -0.0, np.float32(0), np.array([0]), Tensor([0]), (0,), [False]):
        assert Experiment(X, W, bias) == e
    assert Experiment(X, W, 3).bias.tolist() == [3]
    assert Experiment([Tensor(X[0]), Tensor(X[1])], W) == e


def test_no_minus_zero() -> None:
    """Store -0.0 as 0.0, so that no cell shows it and equal values have equal bytes."""
    e = Experiment(-0.0 * X, W)
    assert not np.signbit(e.x).any()
    assert e == Experiment(0 * X, W)


def test_nothing_can_change_it() -> None:
    """Copy what comes in and block what would write."""
    x = X.astype(np.float64)
    e = Experiment(x, W)
    x[0, 0, 0] = 99
    assert e.x[0, 0, 0] == 0
    for array in (e.x, e.weight, e.bias):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(FrozenInstanceError):
        e.stride = (2, 2)  # type: ignore[misc] # what is tested
    for twin in (pickle.loads(pickle.dumps(e)), copy.copy(e), copy.deepcopy(e)):
        assert twin == e
        assert not twin.x.flags.writeable


@settings(max_examples=200)
@given(configurations())
def test_equal_by_content(c: dict[str, Any]) -> None:
    """Compare and hash by value, and tell any difference."""
    e = Experiment(**c)
    assert e == Experiment(**c)
    assert hash(e) == hash(Experiment(**c))
    assert e == e.replace() and e != "e"
    assert e != e.replace(x=e.x + 1)
    assert e != e.replace(weight=e.weight + 1)
    assert e != e.replace(bias=e.bias + 1)
    assert conv2d(**c).shape == e.output_shape


def test_shapes_tell_apart_equal_bytes() -> None:
    """Hold two tensors of the same numbers in another shape for different."""
    one = [[[[1]]]]
    assert Experiment([[[1, 2]]], one) != Experiment([[[1], [2]]], one)
    assert Experiment([[[1]]], one) != Experiment([[[1]]], one, padding_mode="circular")


def test_replace_checks_again() -> None:
    """Make a new experiment, refused as a whole if it is illegal."""
    e = Experiment(X, W)
    assert e.replace(stride=2).output_shape == (1, 1, 1)
    assert e.output_shape == (1, 2, 2)
    with pytest.raises(ExperimentError, match="C_in"):
        e.replace(x=X[:1])
    with pytest.raises(ExperimentError, match="bias"):
        e.replace(weight=np.zeros((2, 2, 2, 2)))


def test_the_largest_values_stay_exact() -> None:
    """Keep whole numbers exact at the limits that a link can hold."""
    assert MAX_VALUE**2 * 64 * 11 * 11 + MAX_VALUE < 2**53
    e = Experiment(np.full((64, 11, 11), MAX_VALUE), np.full((1, 64, 11, 11), MAX_VALUE), 1)
    assert conv2d(e.x, e.weight, e.bias).item() == 64 * 121 * 10**12 + 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": X[0]}, r"x must have 3 axes \(C_in, H, W\); its shape is \(3, 3\)"),
        ({"weight": W[0]}, r"weight must have 4 axes \(C_out, C_in/groups, k_h, k_w\)"),
        ({"x": np.ones((2, 0, 3))}, "Axis H of x must be from 1 to .*, not 0"),
        ({"x": [[[1, 2], [3]]]}, "x must be numbers in rows of equal length"),
        ({"x": Tensor(None)}, "requires grad"),
        ({"x": X * 1j}, "x must hold real numbers"),
        ({"x": [[["1"]]]}, "x must hold real numbers"),
        ({"x": [[[10**400]]]}, "x must hold real numbers"),
        ({"x": [[[10**5000]]]}, "x must hold real numbers, not <list>"),
        ({"x": np.full((2, 3, 3), np.nan)}, r"x\[0, 0, 0\] is nan"),
        (
            {"weight": W * 1e9},
            r"weight\[0, 0, 0, 1\] is 1000000000.0; .* between -1000000 and 1000000",
        ),
        ({"bias": [-np.inf]}, r"bias\[0\] is -inf"),
        ({"x": np.full((2, 3, 3), np.longdouble("1e4000"))}, "values must be"),
        ({"x": np.full((2, 3, 3), np.float16("inf"))}, "is inf"),
        ({"x": np.full((2, 3, 3), np.iinfo(np.int64).min)}, "is -9223372036854775808"),
        ({"bias": [1, 2]}, "bias needs C_out = 1 numbers, not 2"),
        ({"bias": [[1]]}, r"bias must have 1 axis \(C_out\)"),
        ({"weight": np.ones((1, 3, 2, 2))}, "C_in / groups = 2 / 1 = 2 of them; weight has 3"),
        ({"groups": 3}, "groups = 3 must divide C_in = 2"),
        ({"groups": 2}, "groups = 2 must divide C_out = 1"),
        ({"groups": 0}, "groups must be from 1"),
        ({"groups": 10**5000}, "groups must be from 1 to .*, not <int>"),
        ({"stride": (1, 0)}, "stride must be from 1 to .*, not 0"),
        ({"stride": 1.0}, "stride must be a whole number, not 1.0"),
        ({"dilation": True}, "dilation must be a whole number, not True"),
        ({"padding": -1}, "padding must be from 0"),
        ({"padding": (1, 2, 3)}, r"padding must be a whole number, not \(1, 2, 3\)"),
        ({"padding": "full"}, 'padding is numbers, "same" or "valid", not \'full\''),
        ({"padding": "same", "stride": 2}, r'padding "same" needs stride 1, not \(2, 2\)'),
        ({"padding_mode": "mirror"}, "one of zeros, reflect, replicate, circular; not 'mirror'"),
        ({"padding_mode": "reflect", "padding": 3}, "along H = 3 must be at most 2, not 3"),
        ({"padding_mode": "circular", "padding": (0, 4)}, "along W = 3 must be at most 3, not 4"),
        ({"dilation": (1, 3)}, "The kernel covers 4 columns, .* input has only 3"),
        ({"padding": 10**5}, f"padded input has 2 x 200003 x 200003 numbers, over {MAX_SIZE}"),
    ],
)
def test_messages_name_the_rule_and_the_values(change: dict[str, Any], message: str) -> None:
    """Tell a person what to change."""
    with pytest.raises(ExperimentError, match=message):
        Experiment(**{"x": X, "weight": W} | change)


class Torch:
    """A tensor as PyTorch has it: one that gradients are kept for gives no array by itself."""

    def __init__(self, values: Any, dtype: str = "torch.float32", *, plain: bool = False) -> None:
        self.values, self.dtype, self.plain = np.asarray(values), dtype, plain

    def detach(self) -> "Torch":
        return Torch(self.values, self.dtype, plain=True)

    def cpu(self) -> "Torch":
        return self

    def float(self) -> "Torch":
        return Torch(self.values, plain=True)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        if not self.plain or self.dtype == "torch.bfloat16":
            raise RuntimeError("Can't call numpy() on Torch that requires grad")
        return self.values


def module(**changes: Any) -> SimpleNamespace:
    said = {"stride": (1, 2), "padding": "valid", "dilation": (1, 1), "groups": 1}
    weight = Torch(np.arange(8).reshape(1, 2, 2, 2), "torch.bfloat16")
    return SimpleNamespace(
        **{"weight": weight, "bias": Torch([0.5]), "padding_mode": "zeros", **said, **changes}
    )


@pytest.mark.parametrize("batch", [(), (1,)])
def test_a_module_is_taken_as_it_is(batch: tuple[int, ...]) -> None:
    x = Torch(np.arange(18).reshape(*batch, 2, 3, 3))
    experiment = Experiment.of(module(), x)
    assert experiment == Experiment(
        np.arange(18).reshape(2, 3, 3), np.arange(8).reshape(1, 2, 2, 2), [0.5], stride=(1, 2)
    ).replace(padding="valid")
    without = Experiment.of(module(bias=None), x)
    assert without.bias.tolist() == [0]


@pytest.mark.parametrize("other", [object(), module(transposed=True), SimpleNamespace(weight=1)])
def test_a_module_that_is_no_convolution_is_refused(other: object) -> None:
    with pytest.raises(ExperimentError, match=r"torch\.nn\.Conv2d"):
        Experiment.of(other, np.zeros((1, 3, 3)))
