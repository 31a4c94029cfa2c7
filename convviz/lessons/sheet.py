"""The cost page's own document: what is compared, and the designs that were typed beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple, Self

from convviz.core.arguments import ExperimentError
from convviz.core.cost import Design
from convviz.formats.design import MAX_TEXT, parse_designs
from convviz.lessons.comparisons import COMPARISONS, DOUBLED, OF_SETTING, TYPED, named
from convviz.lessons.document import Document, Text
from convviz.words import Message

NAMES: Final = (*OF_SETTING, TYPED, *(each.name for each in COMPARISONS))
_MEASURES: Final = tuple("123456789")


class Compared(NamedTuple):
    """What is compared.

    compare: the name of a comparison, "" for what is compared of itself: the typed designs where
    there are any, else the current setting. text: what was typed; measure: the number of the design
    that the others are measured by.
    """

    compare: str = ""
    text: str = ""
    measure: int = 0


def _write(compared: Compared) -> dict[str, str]:
    wanted = {
        "design": compared.text.strip() if len(compared.text) <= MAX_TEXT else "",
        "compare": compared.compare,
        "by": str(compared.measure + 1) if compared.measure else "",
    }
    return {name: value for name, value in wanted.items() if value}


def _read(query: Mapping[str, str]) -> Compared:
    """Read what an address says; what it says wrongly is left out."""
    compare, by = query.get("compare", ""), query.get("by", "")
    return Compared(
        compare if compare in NAMES else "",
        query.get("design", ""),
        int(by) - 1 if by in _MEASURES else 0,
    )


TEXT: Final = Text(("design", "compare", "by"), Compared(), _write, _read)


@dataclass
class Sheet(Document[Compared]):
    """What one visitor compares; other designs are shown from the first step on."""

    @classmethod
    def begin(cls) -> Self:
        """Compare the current setting."""
        return cls(TEXT.home, TEXT, granularity="product")

    @property
    def designs(self) -> tuple[Design, ...]:
        """What was read of the text, nothing if a line of it can't be read."""
        return _parsed(self.value.text)[0]

    @property
    def trouble(self) -> Message | None:
        """What can't be read of it."""
        return _parsed(self.value.text)[1]

    @property
    def typed(self) -> dict[str, Design]:
        """The typed designs by their names."""
        return named(self.designs)

    @property
    def measure(self) -> int:
        """The number of the design that the others are measured by."""
        return self.value.measure

    @property
    def comparison(self) -> str:
        """What is compared."""
        compare = self.value.compare
        return compare if compare and (compare != TYPED or self.designs) else self._of_itself

    @property
    def _of_itself(self) -> str:
        return TYPED if self.designs else DOUBLED

    @property
    def view(self) -> dict[str, Any]:
        """Where the stage should be; the address is written by the page alone."""
        place = {"step": self.step, "granularity": self.granularity}
        return {"id": f"cost {self.opened}", **place, "entry": {}}

    def type(self, text: str) -> None:
        """Compare typed designs; if a line can't be read there are none, and it is said why."""
        self._show(Compared(self.value.compare, text))

    def choose(self, compare: str) -> None:
        """Compare something else."""
        self._show(Compared("" if compare == self._of_itself else compare, self.value.text))

    def measured_by(self, measure: int) -> None:
        """Measure by another design."""
        self.take(self.value._replace(measure=measure))

    def limit(self, count: int) -> None:
        """Measure by one of those that are shown."""
        self.value = self.value._replace(measure=min(self.measure, count - 1))

    def undo(self) -> None:
        """Go back to what was compared before the last change."""
        super().undo()
        self.place(0, self.granularity)

    def redo(self) -> None:
        """Take the last undo back."""
        super().redo()
        self.place(0, self.granularity)

    def _show(self, compared: Compared) -> None:
        self.take(compared)
        self.place(0, self.granularity)


@lru_cache(maxsize=64)
def _parsed(text: str) -> tuple[tuple[Design, ...], Message | None]:
    try:
        return parse_designs(text), None
    except ExperimentError as error:
        return (), error.message
