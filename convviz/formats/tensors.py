"""Tensors from files: .npy, .npz, .csv, .tsv and .json, in and out.

A file is foreign: it is read up to a stated size, nothing is allocated that was not checked before,
and whatever is wrong with it is an ExperimentError.
"""

from __future__ import annotations

import ast
import io
import json
import math
import re
import zipfile
import zlib
from os import PathLike, fspath
from pathlib import PurePath
from typing import BinaryIO, Final

import numpy as np

from convviz.core.arguments import Array, ExperimentError, show
from convviz.formats.tables import MOST_AXES, array_of, read_table

Source = bytes | str | PathLike[str] | BinaryIO

MOST_BYTES: Final = 2**24  # of a file, and of all that is packed in it
MOST_TEXT: Final = 2**20  # characters
MOST_TENSORS: Final = 5000
MOST_HEADER: Final = 10_000  # characters of what an .npy file says of itself
KINDS: Final = ".npy, .npz, .csv, .tsv, .json"
ALONE: Final = "x"  # the name of a tensor that has none
_TYPE = re.compile(r"[<>|=]?(b1|[iu][1248]|f[248])")
_LETTERS = re.compile(rb"^[^\n]*'descr': '[<>|=]?U\d")
_NPY, _ZIP = b"\x93NUMPY", b"PK\x03\x04"


def read_tensors(source: Source, name: str | None = None) -> dict[str, Array]:
    """Read all tensors of a file, by name.

    source: the bytes of a file, its path, or a binary file that is open. name: its name, where only
    bytes are given: .csv and .tsv are told by it, the other kinds by what is in them. A tensor
    without a name of its own has that of the file.
    Arrays have the type of the file: integers, floats or bools; texts give float64.

    Raises ExperimentError for a file that is none of these, is larger than 16 MiB, or holds
    anything but real numbers.
    """
    data, name = take(source, name, MOST_BYTES)
    stem = PurePath(name).stem[:200] or ALONE
    if data.startswith(_NPY):
        return {stem: _npy(data)}
    if data.startswith(_ZIP):
        return _npz(data)
    refuse_pickle(data)
    text = _text(data)
    if name.lower().endswith((".csv", ".tsv")):
        return read_table(text, stem)
    if text.lstrip()[:1] in ("{", "["):
        return _json(text, stem)
    return read_table(text, stem)


def take(source: Source, name: str | None, most: int) -> tuple[bytes, str]:
    """Give the bytes of a source and its name; raises ExperimentError if they are too many."""
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source[: most + 1])
    elif isinstance(source, str | PathLike):
        name = name or fspath(source)
        try:
            with open(source, "rb") as file:
                data = file.read(most + 1)
        except (OSError, ValueError) as error:
            raise ExperimentError("The file can't be read: {error}", error=error) from error
    else:
        try:
            data = source.read(most + 1)
        except (OSError, ValueError, AttributeError) as error:
            raise ExperimentError("The file can't be read: {error}", error=error) from error
        name = name or str(getattr(source, "name", ""))
    if not isinstance(data, bytes):
        raise ExperimentError("The file must be opened for reading bytes, as open(path, 'rb').")
    if len(data) > most:
        raise ExperimentError("The file has more than {most} bytes.", most=most)
    return data, str(name or "")


def refuse_pickle(data: bytes) -> None:
    """Raise ExperimentError for a pickle, which would run what it holds, alone or in an archive."""
    pickled = re.match(rb"\x80[\x02-\x05]|\(d|\]q|\(l", data)
    if pickled or (data.startswith(_ZIP) and b"/data.pkl" in data[:4096]):
        raise ExperimentError(
            "This is a pickle (.pt, .pth, .pkl), which can run anything: it is not opened. "
            "Save it as safetensors: {lines}",
            lines="from safetensors.torch import save_file; "
            "state = torch.load(path, weights_only=True); "
            "save_file({k: v.contiguous() for k, v in state.items()}, 'layer.safetensors')",
        )


