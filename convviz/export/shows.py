"""What the pages of a course show: the examples of every lesson, the places of a lecture."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from convviz.core.arguments import ExperimentError
from convviz.lessons import kernels, networks
from convviz.lessons.comparisons import COMPARISONS, Comparison, of_setting
from convviz.lessons.content import begun, opened
from convviz.lessons.contents import CONTENTS
from convviz.lessons.course import LESSONS
from convviz.lessons.lecture import Place
from convviz.lessons.presets import preset
from convviz.playback.cost import CostAnimation
from convviz.playback.film import Film
from convviz.playback.receptive_field import FieldAnimation
from convviz.playback.shown import name_of, shown
from convviz.playback.two_kernels import KernelsAnimation
from convviz.words import say

COST_HOME = "d2l_three_out"  # its design is the setting that the costs' page begins with
ASIDE = ("choices", "contents", "program", "changed")  # of a lesson's page that asks Python


class Show(NamedTuple):
    """What a page plays.

    page: an address of the contents; key: what of a place's address tells it from the others of its
    page; title: of the example; data: what the player and the page around it show.
    """

    page: str
    key: Mapping[str, str]
    title: str
    data: Mapping[str, Any]


def examples(page: str) -> Iterator[Show]:
    """Give the examples of a page that has a stage, in teaching order."""
    if name_of(page):
        for name in LESSONS[name_of(page)].examples:
            yield Show(page, {"example": name}, say(preset(name).title), _lesson(page, name, ""))
    elif page == "receptive_field":
        for name, each in networks.EXAMPLES.items():
            film: Film = FieldAnimation(each.network)
            yield _film(page, {"example": name}, each.title, each.note, film)
        for name, pair in kernels.EXAMPLES.items():
            key = {"example": f"kernels_{name}"}
            yield _film(page, key, pair.title, pair.note, KernelsAnimation(pair.two))
    elif page == "cost":
        for compared in (of_setting(preset(COST_HOME).experiment), *COMPARISONS):
            yield _compared(page, {"example": compared.name}, compared)


def place(asked: Place) -> Show:
    """Give what a place of a lecture shows; raises ExperimentError if it can't be shown."""
    page, query = asked.page, asked.query
    if name_of(page):
        text = query.get("s", "")
        return Show(page, {"s": text}, asked.title, _lesson(page, "", text))
    if page == "receptive_field" and "first" in query:
        pair = kernels.read(query)
        key = {name: query[name] for name in kernels.ADDRESS if name in query}
        return _film(page, key, asked.title, asked.note, KernelsAnimation(pair))
    if page == "receptive_field":
        network = networks.EXAMPLES[networks.HOME].network
        if "layers" in query:
            network = networks.read(query["layers"], query.get("size", ""))
        key = {name: query[name] for name in ("layers", "size") if name in query}
        return _film(page, key, asked.title, asked.note, FieldAnimation(network))
    if page == "cost":
        experiment = opened(query.get("s", ""), COST_HOME).experiment
        found = {each.name: each for each in COMPARISONS}.get(query.get("compare", ""))
        key = {name: query[name] for name in ("s", "compare") if name in query}
        return _compared(page, key, found or of_setting(experiment))
    raise ExperimentError("there is no page {page!r} that a lecture can go to.", page=page)


def titles() -> list[tuple[str, str]]:
    """Address and title of every page that has a stage, in teaching order."""
    return [(entry.address, say(entry.title)) for entry in CONTENTS if entry.presents]


def _lesson(page: str, example: str, text: str) -> Mapping[str, Any]:
    lesson = LESSONS[name_of(page)]
    content = begun(example) if example else opened(text, lesson.examples[0])
    experiment, _ = lesson.accept(content.experiment)
    content = content._replace(experiment=experiment)
    data = {name: value for name, value in shown(lesson, content).items() if name not in ASIDE}
    # The lesson's own sentence asks for a click that changes a number.
    data["sentence"] = say(preset(content.example).note) if content.is_example else ""
    return data


def _film(page: str, key: Mapping[str, str], title: str, note: str, film: Film) -> Show:
    names = dict(titles())
    around = {"title": names[page], "sentence": say(note), "shapes": ""}
    return Show(page, key, say(title), {**film.payload(), **around})


def _compared(page: str, key: Mapping[str, str], comparison: Comparison) -> Show:
    film = CostAnimation(tuple(comparison.designs.items()))
    return _film(page, key, comparison.title, comparison.note, film)
