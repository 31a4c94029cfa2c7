"""Convolution as matrices: kernels as rows, windows as columns, two kernels as one product."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from convviz.core.arguments import Array, ExperimentError, FloatArray
from convviz.core.conv import windows_of
from convviz.core.experiment import Experiment
from convviz.core.operation import Cells, Operation, Tensor, Term, cell
from convviz.words import term


def patches(experiment: Experiment) -> Array:
    """Write every window as a column, in the order of the output (im2col).

    Returns (C_in * k_h * k_w, H' * W'), so that weight_matrix @ patches + bias is the output.
    After cs231n and D2L 7.4 exercise 6.
    """
    windows = windows_of(experiment)  # (C_in, H', W', k_h, k_w)
    columns: Array = windows.transpose(0, 3, 4, 1, 2).reshape(experiment.weight[0].size, -1)
    return columns


def weight_matrix(experiment: Experiment) -> Array:
    """Write every kernel as a row: (C_out, C_in * k_h * k_w).

    Raises ExperimentError if there are groups: their rows would go with patches of their own.
    """
    if experiment.groups != 1:
        raise ExperimentError(
            "A weight matrix needs groups = 1, not {groups}.", groups=experiment.groups
        )
    rows: Array = experiment.weight.reshape(experiment.c_out, -1)
    return rows


def copies(experiment: Experiment) -> Array:
    """Count how often each number of x stands in the patches: (C_in, H, W), 0 where unused."""
    e = experiment
    numbered = np.arange(1, e.x.size + 1).reshape(e.x.shape)
    found = patches(e.replace(x=numbered)).astype(np.int64)  # 0 is the padding
    return np.bincount(found.ravel(), minlength=e.x.size + 1)[1:].reshape(e.x.shape)


def mixed_kernel(weight: FloatArray, mix: FloatArray) -> FloatArray:
    """Kernel that does in one step what `weight` and then a 1×1 kernel `mix` do in two.

    weight: (C_mid, C_in, k_h, k_w), without groups; mix: (C_out, C_mid); result:
    (C_out, C_in, k_h, k_w). Where weight is depthwise, K[o, c] = mix[o, c] · d[c].
    """
    kernel: FloatArray = np.tensordot(mix, weight, axes=1)
    return kernel


def ungrouped(experiment: Experiment) -> Experiment:
    """Write groups out as the one kernel bank that gives the same, with zeros between groups."""
    e = experiment
    weight = np.zeros((e.c_out, e.c_in, *e.kernel_size))
    inputs, outputs = e.c_in // e.groups, e.c_out // e.groups
    for group in range(e.groups):
        rows = slice(group * outputs, (group + 1) * outputs)
        weight[rows, group * inputs : (group + 1) * inputs] = e.weight[rows]
    return e.replace(weight=weight, groups=1)


def _given(experiment: Experiment) -> Mapping[str, Array]:
    return {"km": weight_matrix(experiment), "xm": patches(experiment), "bm": experiment.bias}


def _product(experiment: Experiment) -> Array:
    y: Array = weight_matrix(experiment) @ patches(experiment) + experiment.bias[:, np.newaxis]
    return y


def _steps(experiment: Experiment) -> list[Cells]:
    """A row of W and a column of the patches meet in each number of the product."""
    rows, columns, y = weight_matrix(experiment), patches(experiment), _product(experiment)
    found = []
    for o, n in np.ndindex(y.shape):
        reads = tuple(cell("xm", t, n) for t in range(len(columns)))
        terms = tuple(Term((cell("km", o, t), read), cell("pm", t)) for t, read in enumerate(reads))
        products = (rows[o] * columns[:, n] + 0.0).tolist()
        made = zip((each.made for each in terms), products, strict=True)
        written = cell("ym", o, n)
        numbers = {**dict(made), written: float(y[o, n])}
        found.append(Cells(reads, terms, (cell("bm", o),), (written,), numbers))
    return found


MATRIX_PRODUCT: Final = Operation[Experiment](
    tensors={
        "km": Tensor(term("Matrix of K"), letter="W"),
        "xm": Tensor(term("Matrix of X"), letter="X"),
        "bm": Tensor(term("Bias"), term("Bias {o}"), ("o",), rows=False, letter="b"),
        "pm": Tensor(term("Products"), rows=False),
        "ym": Tensor(term("Matrix of Y"), role="output", letter="Y"),
    },
    given=_given,
    made=lambda experiment: {"ym": _product(experiment)},
    steps=_steps,
)
