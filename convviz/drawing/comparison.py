"""A line that compares an output number with that of the kernel before, at the same place."""

from convviz.core.differences import Difference, difference
from convviz.core.step import Step
from convviz.drawing.picture import Shape
from convviz.drawing.primitives import subscript
from convviz.drawing.svg import Element
from convviz.drawing.texts import said
from convviz.formats.numerals import MINUS, equals, number
from convviz.words import say

LINE = 26.0  # room for it
SIZE = 18.0
SLOT = "aside"  # the player repeats it beside the equation where that is prose


def compares(shape: Shape) -> bool:
    """Whether there are outputs that read the same window."""
    return shape.groups == 1 and shape.output[0] > 1


def line(shape: Shape) -> Element:
    """The line, there once both numbers are."""
    _, height, width = shape.output
    return said(SLOT, SIZE, kind="note late").having(
        data_phase=shape.end, data_since=height * width, aria_live="polite"
    )


def told(before: Step, after: Step) -> str:
    """Write what the line says."""
    made = difference(before, after)
    o, p = (subscript(step.position[0]) for step in (after, before))
    parts = made.after, made.before
    written = f"Y{o} − Y{p}{equals(*parts)}{number(made.after)} − {_operand(made.before)}"
    written += f"{equals(*parts, made.total)}{number(made.total)}"
    if made.biases:
        sign = equals(made.total, made.kernels, made.biases)
        written += f"{sign}{number(made.kernels)} + {_operand(made.biases)}"
    return say("{equation}: {why}", equation=written, why=_why(made, o, p))


def _why(made: Difference, o: str, p: str) -> str:
    """What the kernels have to do with it, and the biases if they differ."""
    names = {"kernel": f"K{o}", "before": f"K{p}"}
    if made.shift is None:
        why = say("({kernel} − {before}) ⋆ X at this place", **names)
    elif made.shift == 0:
        why = say("{kernel} = {before}", **names)
    elif made.shift == 1:
        why = say("the sum of the window, as {kernel} = {before} + 1", **names)
    else:
        why = say(
            "{shift} times the sum of the window, as {kernel} = {before} {added}",
            shift=number(made.shift),
            added=" ".join((MINUS if made.shift < 0 else "+", number(abs(made.shift)))),
            **names,
        )
    return say("{why}, and b{o} − b{p}", why=why, o=o, p=p) if made.biases else why


def _operand(value: float) -> str:
    text = number(value)
    return f"({text})" if text.startswith(MINUS) else text
