"""Time and memory of conv2d beside ONNX Runtime and SciPy, one thread each."""

from __future__ import annotations

import os
import subprocess
import sys
import timeit
import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from scipy.signal import correlate

from bench.browser import ROOT
from convviz.core.arguments import Array
from convviz.core.conv import BLOCK_SIZE, conv2d

RUNS = 30
# C_in, H = W, C_out, k_h = k_w
CASES = ((3, 224, 8, 3), (3, 512, 16, 3), (64, 56, 64, 3), (3, 1080, 4, 5), (64, 56, 256, 1))
# Read by OpenBLAS, MKL and OpenMP when they are loaded, so only a new process heeds them.
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "MKL", "OMP")}


def compute() -> None:
    """Print the table from a process that has one thread."""
    command = [sys.executable, "-m", "bench.compute"]
    subprocess.run(command, cwd=ROOT, env=os.environ | ONE_THREAD, check=True)


def onnx_runtime(x: Array, weight: Array) -> Callable[[], Array]:
    """Make the same convolution in ONNX Runtime, ready to run; it may prepare the weights."""
    node = helper.make_node("Conv", ["x", "weight"], ["y"])
    inputs, outputs = (
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)]
        for name, shape in (("x", [1, *x.shape]), ("y", [None] * 4))
    )
    weights = [numpy_helper.from_array(weight, "weight")]
    graph = helper.make_graph([node], "conv", inputs, outputs, weights)
    model = helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 19)])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return lambda: session.run(None, {"x": x[np.newaxis]})[0][0]


def scipy(x: Array, weight: Array) -> Array:
    """Correlate for each output channel; SciPy chooses between sums and Fourier transforms."""
    return np.concatenate([correlate(x, kernel, mode="valid") for kernel in weight])


def peak_memory(x: Array, weight: Array) -> int:
    """Bytes of all arrays at the worst moment of one call, input and output included."""
    tracemalloc.start()
    conv2d(x, weight)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return x.nbytes + weight.nbytes + peak


def main() -> None:
    print(f"\nOne thread each, float32, {RUNS} runs each: ms, median (least); ratios of medians.")
    print(f"A block of patches: {BLOCK_SIZE * 4 / 1e6:.1f} MB at most.\n")
    print(
        "| C_in × H × W to C_out, kernel | conv2d | ONNX Runtime | conv2d / ONNX Runtime ", end=""
    )
    print("| SciPy | SciPy / conv2d | conv2d's peak, MB | peak / (input + output) |")
    print("|---|---|---|---|---|---|---|---|")
    for c_in, side, c_out, k in CASES:
        random = np.random.default_rng(0)
        x = random.normal(size=(c_in, side, side)).astype(np.float32)
        weight = random.normal(size=(c_out, c_in, k, k)).astype(np.float32)
        ways: dict[str, Callable[[], Array]] = {
            "conv2d": partial(conv2d, x, weight),
            "ONNX Runtime": onnx_runtime(x, weight),
            "SciPy": partial(scipy, x, weight),
        }
        y = conv2d(x, weight)
        spent = {}
        for name, way in ways.items():
            np.testing.assert_allclose(way(), y, rtol=1e-3, atol=1e-3)
            spent[name] = np.array(timeit.repeat(way, number=1, repeat=RUNS)) * 1000
        ours, onnx, theirs = (np.median(times) for times in spent.values())
        cells = [f"{np.median(times):.2f} ({times.min():.2f})" for times in spent.values()]
        peak = peak_memory(x, weight)
        row = f"| {c_in} × {side} × {side} to {c_out}, {k} × {k} | {cells[0]} | {cells[1]} "
        row += f"| {ours / onnx:.2f} | {cells[2]} | {theirs / ours:.0f} "
        print(row + f"| {peak / 1e6:.1f} | {peak / (x.nbytes + y.nbytes):.2f} |", flush=True)


if __name__ == "__main__":
    main()
