"""Every preset gives the numbers it is known for."""

from typing import Any

import numpy as np
import pytest

from convviz.core.conv import conv2d
from convviz.core.experiment import Experiment
from convviz.formats.link import decode, encode
from convviz.lessons.presets import PRESETS, presets


def output(name: str) -> Any:
    """Convolve a preset."""
    return run(presets()[name])


def run(e: Experiment) -> Any:
    """Convolve an experiment."""
    return conv2d(
        e.x,
        e.weight,
        e.bias,
        stride=e.stride,
        padding=e.pads,
        dilation=e.dilation,
        groups=e.groups,
        padding_mode=e.padding_mode,
    )


D2L_K = [[0, 1], [2, 3]]
K1 = [[56, 72], [104, 120]]
K2 = [[76, 100], [148, 172]]
K3 = [[96, 128], [192, 224]]
EXACT: dict[str, Any] = {
    "one_channel": [[[19, 25], [37, 43]]],
    "one_channel_flipped": [[[5, 11], [23, 29]]],
    "edge": [[[0, 1, 0, 0, 0, -1, 0]] * 6],
    "edge_turned": [[[0] * 5] * 8],
    "d2l_two_in": [K1],
    "d2l_first_channel_off": [[[37, 47], [67, 77]]],
    "colour_edge_unseen": [[[0] * 4] * 3],
    "colour_edge_seen": [[[0, -6, -6, 0]] * 3],
    "colour_edge_both": [[[0] * 4] * 3, [[0, -6, -6, 0]] * 3],
    "d2l_three_out": [K1, K2, K3],
    "d2l_three_out_biases": [[[66, 82], [114, 130]], K2, [[-4, 28], [92, 124]]],
    "d2l_three_out_negative": [[[-4, 12], [44, 60]], [[-24, 0], [48, 72]], [[-104, -72], [-8, 24]]],
    "pointwise": [
        [[10, 11, 10], [11, 10, 11], [10, 11, 10]],
        [[-8, -4, -4], [0, 0, 4], [4, 8, 8]],
    ],
    "grey_709": [[[0.2126, 0.2126, 0.7152, 0.7152, 0.0722, 0.0722]] * 4],
    "grey_601": [[[0.299, 0.299, 0.587, 0.587, 0.114, 0.114]] * 4],
    "grey_mean": [[[1 / 3] * 6] * 4],
    "equal_sobel": [[[0] * 4] * 2],
    "padding": [[[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]]],
    "padding_stride": [[[0, 8], [6, 8]]],
    "stride_2": [[[0, 2, 4, 6], [16, 18, 20, 22], [32, 34, 36, 38], [48, 50, 52, 54]]],
    "checkers_stride": [[[0] * 3] * 3],
    "checkers_mean": [[[0.5] * 5] * 5],
    "checkers_matched": [[[-2, 2, -2, 2, -2], [2, -2, 2, -2, 2]] * 2 + [[-2, 2, -2, 2, -2]]],
    "ramp_dilation_1": [[[8] * 6] * 6],
    "ramp_dilation_2": [[[16] * 4] * 4],
    "sobel": [[[0, 40, 40, 0]] * 4, [[0] * 4] * 4],
    "impulse_gauss": [
        [[0] * 5, [0, 0.5625, 1.125, 0.5625, 0], [0, 1.125, 2.25, 1.125, 0],
         [0, 0.5625, 1.125, 0.5625, 0], [0] * 5],
    ],
    "impulse_kernel": [[[0] * 5, [0, 9, 8, 7, 0], [0, 6, 5, 4, 0], [0, 3, 2, 1, 0], [0] * 5]],
    "sharpen": [[[0, -10, 20, 10]] * 4, [[0, 10, -10, 0]] * 4],
    "average_pool": [[[2.5, 4.5], [10.5, 12.5]], [[3.5, 5.5], [11.5, 13.5]]],
    "average_mixed": [[[6, 10], [22, 26]]] * 2,
    "average_d2l": [[[2, 3], [5, 6]]],
    "depthwise": [[[45, 54], [81, 90]], [[0, 0], [0, 0]], [[3, 0], [0, 3]]],
    "separable": [
        [[45, 54], [81, 90]], [[0, 0], [0, 0]], [[51, 54], [81, 96]], [[3, 0], [0, 3]],
    ],
    "groups_1": [[[1111] * 2] * 2] * 4,
    "groups_2": [[[11] * 2] * 2] * 2 + [[[1100] * 2] * 2] * 2,
    "groups_4": [[[n] * 2] * 2 for n in (1, 10, 100, 1000)],
    "bottleneck_squeeze": [[[3] * 2] * 2, [[7] * 2] * 2],
    "bottleneck_dense": [[[3] * 2] * 2] * 2 + [[[7] * 2] * 2] * 2,
    "two_kernels_as_one": [[[152, 172, 192], [252, 272, 292], [352, 372, 392]]],
}  # one line a preset  # fmt: skip