def _npy(data: bytes) -> Array:
    """Read one .npy file: its header is checked against its bytes before anything is made of it."""
    major = data[6:7]
    size, start = (data[8:10], 10) if major == b"\x01" else (data[8:12], 12)
    length = int.from_bytes(size, "little")
    header = data[start : start + length]
    if major not in (b"\x01", b"\x02", b"\x03") or len(header) < length or length > MOST_HEADER:
        raise ExperimentError("The .npy file is cut off, or of another version than 1, 2 or 3.")
    try:
        told = ast.literal_eval(header.decode("utf-8").strip())
        kind, fortran, shape = told["descr"], told["fortran_order"], told["shape"]
        if not isinstance(kind, str) or not _TYPE.fullmatch(kind):
            raise ExperimentError(
                "The file holds {kind}: only integers, floats and bools are read.", kind=show(kind)
            )
        dtype = np.dtype(kind)
    except (ValueError, SyntaxError, TypeError, KeyError, RecursionError, MemoryError) as error:
        if isinstance(error, ExperimentError):
            raise
        raise ExperimentError("The header of the .npy file can't be read.") from error
    return decoded(data[start + length :], dtype, shape, "F" if fortran is True else "C")


def decoded(body: bytes, dtype: np.dtype[np.generic], shape: object, order: str = "C") -> Array:
    """Make an array of bytes that are exactly as many as type and shape need.

    Raises ExperimentError otherwise.
    """
    if (
        not isinstance(shape, tuple)
        or len(shape) > MOST_AXES
        or not all(type(n) is int and 0 <= n <= MOST_BYTES for n in shape)
    ):
        raise ExperimentError("{shape} is no shape of a tensor.", shape=show(shape))
    if math.prod(shape) * dtype.itemsize != len(body):
        raise ExperimentError(
            "Shape {shape} of {kind} takes {needed} bytes, but the file has {found}.",
            shape=shape,
            kind=dtype,
            needed=math.prod(shape) * dtype.itemsize,
            found=len(body),
        )
    array = np.frombuffer(body, dtype).reshape(shape, order="F" if order == "F" else "C")
    # In this machine's byte order, and not a view of the file.
    return array.astype(dtype.newbyteorder("="))


def _npz(data: bytes) -> dict[str, Array]:
    refuse_pickle(data)
    found: dict[str, Array] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_TENSORS:
                raise ExperimentError("The archive has more than {most} files.", most=MOST_TENSORS)
            for member in members:
                name = member.filename.removesuffix(".npy")[:200]
                if name in found or member.is_dir() or not member.filename.endswith(".npy"):
                    raise ExperimentError(
                        "The archive holds {name}: an .npz file holds .npy files with names that "
                        "differ.",
                        name=show(member.filename[:200]),
                    )
                with archive.open(member) as file:
                    body = file.read(left + 1)
                left -= len(body)
                if left < 0:
                    raise ExperimentError(
                        "What is packed in the archive has more than {most} bytes.",
                        most=MOST_BYTES,
                    )
                if len(body) != member.file_size or not body.startswith(_NPY):
                    raise ExperimentError(
                        "{name} in the archive is not as large as the archive says.",
                        name=show(member.filename[:200]),
                    )
                # An experiment's own file has a text too, the name of its padding mode.
                if not _LETTERS.search(body[:MOST_HEADER]):
                    found[name] = _npy(body)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, IndexError),
        *(RuntimeError, NotImplementedError, OverflowError, zipfile.LargeZipFile, MemoryError),
    ) as error:
        if isinstance(error, ExperimentError):
            raise
        raise ExperimentError("The archive is broken: {error}", error=error) from error
    return found


def _text(data: bytes) -> str:
    if not data:
        raise ExperimentError("The file is empty.")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExperimentError(
            "This is none of the files that are read here: {kinds}.", kinds=KINDS
        ) from error
    if "\0" in text:
        raise ExperimentError("This is none of the files that are read here: {kinds}.", kinds=KINDS)
    if len(text) > MOST_TEXT:
        raise ExperimentError("The text has more than {most} characters.", most=MOST_TEXT)
    return text


def _json(text: str, stem: str) -> dict[str, Array]:
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        if isinstance(error, ExperimentError):
            raise
        raise ExperimentError("It is not JSON ({error}).", error=error) from error
    if not isinstance(document, dict):
        return {stem: array_of(stem, document)}
    # An experiment's own file has numbers and texts beside its tensors.
    found = {name: array_of(name, value) for name, value in document.items() if _is_tensor(value)}
    if not found:
        raise ExperimentError("There are no numbers in the file.")
    return found


def _is_tensor(value: object) -> bool:
    return isinstance(value, list) and value != [] and not isinstance(value[0], str)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ExperimentError("A name stands twice in the file.")
    return document
