"""A language for the length of a test, and what counts as a word of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from babel.messages import Catalog
from babel.messages.pofile import read_po

from convviz.words import use

# What stays as it is in every language: names of the field, of programs, of people's work, units.
NAMES = {
    *("X", "K", "W", "Y", "x", "y", "b", "c", "d", "i", "k", "o", "r", "v", "H"),
    *("C_in", "C_out", "k_h", "k_w", "p_h", "p_w", "r_h", "r_w", "s_h", "s_w"),
    *("dX", "dK", "db", "dY", "groups", "valid", "max", "im2col", "float32", "Layer"),
    *("ReLU", "CPU", "JSON", "B", "KiB", "MiB", "D2L", "NASA", "Rec"),
    *("NumPy", "PyTorch", "JAX", "TensorFlow", "Keras", "convviz", "for"),
    *("AlexNet", "Inception", "MobileNet", "ResNet"),
}


@cache
def catalog(name: str) -> Catalog:
    """Read the catalogue of a language as people write it."""
    with files("convviz.words.locale").joinpath(f"{name}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use a language, and afterwards that of before any test."""
    use(language)
    try:
        yield
    finally:
        use(None)


def is_chinese(text: str) -> bool:
    """Tell whether there is a Chinese character in a text."""
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def english(text: str) -> set[str]:
    """Words in Latin letters that are no names."""
    return set(re.findall(r"[A-Za-z][A-Za-z_0-9]*", text)) - NAMES