@pytest.mark.parametrize("name", EXACT)
def test_exact_numbers(name: str) -> None:
    """Give the documented output to the last bit."""
    assert output(name).tolist() == EXACT[name]


def test_every_preset_is_fit_for_a_chooser() -> None:
    """Have unique short names and titles, a note of one sentence, and a short link."""
    assert list(presets()) == [p.name for p in PRESETS]
    assert len({p.name for p in PRESETS}) == len({p.title for p in PRESETS}) == len(PRESETS)
    for preset in PRESETS:
        assert len(preset.title) <= 40
        assert preset.note.endswith(".") and preset.note.count(". ") == 0
        assert preset.name.isidentifier() and preset.name.islower()
        link = encode(preset.experiment)
        assert len(link) <= 250 and decode(link)[0] == preset.experiment
    assert (
        presets()["d2l_two_in"]
        == next(p for p in PRESETS if p.lecture and p.experiment.c_in == 2).experiment
    )
    assert not next(p for p in PRESETS if p.name == "edge").lecture


def test_one_kernel_slice_for_both_channels_is_another_answer() -> None:
    """Give the wrong answers of P01: a reused slice, and channels averaged first."""
    e = presets()["d2l_two_in"]
    first = e.weight[:, :1]
    assert run(e.replace(weight=np.repeat(first, 2, axis=1))).tolist() == [[[44, 56], [80, 92]]]
    assert (output("d2l_two_in") / 2).tolist() == [[[28, 36], [52, 60]]]
    mean = e.x.mean(axis=0, keepdims=True)
    assert conv2d(mean, e.weight[:, :1]).tolist() == [[[22, 28], [40, 46]]]


def test_three_outputs() -> None:
    """Grow from output to output by the sum of the window, and give P02's numbers after ReLU."""
    y = output("d2l_three_out")
    assert np.diff(y, axis=0).tolist() == [[[20, 28], [44, 52]]] * 2
    relu = np.maximum(output("d2l_three_out_negative"), 0)
    assert relu.tolist() == [[[0, 12], [44, 60]], [[0, 0], [48, 72]], [[0, 0], [0, 24]]]


def test_pointwise_is_a_product() -> None:
    """Equal (2x3) @ (3x9) exactly."""
    e = presets()["pointwise"]
    product = e.weight.reshape(2, 3) @ e.x.reshape(3, 9)
    assert output("pointwise").tolist() == product.reshape(2, 3, 3).tolist()


def test_colour_edge_channels() -> None:
    """Let red and blue cancel: -3, 0 and 3 where the edge is."""
    e = presets()["colour_edge_unseen"]
    parts = [conv2d(e.x[c : c + 1], e.weight[:, c : c + 1])[0, 0].tolist() for c in range(3)]
    assert parts == [[0, -3, -3, 0], [0] * 4, [0, 3, 3, 0]]


