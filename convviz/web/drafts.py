"""What the pages show at an address, as a new session would: their stage, and what is above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from convviz.core.network import MAX_LAYERS
from convviz.formats.keeping import how_long, is_name
from convviz.lessons import comparisons, kernels, networks
from convviz.lessons.content import addressed, opened, written
from convviz.lessons.course import LESSONS
from convviz.lessons.limits import SIZES, check_sizes
from convviz.lessons.numbers import all_sizes
from convviz.lessons.place import ADDRESS, PREDICT, reached
from convviz.listings.board import board
from convviz.listings.cost import cost_listing
from convviz.listings.network import network_listing
from convviz.playback.cost import CostAnimation
from convviz.playback.receptive_field import FieldAnimation
from convviz.playback.shown import name_of, shown
from convviz.web.change import PATH as CHANGE
from convviz.web.export import saving
from convviz.web.predict import asking
from convviz.web.sketch import cost_sketch, network_sketch, sketch
from convviz.words import say

OTHERWISE: Final = ("photo", "mix", *kernels.ADDRESS, "design", "compare", "by")
"""With one of these in its address a page shows something else."""


class Draft(NamedTuple):
    """What a page shows: what its player is told, what is above it, what its address says."""

    told: dict[str, Any]
    above: str
    link: Mapping[str, str]
    plain: bool
    """Whether an address without numbers stands for it."""


def read_by(address: str, query: Mapping[str, str]) -> Sequence[str] | None:
    """Names in a query that the page at an address reads; None where there is no draft of it."""
    if any(name in query for name in OTHERWISE):
        return None
    if address == "receptive_field":
        return ("layers", "size")
    if address == "cost":
        return ("s",)
    if not name_of(address):
        return None
    return ("s", PREDICT, *ADDRESS) if query.get(PREDICT) == "1" else ("s",)


def draft_of(address: str, query: Mapping[str, str]) -> Draft:
    """Draft the page at an address. Raises ExperimentError where it can't be shown."""
    if address == "receptive_field":
        return _network(query)
    if address == "cost":
        return _cost(query.get("s", ""))
    return _lesson(address, query)


def _lesson(address: str, query: Mapping[str, str]) -> Draft:
    lesson = LESSONS[name_of(address)]
    content = opened(query.get("s", ""), lesson.examples[0])
    fitting, notice = lesson.accept(content.experiment)
    content = content._replace(experiment=fitting)
    told = shown(lesson, content, notice, place=reached(query))
    told |= {"change": f".{CHANGE}", "document": None, "save": saving(), "asks": asking()}
    text = addressed(written(content))
    if is_name(text):
        said = (told["choices"]["said"], str(how_long()))
        told["choices"]["said"] = "\n".join(filter(None, said))
    home = content.example == lesson.examples[0]
    plain = home and content.is_example and not content.options
    return Draft(told, sketch(content, told), {"s": text}, plain)


def _network(query: Mapping[str, str]) -> Draft:
    home = networks.EXAMPLES[networks.HOME].network
    network = networks.read(query.get("layers", ""), query.get("size", "")) if query else home
    name = networks.example_of(network)
    example = networks.EXAMPLES[name]
    first = network.layers[0]
    film = FieldAnimation(network)
    told = film.payload() | {
        "can": [],
        "save": saving(film),
        "title": say(networks.TITLE),
        "sentence": say(example.note if network == example.network else networks.SENTENCE),
        "choices": {
            "examples": [(each, say(made.title)) for each, made in networks.EXAMPLES.items()],
            "example": name,
            "numbers": [
                ("net_size", say("Input size"), network.size[0], 1, networks.MOST_SIZE),
                ("net_layers", say("Number of layers"), network.last, 1, MAX_LAYERS),
                *(
                    (f"net_{setting}", say(label), getattr(first, setting)[0], least, most)
                    for setting, (label, least, most) in networks.SETTINGS.items()
                ),
            ],
            "said": "",
        },
        "program": board(lambda language: network_listing(network, language), ""),
    }
    return Draft(told, network_sketch(network.last, told), networks.write(network), network == home)


def _cost(text: str) -> Draft:
    content = opened(text, comparisons.HOME)
    experiment = content.experiment
    check_sizes(experiment)
    compared = comparisons.of_setting(experiment)
    titles = comparisons.OF_SETTING | {each.name: each.title for each in comparisons.COMPARISONS}
    designs = tuple(compared.designs.items())
    film = CostAnimation(designs)
    told = film.payload() | {
        "can": [],
        "save": saving(film),
        "title": say(comparisons.TITLE),
        "sentence": say(compared.note),
        "choices": {
            "examples": [(name, say(title)) for name, title in titles.items()],
            "example": compared.name,
            "numbers": [
                (each.name, str(each.label), each.read(experiment), *each.ends(experiment))
                for each in all_sizes(*SIZES)
            ],
            "said": "",
        },
        "program": board(lambda language: cost_listing(designs[0][1], language), ""),
    }
    return Draft(told, cost_sketch(experiment, say(designs[0][0]), told), {}, plain=False)
