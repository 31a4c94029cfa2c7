"""Where a wrong rule and the right one part: the first product or sum that is not the same."""

from convviz.core.experiment import Experiment
from convviz.core.step import Step, step_at
from convviz.formats.numerals import exact
from convviz.lessons.mistakes import Mistake, Position
from convviz.words import Message, later


def parting(mistake: Mistake, experiment: Experiment, position: Position) -> Message | None:
    """Say how a mistake comes to its output number (o, i, j), beside how the rule does.

    None if the mistake has no number there. Raises ExperimentError if the position is outside.
    """
    right, wrong = step_at(experiment, position), mistake.step(experiment, position)
    if wrong is None:
        return None
    if right.windows.shape != wrong.windows.shape:
        return later(
            "With the mistake {wrong} products are added, by the rule {right}.",
            wrong=wrong.products.size,
            right=right.products.size,
        )
    where = mistake.where(experiment, position)
    if where is not None and len(where) == 3:
        c, u, v = where
        return later(
            "They part at channel {c}, row {u} and column {v} of the kernel: with the mistake "
            "{wrong}, by the rule {right}.",
            c=right.channels[c],
            u=u,
            v=v,
            wrong=_product(wrong, (c, u, v)),
            right=_product(right, (c, u, v)),
        )
    if right.bias != wrong.bias:
        return later(
            "All partial sums agree. The bias is {wrong} with the mistake, {right} by the rule.",
            wrong=exact(wrong.bias),
            right=exact(right.bias),
        )
    return later("All partial sums agree: only what is made of them is another.")


def _product(step: Step, at: tuple[int, int, int]) -> str:
    return f"{exact(step.windows[at])} · {exact(step.kernel[at])} = {exact(step.products[at])}"