def test_grey() -> None:
    """Keep white white, and give two colours of P07 one grey."""
    for name in ("grey_709", "grey_601", "grey_mean"):
        assert presets()[name].weight.sum() == pytest.approx(1, abs=1e-15)
    weight = presets()["grey_601"].weight
    image: Any = [[[1, 0]], [[0, 0.5094]], [[0, 0]]]
    red, green = conv2d(image, weight).ravel()
    assert red == 0.299 and green == pytest.approx(0.299, abs=5e-5)


def test_grey_then_sobel_is_one_kernel() -> None:
    """Compose P08 in one kernel, up to rounding."""
    y = output("grey_sobel")
    np.testing.assert_allclose(y, [[[2.0104, 2.0104, -2.572, -2.572]] * 2], atol=1e-12)
    sobel = presets()["sobel"].weight[:1]
    np.testing.assert_allclose(y, conv2d(output("grey_709"), sobel), atol=1e-12)


def test_identities() -> None:
    """Change nothing, or swap channels and swap them back."""
    for name in ("identity", "identity_3x3"):
        assert output(name).tolist() == presets()[name].x.tolist()
    e = presets()["swap_red_blue"]
    once = run(e)
    assert once.tolist() == e.x[::-1].tolist()
    assert conv2d(once, e.weight).tolist() == e.x.tolist()


def test_ycbcr_loses_nothing() -> None:
    """Sum to 1, 0, 0 and come back by the inverse 1x1 kernel."""
    e = presets()["ycbcr"]
    brightness = [[0.299, 0.587, 0.114], [1, 0.5, 0]]
    hues = [[-0.168736, -0.331264, 0.5], [0] * 3], [[0.5, -0.418688, -0.081312], [0] * 3]
    expected: Any = [brightness, *hues]
    np.testing.assert_allclose(output("ycbcr"), expected, atol=1e-15)
    matrix = e.weight.reshape(3, 3)
    np.testing.assert_allclose(matrix.sum(axis=1), [1, 0, 0], atol=1e-15)
    inverse = np.linalg.inv(matrix)
    expected = [[1, 0, 1.402], [1, -0.3441, -0.7141], [1, 1.772, 0]]
    np.testing.assert_allclose(inverse, expected, atol=5e-5)
    np.testing.assert_allclose(conv2d(run(e), inverse[:, :, None, None]), e.x, atol=1e-12)


def test_sobel() -> None:
    """Give P11: the flipped kernel, the slanted step and its magnitude."""
    e = presets()["sobel"]
    assert conv2d(e.x, e.weight[:1, :, ::-1, ::-1])[0].tolist() == [[0, -40, -40, 0]] * 4
    g_x, g_y = output("sobel_diagonal")
    assert (g_x[0].tolist(), g_y[0].tolist()) == ([30, 30, 10, 0], [-30, -30, -10, 0])
    assert np.hypot(g_x, g_y)[0].round(2).tolist() == [42.43, 42.43, 14.14, 0]


def test_blurs() -> None:
    """Share one point out evenly, and darken the rim of a constant picture."""
    block = np.pad(np.ones((3, 3)), 1)
    np.testing.assert_allclose(output("impulse_box"), [block], atol=1e-15)
    rim, inside = [1.7778, 2.6667, 2.6667, 1.7778], [2.6667, 4, 4, 2.6667]
    assert output("dark_border").round(4).tolist() == [[rim, inside, inside, rim]]
    e = presets()["sharpen"]
    middle = presets()["identity_3x3"].weight[0, 0]
    assert e.weight[0, 0].tolist() == (middle - e.weight[1, 0]).tolist()


