"""A matrix as a small picture: one pixel a number, in the colours of the tiles."""

import base64
import struct
import zlib

import numpy as np

from convviz.experiment import FloatArray
from convviz.style import TILES, tile

PALETTE = bytes.fromhex("".join(colour.lstrip("#") for colour in TILES))


def data_url(values: FloatArray, end: float) -> str:
    """PNG of values (rows, columns) on the symmetric scale to ``end``, as an address for SVG."""
    rows, columns = values.shape
    levels, where = np.unique(values, return_inverse=True)
    colours = np.array([tile(level, end) for level in levels.tolist()], np.uint8)
    lines = np.zeros((rows, columns + 1), np.uint8)  # each line starts with its filter: none
    lines[:, 1:] = colours[where.reshape(values.shape)]
    header = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)  # 8 bits, palette
    chunks = ((b"IHDR", header), (b"PLTE", PALETTE), (b"IDAT", zlib.compress(lines.tobytes(), 9)))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*c) for c in (*chunks, (b"IEND", b"")))
    return "data:image/png;base64," + base64.b64encode(png).decode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
