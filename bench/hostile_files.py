"""Links and files that were changed on their way: `python -m bench.hostile_files`.

Each is a real one with some of it replaced, taken out, cut or doubled, or, of links, a random text.
Every reader gives a value or an ExperimentError; here it is measured how long that takes, and how
much memory it takes at most. Each kind has a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import io
import multiprocessing
import random
import resource
import string
import struct
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import onnx
from onnx import helper
from PIL import Image
from safetensors.numpy import save

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats.arrays import to_csv
from convviz.formats.image import read_image
from convviz.formats.layers import read_layers
from convviz.formats.link import decode, encode, from_json, to_json
from convviz.formats.tensors import read_tensors
from convviz.lessons.presets import presets

LINKS, FILES, WARM = 100_000, 20_000, 200
ODD: Final = (0, 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1)
Read = Callable[[bytes], object]


class Kind(NamedTuple):
    """Real files of a kind, and what reads them."""

    real: list[bytes]
    read: Read
    mutants: int = FILES


def _array_file(write: Callable[..., None], *arrays: Any, **named: Any) -> bytes:
    file = io.BytesIO()
    write(file, *arrays, **named)
    return file.getvalue()


def _picture(format: str) -> bytes:
    file = io.BytesIO()
    rows, cols = np.indices((40, 56))
    dots = np.stack([rows * 6, cols * 4, rows * cols % 256], axis=2).astype(np.uint8)
    Image.fromarray(dots).save(file, format)
    return file.getvalue()


def _model() -> bytes:
    weight = np.random.default_rng(0).normal(size=(4, 3, 3, 3)).astype(np.float32)
    node = helper.make_node("Conv", ["x", "w"], ["y"], pads=[1, 1, 1, 1])
    value = onnx.TensorProto.FLOAT
    ends = [helper.make_tensor_value_info(name, value, None) for name in "xy"]
    graph = helper.make_graph(
        [node], "g", ends[:1], ends[1:], [onnx.numpy_helper.from_array(weight, "w")]
    )
    made: bytes = helper.make_model(graph).SerializeToString()
    return made


def kinds() -> Mapping[str, Kind]:
    """Everything that is read, by name."""
    rng = np.random.default_rng(0)
    experiments = [
        *presets().values(),
        Experiment(rng.normal(size=(8, 12, 12)), rng.normal(size=(8, 8, 3, 3))),
    ]
    x, w = np.arange(12.0).reshape(3, 4), rng.normal(size=(4, 2, 3, 3)).astype(np.float16)
    found = {
        "link": Kind(
            [encode(each).encode() for each in experiments[:-1]], lambda b: decode(_text(b)), LINKS
        ),
        "document (.json)": Kind(
            [to_json(each).encode() for each in experiments], lambda b: from_json(_text(b))
        ),
        ".npy": Kind(
            [_array_file(np.save, x), _array_file(np.save, w.astype(">i4"))],
            lambda b: read_tensors(b, "a.npy"),
        ),
        ".npz": Kind(
            [
                _array_file(np.savez, x=x, weight=w),
                _array_file(np.savez_compressed, x=np.zeros((90, 90)), weight=w),
            ],
            lambda b: read_tensors(b, "a.npz"),
        ),
        ".csv": Kind([to_csv({"x": x, "b": np.ones(2)}).encode()], _tensors("a.csv")),
        ".tsv": Kind([b"1\t2.5\t-3e-4\n4\t5\t6\n"], _tensors("a.tsv")),
        ".json": Kind(
            [b'{"x": [[1, 2.5], [3, -4e2]], "weight": [1], "stride": [1, 2]}'], _tensors("a.json")
        ),
        ".safetensors": Kind(
            [save({"conv.weight": w, "conv.bias": np.ones(4, np.float16), "n": np.arange(3)})],
            lambda b: read_layers(b, "m.safetensors"),
        ),
        ".onnx": Kind([_model()], lambda b: read_layers(b, "m.onnx")),
    }
    for format in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "PPM", "AVIF"):
        found[format] = Kind([_picture(format)], read_image)
    return found


def _tensors(name: str) -> Read:
    return lambda data: read_tensors(data, name)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def mutant(rng: random.Random, data: bytes) -> bytes:
    """The bytes of a file with something changed, cut off, doubled or put in."""
    made = bytearray(data)
    for _ in range(rng.randrange(1, 5)):
        at = rng.randrange(len(made) + 1)
        match rng.randrange(6):
            case 0:
                made[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del made[at : at + rng.randrange(1, 30)]
            case 2:
                made[at:at] = rng.randbytes(rng.randrange(1, 9))
            case 3:
                made[at:at] = made[max(0, at - 40) : at]
            case 4:
                made[at : at + 8] = struct.pack(rng.choice("<>") + "Q", rng.choice(ODD))
            case _:
                made[at : at + 1] = rng.choice(string.printable).encode()
    return bytes(made)


def measure(name: str, share: float) -> str:
    """Read so many of a kind, and say what came of them."""
    warnings.simplefilter("ignore")  # Pillow tells of what is odd in a file, beside refusing it
    kind, rng = kinds()[name], random.Random(name)
    count = max(1, int(kind.mutants * share))
    read = refused = 0
    longest, before = 0.0, 0
    for n in range(WARM + count):
        if n == WARM:  # what is loaded once is there
            longest, read, refused = 0.0, 0, 0
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        data = mutant(rng, rng.choice(kind.real))
        if kind.mutants == LINKS and n % 4 == 0:
            data = "".join(rng.choices(string.printable, k=rng.randrange(300))).encode()
        begin = time.thread_time()
        try:
            kind.read(data)
            read += 1
        except ExperimentError:
            refused += 1
        longest = max(longest, time.thread_time() - begin)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return (
        f"{name:16} {read:6} read, {refused:6} refused; longest {longest * 1e3:5.1f} ms, "
        f"{more:4.1f} MB more at most"
    )


def main(share: float = 1.0) -> None:
    """Measure every kind; any other exception than an ExperimentError ends it."""
    for name in kinds():
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(pool.apply(measure, (name, share)), flush=True)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
