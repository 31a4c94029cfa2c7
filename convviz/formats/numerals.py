"""Numbers as they are written for people to read: rounded for a tile, exact for an editor."""

import math
from functools import lru_cache

MINUS = "\N{MINUS SIGN}"
LONGEST = 6  # characters that a tile takes at all


@lru_cache(maxsize=1 << 16)
def number(value: float, digits: int = 4) -> str:
    """Write a value with at most ``digits`` significant digits: ``−0.1687``, ``1.235e4``.

    Whole numbers of up to four figures are always written out.
    """
    if value == int(value) and abs(value) < 10_000:
        return _tidy(str(int(value)))
    return _tidy(f"{value:.{digits}g}")


@lru_cache(maxsize=1 << 16)
def rounded(value: float) -> bool:
    """Whether a `number` is not all of the value; what binary fractions lack is not counted.

    >>> rounded(1 / 3), rounded(12_345), rounded(0.1 + 0.2), rounded(10_000)
    (True, True, False, False)
    """
    written = number(value).replace(MINUS, "-")
    return not math.isclose(float(written), value, rel_tol=1e-12)


def equals(*values: float) -> str:
    """Give the sign between what a chain of equations says before and after: ``=`` or ``≈``."""
    return " ≈ " if any(map(rounded, values)) else " = "


@lru_cache(maxsize=1 << 16)
def brief(value: float, digits: int = 4) -> str:
    """Write a value for a tile: a `number` with as many of the digits as it has room for.

    >>> brief(-0.168736), brief(-0.081312), brief(-1.736e-7)
    ('−0.169', '−0.081', '−2e−7')
    """
    written = (number(value, count) for count in range(digits, 0, -1))
    return next((shown for shown in written if len(shown) <= LONGEST), number(value, 1))


@lru_cache(maxsize=1 << 16)
def shorter(value: float, shown: str) -> tuple[str, ...]:
    """Write a value in ever fewer characters than are shown of it, if it has more than three.

    >>> shorter(-0.168736, "−0.169"), shorter(1500, "1500"), shorter(12, "12")
    (('−0.17', '−0.2'), ('2e3',), ())
    """
    if len(shown) <= 3:
        return ()
    forms = [shown]
    for text in (*(number(value, count) for count in (3, 2, 1)), _tidy(f"{value:.0e}")):
        if len(text) < len(forms[-1]):
            forms.append(text)
    return tuple(forms[1:])


def times(count: int, measure: int) -> str:
    """Say how many times the measure a count is, or what part of it; nothing where one is 0.

    >>> times(1_179_648, 69_632), times(39, 108), times(5, 0)
    ('× 16.94', '÷ 2.769', '')
    """
    if not (count and measure):
        return ""
    return f"× {number(count / measure)}" if count >= measure else f"÷ {number(measure / count)}"


def in_bytes(count: int) -> str:
    """Write a number of bytes in the unit that leaves one to four figures before the point.

    >>> in_bytes(228), in_bytes(4_000_000)
    ('228 B', '3.815 MiB')
    """
    size, units = float(count), ["B", "KiB", "MiB", "GiB", "TiB"]
    while size >= 1024 and len(units) > 1:
        size /= 1024
        del units[0]
    return f"{number(size)} {units[0]}"


@lru_cache(maxsize=1 << 16)
def exact(value: float) -> str:
    """Write a value with all the digits that tell it apart, for hovering and editing."""
    return _tidy(str(int(value)) if value == int(value) and abs(value) < 1e16 else repr(value))


def _tidy(text: str) -> str:
    mantissa, _, exponent = text.replace("-", MINUS).partition("e")
    if not exponent:
        return mantissa
    sign = MINUS if exponent.startswith(MINUS) else ""
    return f"{mantissa}e{sign}{exponent.lstrip('+' + MINUS).lstrip('0')}"
