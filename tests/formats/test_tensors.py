"""Tensors come back from files as they went in, and a foreign file is read or refused."""

from __future__ import annotations

import io
import json
import pickle
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import convviz as cv
from convviz.core.arguments import ExperimentError
from convviz.formats.arrays import to_csv
from convviz.formats.tensors import MOST_BYTES, read_tensors

MUTANTS = 400  # of each kind; twenty thousand were tried

TYPES = st.sampled_from(
    [*("b1", "i1", "<i2", ">i4", "<i8", "u1", ">u2", "<u8", "<f2", ">f4", "<f8", ">f8")]
)
ARRAYS = TYPES.flatmap(
    lambda code: hnp.arrays(
        np.dtype(code),
        hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
        elements={"allow_nan": False, "allow_infinity": False} if "f" in code else None,
    )
)
NAMES = st.text("abxyzK_0123.", min_size=1, max_size=8)
WORDS = st.text("abxyzK_0123", min_size=1, max_size=8)


def listed(array: Any) -> bool:
    """Whether JSON has lists for it, and NumPy a type for their whole numbers."""
    return bool(array.size and array.ndim and (abs(array.astype(float)) < 2**53).all())


def tabled(array: Any) -> bool:
    """Whether a table can say its shape: a row alone is a vector."""
    return listed(array) and not (array.ndim == 2 and len(array) == 1)


def npy(array: Any, version: tuple[int, int] | None = None) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), version)
    return file.getvalue()


def npz(save: Callable[..., None] = np.savez, **arrays: Any) -> bytes:
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def same(found: Any, array: Any) -> bool:
    return bool(found.shape == array.shape and found.tolist() == array.tolist())


@settings(max_examples=200)
@given(ARRAYS, st.sampled_from([(1, 0), (2, 0), (3, 0)]), st.booleans())
def test_npy_there_and_back(array: Any, version: tuple[int, int], fortran: bool) -> None:
    written = np.asarray(array, order="F" if fortran else "C")
    (found,) = read_tensors(npy(written, version), "kernel.npy").values()
    assert same(found, array)
    assert found.dtype == array.dtype.newbyteorder("=")


@settings(max_examples=100)
@given(st.dictionaries(NAMES, ARRAYS, min_size=1, max_size=3), st.booleans())
def test_npz_there_and_back(arrays: dict[str, Any], packed: bool) -> None:
    found = read_tensors(npz(np.savez_compressed if packed else np.savez, **arrays))
    assert found.keys() == arrays.keys()
    assert all(same(found[name], array) for name, array in arrays.items())


@settings(max_examples=150)
@given(st.dictionaries(WORDS, ARRAYS.filter(tabled), min_size=1, max_size=3))
def test_csv_there_and_back(arrays: dict[str, Any]) -> None:
    found = read_tensors(to_csv(arrays).encode(), "tensors.csv")
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        assert found[name].tolist() == array.astype(float).tolist()


@settings(max_examples=100)
@given(st.dictionaries(NAMES, ARRAYS.filter(listed), min_size=1))
def test_json_there_and_back(arrays: dict[str, Any]) -> None:
    text = json.dumps({name: array.tolist() for name, array in arrays.items()})
    found = read_tensors(text.encode())
    assert {name: each.tolist() for name, each in found.items()} == json.loads(text)


@pytest.mark.parametrize("kind", ["npz", "csv", "json"])
def test_what_is_exported_is_read(kind: str) -> None:
    e = cv.presets()["d2l_three_out_biases"].replace(padding=((1, 0), (0, 2)), stride=2)
    found = read_tensors(cv.export(cv.animate(e, "multi_output"), kind))
    for name in ("x", "weight", "bias"):
        assert same(found[name], getattr(e, name))
    if kind != "json":
        assert (
            found["y"].tolist()
            == cv.conv2d(e.x, e.weight, e.bias, stride=2, padding=e.pads).tolist()
        )


def test_an_experiments_own_file_gives_its_tensors() -> None:
    e = cv.presets()["d2l_three_out_biases"]
    found = read_tensors(cv.share.to_json(e, {"step": 3}).encode(), "lesson.json")
    assert same(found["x"], e.x) and same(found["weight"], e.weight) and same(found["bias"], e.bias)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,2\n3,4\n", [[1, 2], [3, 4]]),
        ("1;2\r\n3;4", [[1, 2], [3, 4]]),
        ("0,5;1,5", [[0.5, 1.5]]),
        ("1\t2\n\n3\t4\n", [[[1, 2]], [[3, 4]]]),
        ("1 −2\n3 \uff14", [[1, -2], [3, 4]]),
        ("\ufeff1e-6,2", [[1e-6, 2]]),
    ],
)
def test_tables_as_spreadsheets_write_them(text: str, numbers: Any) -> None:
    (found,) = read_tensors(text.encode(), "table.csv").items()
    assert (found[0], found[1].tolist()) == ("table", numbers)


def test_paths_and_open_files(tmp_path: Path) -> None:
    path = tmp_path / "kernel.npy"
    np.save(path, [1, 2])
    assert read_tensors(path)["kernel"].tolist() == [1, 2]
    with path.open("rb") as file:
        assert read_tensors(file)["kernel"].tolist() == [1, 2]
    with pytest.raises(ExperimentError, match="can't be read"):
        read_tensors(tmp_path / "none.npy")
    with path.open(encoding="latin-1") as text, pytest.raises(ExperimentError, match="rb"):
        read_tensors(text)  # type: ignore[arg-type] # what is tested


