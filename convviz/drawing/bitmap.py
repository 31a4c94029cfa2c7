"""A matrix as a small picture: one pixel a number, in the colours of the tiles."""

import base64
import struct
import zlib

import numpy as np

from convviz.core.arguments import FloatArray
from convviz.drawing.style import TILES, tile

PALETTE = bytes.fromhex("".join(colour.lstrip("#") for colour in TILES))
SHADES = 127  # on each side of zero, where a picture is to be recognized
SMALLEST = 9  # zlib's level
_GREY, _COLOUR, _PALETTE = 0, 2, 3  # kinds of PNG


def data_url(values: FloatArray, end: float) -> str:
    """PNG of values (rows, columns) on the symmetric scale to ``end``, as an address for SVG."""
    levels, where = np.unique(values, return_inverse=True)
    colours = np.array([tile(level, end) for level in levels.tolist()], np.uint8)
    return _png(colours[where.reshape(values.shape)], _PALETTE, PALETTE)


def shaded_url(values: FloatArray, end: float, effort: int = SMALLEST) -> str:
    """The same with shades between the colours of the tiles; effort: as zlib's level."""
    stops = np.frombuffer(PALETTE, np.uint8).reshape(-1, 3)
    at = np.linspace(0, len(stops) - 1, 2 * SHADES + 1)
    channels = [np.interp(at, range(len(stops)), stops[:, each]) for each in range(3)]
    shades = np.rint(np.stack(channels, axis=1)).astype(np.uint8)
    level = np.rint(values / end * SHADES) if end else np.zeros_like(values)
    return _png((level + SHADES).astype(np.uint8), _PALETTE, shades.tobytes(), effort=effort)


def picture_url(pixels: FloatArray, effort: int = SMALLEST) -> str:
    """PNG of pixels from 0 to 1: grey (rows, columns), or of R, G and B (3, rows, columns)."""
    bytes_ = np.rint(pixels * 255).astype(np.uint8)
    if pixels.ndim == 2:
        return _png(bytes_, _GREY, effort=effort)
    rows = np.moveaxis(bytes_, 0, -1).reshape(pixels.shape[1], -1)
    return _png(rows, _COLOUR, columns=pixels.shape[2], effort=effort)


def _png(
    rows: np.ndarray, kind: int, palette: bytes = b"", columns: int = 0, effort: int = SMALLEST
) -> str:
    """Write bytes (rows, bytes of a row) as a PNG of 8 bits."""
    height, width = rows.shape
    lines = np.zeros((height, width + 1), np.uint8)  # each line starts with its filter: none
    lines[:, 1:] = rows
    header = struct.pack(">IIBBBBB", columns or width, height, 8, kind, 0, 0, 0)
    chunks = [(b"IHDR", header)] + ([(b"PLTE", palette)] if palette else [])
    chunks += [(b"IDAT", zlib.compress(lines.tobytes(), effort)), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)
    return "data:image/png;base64," + base64.b64encode(png).decode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
