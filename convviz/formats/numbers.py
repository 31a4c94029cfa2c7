"""Typed and pasted text to numbers: one cell, or a block from a spreadsheet or a print."""

import math
import re
import unicodedata

import numpy as np

from convviz.core.arguments import MAX_VALUE, ExperimentError, FloatArray
from convviz.core.separable import MOST_OUTPUTS, misfit
from convviz.words import Message, later, say

MAX_TEXT = 20_000  # characters; a block that fills the largest tensor of a page has fewer
# What a Chinese keyboard or a word processor writes for what a program does. Not the compatible
# forms of Unicode: by those 5² is 52.
_DASHES = (*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63)
_SIGNS = {0xFF01 + n: 0x21 + n for n in range(94)} | dict.fromkeys(_DASHES, "-")
_SIGNS |= {ord("。"): ".", 0x3000: " "}
_LISTED = {ord(comma): ", " for comma in "，、"}  # part numbers, and are never decimal commas
# What MATLAB prints over a matrix, one for each page of an array of more axes.
_HEADING = re.compile(r"[^\S\n]*[A-Za-z]\w*(\([:,\d ]+\))?\s*=[^\S\n]*\r?$", re.MULTILINE)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


def plain(text: str) -> str:
    r"""Write full-width signs and every kind of minus as programs do, and drop invisible signs.

    >>> plain("1，2、3"), plain("\N{EN DASH}1\N{ZERO WIDTH SPACE}")
    ('1, 2, 3', '-1')
    """
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return seen.translate(_LISTED).translate(_SIGNS)


def parse_number(text: str) -> float:
    """Read one typed number; a decimal comma and a fraction such as ``1/9`` are understood.

    Raises ExperimentError if it is none, not finite, or too large to show.
    """
    written = plain(text).strip()
    if not written:
        raise ExperimentError("There is no number here: write {allowed}.", allowed=_allowed())
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", written):
        raise ExperimentError(
            "{text} can mean {whole} or {fraction}: write either.",
            text=_quoted(written),
            whole=written.replace(",", ""),
            fraction=written.replace(",", "."),
        )
    parts = [part.strip() for part in written.replace(",", ".", 1).split("/")]
    if not 1 <= len(parts) <= 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ExperimentError(
            "{text} is not a number here: write {allowed}.",
            text=_quoted(written),
            allowed=_allowed(),
        )
    numerator, denominator = float(parts[0]), float(parts[1]) if len(parts) == 2 else 1.0
    if denominator == 0:
        raise ExperimentError(
            "{text} divides by zero: write {allowed}.", text=_quoted(written), allowed=_allowed()
        )
    value = numerator / denominator
    if not math.isfinite(value) or abs(value) > MAX_VALUE:
        raise ExperimentError(
            "{text} is too large to show: write {allowed}.",
            text=_quoted(written),
            allowed=_allowed(),
        )
    return value


def parse_block(text: str) -> list[list[list[float]]]:
    """Read a pasted block as channels of rows of numbers, all rows of one length.

    Tabs, semicolons, spaces and commas part the numbers, lines or brackets part the rows, empty
    lines or double brackets part the channels. A comma is a decimal comma where tabs, semicolons
    or spaces already part the numbers. Raises ExperimentError.
    """
    if len(text) > MAX_TEXT:
        raise ExperimentError(
            "The pasted text has {size} characters, at most {most} fit.",
            size=len(text),
            most=MAX_TEXT,
        )
    text = plain(text)
    channels = [[_row(line) for line in lines if line.strip(" ,\t")] for lines in _channels(text)]
    channels = [rows for rows in channels if rows]
    if not channels:
        raise ExperimentError("There are no numbers in the text.")
    lengths = {len(row) for rows in channels for row in rows}
    if len(lengths) > 1 or len({len(rows) for rows in channels}) > 1:
        raise ExperimentError(
            "The pasted block is not rectangular: its rows have {lengths} numbers. "
            "Give every row the same number.",
            lengths=say(", ").join(map(str, sorted(lengths))),
        )
    return channels


def _channels(text: str) -> list[list[str]]:
    if "[" not in text:
        text = _HEADING.sub("", text)
        blocks = re.split(r"\n\s*\n", text.strip("\r\n").replace("\r\n", "\n").replace("\r", "\n"))
        return [block.split("\n") for block in blocks]
    # Around the brackets may stand `x = np.array(…, dtype=float32)`; inside them a line break is
    # only where NumPy wrapped a long row.
    flat = " ".join(text[text.index("[") : text.rfind("]") + 1].split())
    flat = flat.replace(";", "]")  # between brackets it parts rows, as MATLAB has it
    # A comma between brackets parts numbers, also without a space after it.
    flat = flat.replace(",", ", ")
    return [
        [row.replace("[", " ") for row in block.split("]")] for block in re.split(r"\]\s*\]", flat)
    ]


def _row(line: str) -> list[float]:
    line = line.strip(" ,;" if "\t" not in line else " ")
    for mark in ("\t", ";"):
        if mark in line:
            return [parse_number(field) for field in line.split(mark)]
    if (
        re.search(r"\d,\d", line)
        and re.search(r"\d\s+[+\-\d]", line)
        and not re.search(r",\s", line)
    ):
        return [parse_number(field) for field in line.split()]
    fields = re.split(r"\s*,\s*|\s+", line)
    if line.count(",") == 1 and len(fields) == 2 and re.fullmatch(r"\S+", line):
        first, second = fields
        raise ExperimentError(
            "{text} can mean {first}.{second} or the two numbers {first} and {second}: "
            "paste {first}.{second}, or part the numbers with a space.",
            text=_quoted(line),
            first=first,
            second=second,
        )
    return [parse_number(field) for field in fields]


def _allowed() -> Message:
    return later(
        "a number from −{most:.0f} to {most:.0f}, such as 3, −0.5, 1e-3 or 1/9", most=MAX_VALUE
    )


def _quoted(text: str) -> str:
    shown = text if len(text) <= 24 else f"{text[:23]}…"
    return f"“{shown}”"


def read_mix(text: str, c_in: int) -> FloatArray:
    """Read a typed 1×1 kernel, (C_out, C_in), a row for each output; raises ExperimentError.

    Lines, brackets or semicolons part the rows.
    """
    lines = text if "[" in text else text.replace("；", ";").replace(";", "\n")
    block = parse_block(lines)
    mix = np.array([row for channel in block for row in channel])
    if mix.shape[1] != c_in or len(mix) > MOST_OUTPUTS:
        raise misfit(c_in, *mix.shape)
    return mix