def declared(shape: str, kind: str = "'<f8'") -> bytes:
    header = f"{{'descr': {kind}, 'fortran_order': False, 'shape': {shape}}}".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header


def zipped(name: str, body: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, body)
    return file.getvalue()


def many(count: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for number in range(count):
            made.writestr(f"{number}.npy", b"")
    return file.getvalue()


def archive(x: bytes) -> bytes:
    return zipped("x.npy", x)


def lying(sizes: bytes) -> bytes:
    """An archive that says of its member another size than it has."""
    data = archive(x=npy([1.0, 2.0]))
    size = struct.pack("<I", len(npy([1.0, 2.0])))
    return data.replace(size, sizes)


UNREAD = {
    "terabytes in two kilobytes": (archive(x=declared("(500000000000,)")), "no shape"),
    "more than the bytes": (declared("(3,)"), "takes 24 bytes, but the file has 0"),
    "a negative length": (declared("(-1,)"), "no shape"),
    "objects": (npy(np.array([{}, 1], object)), "only integers, floats and bools"),
    "complex": (npy([1j]), "only integers, floats and bools"),
    "records": (npy(np.zeros(2, "i4,f4")), "only integers, floats and bools"),
    "code in the header": (declared("(__import__('os'),)"), "header"),
    "a bomb": (archive(x=bytes(MOST_BYTES * 2)), "more than 16777216 bytes"),
    "sizes that do not add up": (lying(b"\x07\x00\x00\x00"), "archive"),
    "other files": (archive(x=b"nothing"), "not as large|not"),
    "a pickle": (pickle.dumps({"weight": [1]}), "save_file"),
    "an old pickle": (pickle.dumps([1], 0), "pickle|numbers"),
    "a PyTorch file": (zipped("model/data.pkl", pickle.dumps({})), "save_file"),
    "nothing": (b"", "empty"),
    "an image": (b"\x89PNG\r\n\x1a\n\0\0", "none of the files"),
    "text": (b"hello", "no row of numbers"),
    "uneven rows": (b"1,2\n3", "equal length"),
    "uneven lists": (b"[[1,2],[3]]", "equal length"),
    "texts in JSON": (b'{"x": ["a"]}', "no numbers"),
    "numbers too large for JSON": (b"[" + b"9" * 5000 + b"]", "JSON"),
    "a deep list": (b"[" * 100_000, "JSON"),
    "a name twice": (b'{"x": [1], "x": [2]}', "twice"),
    "a large file": (bytes(MOST_BYTES + 1), "more than"),
    "a long text": (b"1 " * 2**20, "more than 1048576 characters"),
    "a short .npy": (npy([1.0])[:20], "cut off"),
    "many files": (many(5001), "more than 5000"),
    "another file in an archive": (zipped("x.txt", b"1"), "holds"),
    "no archive": (b"PK\x03\x04nothing", "broken"),
    "no numbers": (b"\n\n", "no numbers"),
    "a header without a type": (declared("()", "3"), "only integers"),
    "a header that is no dictionary": (npy([1.0]).replace(b"descr", b"other"), "header"),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_wrong_is_said(name: str) -> None:
    data, message = UNREAD[name]
    with pytest.raises(ExperimentError, match=message):
        read_tensors(data)


GOOD = {
    "npy": npy(np.arange(12.0).reshape(3, 4)),
    "npz": npz(x=np.arange(4), weight=np.ones((2, 2))),
    "packed npz": npz(np.savez_compressed, x=np.arange(40), weight=np.ones((2, 9))),
    "csv": to_csv({"x": np.arange(12.0).reshape(3, 2, 2), "b": np.ones(2)}).encode(),
    "json": b'{"x": [[1, 2.5], [3, -4e2]], "weight": [1], "stride": [1, 2]}',
}


def mutant(rng: random.Random, data: bytes) -> bytes:
    """The bytes of a file with something changed, cut off, doubled or put in."""
    made = bytearray(data)
    for _ in range(rng.randrange(1, 5)):
        at = rng.randrange(len(made) + 1)
        match rng.randrange(5):
            case 0:
                made[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del made[at : at + rng.randrange(1, 30)]
            case 2:
                made[at:at] = rng.randbytes(rng.randrange(1, 9))
            case 3:
                made[at:at] = made[max(0, at - 40) : at]
            case _:
                made[at : at + 8] = struct.pack("<Q", rng.choice([0, 2**31, 2**63, 2**64 - 1]))
    return bytes(made)


@pytest.mark.parametrize("kind", GOOD)
def test_a_mutated_file_is_read_or_refused(kind: str) -> None:
    rng = random.Random(kind)
    read = 0
    for _ in range(MUTANTS):
        try:
            found = read_tensors(mutant(rng, GOOD[kind]), rng.choice(["", "x.csv", "x.npz"]))
        except ExperimentError as error:
            assert str(error)
        else:
            read += 1
            assert all(array.dtype.kind in "biuf" for array in found.values())
    assert 0 < read < MUTANTS
