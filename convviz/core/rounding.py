"""Sums on a machine that keeps a few digits: why the order of additions can be seen."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal


def rounded_sums(values: Sequence[int], digits: int) -> tuple[int, ...]:
    """Add whole numbers one after the other, keeping so many significant digits of each sum.

    Returns every sum on the way, of one value less than there are; a tie goes to the even digit, as
    in floating point.

    >>> rounded_sums((996, 4, 4, 4), 3), rounded_sums((4, 4, 4, 996), 3)
    ((1000, 1000, 1000), (8, 12, 1010))
    """
    machine = Context(prec=digits, rounding=ROUND_HALF_EVEN)
    total, sums = Decimal(values[0]), []
    for value in values[1:]:
        total = machine.add(total, Decimal(value))
        sums.append(int(total))
    return tuple(sums)
