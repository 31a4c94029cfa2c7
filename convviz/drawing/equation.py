"""The step's arithmetic as a line of tokens, in the order and the colours of the picture."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from convviz.core.step import Step
from convviz.drawing.style import text_width
from convviz.formats.numerals import MINUS, equals, number

SIZES = (24, 22, 20, 18, 16)  # px in the units of the drawing, largest first
COMPACT = 30  # with more products than this the line gives the partial sums only


class Token(NamedTuple):
    """A piece of the equation, shown from phase ``first`` up to but not including ``last``."""

    text: str
    first: int
    last: int = 0  # 0: to the end
    ink: str = ""
    mark: int | str = 0  # the phase of its product, or the slot of its sum
    line_break: int = 0


def equations(
    steps: Sequence[Step], width: float, lines: int, *, weight_first: bool = False
) -> list[dict[str, object]]:
    """Equation of every position, all of one form and size: the largest that fits.

    width: of a line, in the units of the drawing; lines: how many may be filled; weight_first:
    whether products are written as in a matrix product.
    """
    stacked = any(step.position[0] for step in steps)
    products = steps[0].products.size
    full = partial(_full, weight_first=weight_first)
    forms: list[Callable[[Step, bool], Iterator[Token]]]
    forms = [_compact] if products > COMPACT else [full, _compact]
    for form in forms:
        # One line tells whether the form is hopeless, without building that of every position.
        if _size([list(form(steps[0], stacked))], width, lines):
            tokens = [list(form(step, stacked)) for step in steps]
            if _size(tokens, width, lines):
                return laid(tokens, width, lines)
    return laid([list(_compact(step, stacked)) for step in steps], width, lines)


def laid(tokens: Sequence[Sequence[Token]], width: float, lines: int) -> list[dict[str, object]]:
    """Set the lines of all positions in one size: the largest that fits, else the smallest."""
    size = _size(tokens, width, lines) or SIZES[-1]
    if max(map(_width, tokens)) * size > width:
        tokens = [_wrap(line, width / size) for line in tokens]
    return [{"size": size, "tokens": list(line)} for line in tokens]


def _size(tokens: Sequence[Sequence[Token]], width: float, lines: int) -> int | None:
    widest = max(map(_width, tokens))
    # A wrapped line ends before a token that would overflow: leave room for the longest.
    spare = 8.0 if lines > 1 else 0.0
    return next((size for size in SIZES if widest * size <= lines * (width - spare * size)), None)


def pack(
    frames: Sequence[Mapping[str, Any]],
) -> tuple[list[dict[str, Any]], list[tuple[tuple[object, ...], ...]]]:
    """Say once what many equations share: all of a token but its text.

    Returns the frames, with the ``tokens`` of each equation replaced by the number of its ``form``
    and its ``texts``, and the forms.
    """
    forms: dict[tuple[tuple[object, ...], ...], int] = {}
    packed = []
    for frame in frames:
        line = frame["equation"]
        form = tuple(token[1:] for token in line["tokens"])
        short = {
            "size": line["size"],
            "form": forms.setdefault(form, len(forms)),
            "texts": [token.text for token in line["tokens"]],
        }
        packed.append({**frame, "equation": short})
    return packed, list(forms)


def _width(tokens: Sequence[Token]) -> float:
    # What stands only until more is known is never wider than what comes in its place.
    return sum(text_width(token.text) for token in tokens if not token.last)


def _full(step: Step, stacked: bool, weight_first: bool) -> Iterator[Token]:
    """Write the products of every channel and the bias, then the sums that they come to."""
    terms, biased = step.products[0].size, _biased(step, stacked)
    factors = (*step.windows.ravel().tolist(), *step.kernel.ravel().tolist(), step.bias)
    yield Token(f"{_left_side(step, stacked)}{equals(*factors)}", 0)
    yield Token("…", 0, 1)
    for index, channel in enumerate(step.channels):
        first, last = index * terms + 1, (index + 1) * terms
        ink = f"ink{channel}"
        if index:
            yield Token(" + ", first)
        if terms > 1:
            yield Token("(", first, 0, ink)
        both = (step.windows[index].ravel().tolist(), step.kernel[index].ravel().tolist())
        pairs = zip(*(reversed(both) if weight_first else both), strict=True)
        for offset, (left, right) in enumerate(pairs):
            if offset:
                yield Token(" + ", first + offset, 0, ink)
            product = f"{_factor(left)}·{_factor(right)}"
            yield Token(product, first + offset, 0, ink, first + offset)
        if terms > 1:
            yield Token(" + …", first, last, ink)
            yield Token(")", first, 0, ink)
        if biased or index + 1 < len(step.channels):
            yield Token(" + …", first, last + 1)
    if biased:
        yield from _bias(step)
    yield from _sums(step, stacked, factors)


def _compact(step: Step, stacked: bool) -> Iterator[Token]:
    partials = (*step.channel_sums.tolist(), step.bias)
    yield Token(f"{_left_side(step, stacked)}{equals(*partials)}", 0)
    yield Token("…", 0, step.products[0].size)
    yield from _sums(step, stacked)


def _sums(step: Step, stacked: bool, factors: Sequence[float] = ()) -> Iterator[Token]:
    """Write the partial sums and their total; ``factors``: what stands before them, if any does."""
    terms, count, biased = step.products[0].size, len(step.channels), _biased(step, stacked)
    partials = step.channel_sums.tolist()
    for index, (channel, value) in enumerate(zip(step.channels, partials, strict=True)):
        reached = (index + 1) * terms
        if index == 0 and factors:
            yield Token(equals(*factors, *partials), reached)
        shown = number(value) if index == 0 else _factor(value)
        if index:
            yield Token(" + ", reached)
        yield Token(shown, reached, 0, f"ink{channel}", f"sum {channel}")
        if index + 1 < count:
            yield Token(" + …", reached, reached + terms)
    if biased:
        yield Token(" + …", count * terms, count * terms + 1)
        yield from _bias(step)
    if count > 1 or biased or not factors:
        yield Token(equals(*partials, step.bias, step.total), count * terms + 1)
        yield Token(number(step.total), count * terms + 1, 0, "result", "total")


def _biased(step: Step, stacked: bool) -> bool:
    """Whether the bias is written: with several outputs each has its own, also where it is 0."""
    return bool(step.bias) or stacked


def _bias(step: Step) -> Iterator[Token]:
    added = step.products.size + 1
    yield Token(" + ", added)
    yield Token(_factor(step.bias), added, 0, "", f"b {step.position[0]}")


def _left_side(step: Step, stacked: bool) -> str:
    o, i, j = step.position
    return f"Y[{o},{i},{j}]" if stacked else f"Y[{i},{j}]"


@lru_cache(maxsize=1 << 16)
def _factor(value: float) -> str:
    text = number(value)
    return f"({text})" if text.startswith(MINUS) else text


def _wrap(tokens: Sequence[Token], width: float) -> list[Token]:
    """Break before the token that would pass ``width`` em; phases do not move the breaks."""
    wrapped: list[Token] = []
    at = 0.0
    for token in tokens:
        advance = 0.0 if token.last else text_width(token.text)
        broken = at + advance > width and at > 0
        at = advance if broken else at + advance
        wrapped.append(token._replace(line_break=int(broken)))
    return wrapped