def test_strides_and_dilations() -> None:
    """Give the sizes of P16 and the sums of P17."""
    x = presets()["stride_2"].x
    for k, p, s, side in ((3, 1, 1, 8), (3, 1, 2, 4), (3, 0, 2, 3), (1, 0, 2, 4)):
        assert Experiment(x, np.ones((1, 1, k, k)), padding=p, stride=s).output_shape == (
            1,
            side,
            side,
        )
    found = [output(f"dilation_{d}") for d in (1, 2, 3)]
    assert [y.shape for y in found] == [(1, 6, 6), (1, 4, 4), (1, 2, 2)]
    assert [y[0, 0, 0] for y in found] == [81, 162, 243]
    assert presets()["uneven_stride"].output_shape == (1, 2, 2)
    assert presets()["uneven_same_size"].output_shape == (1, 8, 8)


def test_depthwise_is_a_standard_convolution_with_zeros() -> None:
    """Put the kernels of P12 on a diagonal, and separate P13 in two."""
    pool = presets()["average_pool"]
    dense = np.einsum("oi,ohw->oihw", np.eye(2), pool.weight[:, 0])
    assert conv2d(pool.x, dense, stride=2).tolist() == run(pool).tolist()
    pointwise = np.array([[1, 0, 0], [0, 1, 0], [1, -1, 2], [0, 0, 1]])[:, :, None, None]
    assert conv2d(output("depthwise"), pointwise).tolist() == output("separable").tolist()
    assert presets()["separable"].weight.size == 108
    assert presets()["depthwise"].weight.size + pointwise.size == 39


def test_bottleneck() -> None:
    """Lose rank: squeezing and expanding is one 4x4 matrix of rank 2."""
    squeeze = presets()["bottleneck_squeeze"]
    expand = np.array([[1, 0], [1, 0], [0, 1], [0, 1]])[:, :, None, None]
    assert conv2d(run(squeeze), expand).tolist() == output("bottleneck_dense").tolist()
    dense = presets()["bottleneck_dense"].weight
    assert squeeze.weight.size + expand.size == dense.size == 16
    assert np.linalg.matrix_rank(dense.reshape(4, 4)) == 2
    assert [presets()[f"groups_{g}"].weight.size for g in (1, 2, 4)] == [16, 8, 4]


def test_two_kernels_make_one() -> None:
    """Compose P19 exactly, except where zeros are put between two layers."""
    second = [[[[1, 0], [-1, 2]]]]
    assert (
        conv2d(output("two_kernels_first"), second).tolist()
        == output("two_kernels_as_one").tolist()
    )
    full = conv2d(presets()["two_kernels_first"].weight[0], np.flip(second, (2, 3)), padding=1)
    assert full.tolist() == [[[1, 2, 0], [2, 4, 4], [-3, 2, 8]]]
    twice = conv2d([D2L_K], np.flip([[D2L_K]], (2, 3)), padding=1)
    assert twice.tolist() == [[[0, 0, 1], [0, 4, 6], [4, 12, 9]]]
    w1, w2 = np.array([[1, 2, 0], [0, 1, 1]]), np.array([[1, -1], [2, 0], [0, 3]])
    one = presets()["two_mixes_as_one"]
    assert one.weight.reshape(3, 3).tolist() == (w2 @ w1).tolist()
    both = conv2d(conv2d(one.x, w1[:, :, None, None]), w2[:, :, None, None])
    assert both.tolist() == run(one).tolist()


def test_padding_between_two_boxes_shows_at_the_rim() -> None:
    """Differ in 16 of 25 cells, the rim, from one 5x5 kernel."""
    x = np.ones((1, 5, 5))
    box = np.ones((1, 1, 3, 3))
    five = conv2d(box[0], box, padding=2)[np.newaxis]
    twice = conv2d(conv2d(x, box, padding="same"), box, padding="same")
    assert np.count_nonzero(twice != conv2d(x, five, padding="same")) == 16


def test_the_hues_go_back_to_colour() -> None:
    there = presets()["ycbcr"]
    np.testing.assert_allclose(output("ycbcr_back"), there.x, atol=5e-5)
