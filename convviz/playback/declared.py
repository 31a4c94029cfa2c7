"""Any operation, step by step, from its declaration alone: it needs no film of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from convviz.core.arguments import Array
from convviz.core.operation import Operation, Tensor, Trace
from convviz.drawing.picture import Layout, State
from convviz.drawing.scenes import declared as drawing
from convviz.playback.film import Film
from convviz.playback.wiring import Phases
from convviz.words import kept_by, say

T = TypeVar("T")


@dataclass(frozen=True)
class DeclaredAnimation(Film, Generic[T]):
    """An operation on a value: its terms one by one, and what they come to.

    title: a term, what it is called. granularity: "product" makes a term a step, "window" a number.
    Raises ExperimentError if there is no such granularity.
    """

    operation: Operation[T]
    value: T
    title: str
    granularity: str = "product"
    scene: str = field(default="declared", init=False)

    @property
    def tensors(self) -> Mapping[str, Tensor]:
        """Declarations of what is drawn."""
        return self.operation.tensors

    @cached_property
    def steps(self) -> Sequence[Trace]:
        """How each number comes about."""
        return self.operation.steps(self.value)

    @cached_property
    def phases(self) -> list[Phases]:
        """Cells that each phase of every position takes in: of a term, then what is added."""
        most, nothing = drawing.last_phase(self.steps) - 1, ((),)
        found: list[Phases] = []
        for step in self.steps:
            terms = tuple(each.factors for each in step.terms)
            found.append((*terms, *nothing * (most - len(terms)), step.partials))
        return found

    @cached_property
    def _values(self) -> Mapping[str, Array]:
        return self.operation.values(self.value)

    @property
    def _sizes(self) -> drawing.Sizes:
        return drawing.sizes_of(self.tensors, self._values, self.steps)

    @cached_property
    def limits(self) -> dict[str, float]:
        """Ends of the symmetric colour scales, by tensor."""
        return drawing.limits(self._values, self.steps)

    @property
    def layout(self) -> Layout:
        """Every element placed and named, with nothing filled in."""
        return drawing.layout(self._sizes)

    @property
    @kept_by
    def base(self) -> State:
        """What stays from step to step."""
        return drawing.base(self._sizes, self._values, self.limits)

    @property
    def stops(self) -> Mapping[str, list[int]]:
        """Phases of a position at which each granularity stops."""
        return drawing.stops(self.steps)

    @property
    def grains(self) -> dict[str, str]:
        """What each granularity is called."""
        return {"product": say("product"), "window": say("number")}

    @property
    def description(self) -> str:
        """One line that says what is shown, for those who can't see it."""
        return say(self.title)

    @property
    def headline(self) -> str:
        """One line that says what is seen."""
        return say(self.title)

    def _states(self) -> Iterator[State]:
        form, width = self.operation.form(self.value), self.layout.size[0] - 8
        lines = drawing.formulas(self.operation, form, self._values, self.steps, width)
        return drawing.states(self._sizes, self._values, self.steps, lines, self.limits)

    def _told(self) -> dict[str, Any]:
        # The first index of a matrix counts its rows, not channels that could be walked through.
        matrices = len(self.steps[0].writes[0].split(" ")) < 4
        return {
            **({"outputs": 1} if matrices else {}),
            "labels": [drawing.label_of(self.tensors, step.writes[0]) for step in self.steps],
        }
