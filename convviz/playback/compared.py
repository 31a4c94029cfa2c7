"""Costs without a session: what a text says, what a change makes of it, what is seen of that."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.lessons import comparisons, sheet
from convviz.lessons.changes import KINDS, ONE_KIND, RequestError, resize
from convviz.lessons.comparisons import OF_SETTING, TITLES, TYPED, chosen
from convviz.lessons.content import addressed, begun, opened, written
from convviz.lessons.limits import SIZES, check_sizes
from convviz.lessons.numbers import all_sizes
from convviz.lessons.place import Place
from convviz.lessons.sheet import Compared, Sheet
from convviz.listings.board import board
from convviz.listings.cost import cost_listing
from convviz.playback.cost import MOST, CostAnimation
from convviz.playback.predicting import payload
from convviz.words import Message, say

READS: Final = ("s", *sheet.TEXT.names)
_NUMBERS: Final = all_sizes(*SIZES)


class Opened(NamedTuple):
    """The current setting, and what is compared with it or beside it."""

    experiment: Experiment
    compared: Compared

    @property
    def sheet(self) -> Sheet:
        """What is compared, with all that follows from it."""
        return Sheet(self.compared, sheet.TEXT)


def see(
    text: str,
    change: Mapping[str, Any],
    code: str = "",
    notice: Message | None = None,
    place: Place | None = None,
) -> tuple[str, dict[str, Any]]:
    """Give the text after a change, and what is shown. Raises ExperimentError, RequestError."""
    after = _changed(read(text), change)
    setting = {} if after.experiment == _home() else {"s": _link(after.experiment)}
    return urlencode(setting | after.sheet.said), _shown(after, code, notice, place)


def read(text: str) -> Opened:
    """Read a query of the parts of an address. Raises ExperimentError."""
    query = dict(parse_qsl(text))
    experiment = opened(query.get("s", ""), comparisons.HOME).experiment
    check_sizes(experiment)
    return Opened(experiment, sheet.TEXT.read(query))


def _home() -> Experiment:
    return begun(comparisons.HOME).experiment


def _link(experiment: Experiment) -> str:
    return addressed(written(begun(comparisons.HOME)._replace(experiment=experiment)))


def _changed(before: Opened, change: Mapping[str, Any]) -> Opened:
    match change:
        case {"size": dict(sizes)}:
            return before._replace(experiment=resize(_NUMBERS, before.experiment, sizes))
        case {"example": str(name)}:
            if name not in _offered(before.sheet):
                raise ExperimentError("There is no example {name!r}.", name=name)
            after = before.sheet
            after.choose(name)
            return before._replace(compared=after.value)
        case {"reset": True}:
            return Opened(_home(), Compared())
        case _ if not change:
            return before
    raise RequestError(say(ONE_KIND, kinds=", ".join(KINDS)))


def _offered(current: Sheet) -> list[str]:
    return [name for name in TITLES if name != TYPED or current.designs]


def _shown(of: Opened, code: str, notice: Message | None, place: Place | None) -> dict[str, Any]:
    current, name = of.sheet, of.sheet.comparison
    experiment = of.experiment
    comparison = chosen(name, experiment)
    designs = tuple([*comparison.designs.items(), *current.typed.items()][:MOST])
    current.limit(len(designs))
    return {
        **payload(CostAnimation(designs, current.measure), place),
        "title": say(comparisons.TITLE),
        "sentence": say(comparison.note),
        "shapes": say("Current setting, that of the lessons too") if name in OF_SETTING else "",
        "changed": of != (_home(), Compared()),
        "choices": {
            "examples": [(each, say(TITLES[each])) for each in _offered(current)],
            "example": name,
            "numbers": [
                (each.name, str(each.label), each.read(experiment), *each.ends(experiment))
                for each in (_NUMBERS if name in OF_SETTING else ())
            ],
            "said": "\n".join(str(each) for each in (notice, current.trouble) if each),
        },
        "program": board(lambda language: cost_listing(designs[0][1], language), code),
    }
