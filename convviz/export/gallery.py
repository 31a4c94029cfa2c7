"""All examples of all pages as cards: what to look for, shapes, a link, and a small picture."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.feature_maps import maps
from convviz.drawing.maps import shade
from convviz.export.sight import sight
from convviz.export.standalone import standalone
from convviz.lessons import kernels, networks
from convviz.lessons.comparisons import COMPARISONS
from convviz.lessons.content import begun, written
from convviz.lessons.contents import CONTENTS
from convviz.lessons.course import LESSONS
from convviz.lessons.examples.preset import Preset
from convviz.lessons.filters import GREY, KERNEL_SETS, ROOT
from convviz.lessons.pictures import picture
from convviz.lessons.presets import PRESETS
from convviz.words import kept, say

IMAGES: Final = "images"
SHOWN_PICTURE: Final = (
    "shapes"  # in which edges, colours and corners are seen at the size of a card
)


class Card(NamedTuple):
    """An example: ``page`` and ``query`` are its address; title and note are terms."""

    name: str
    title: str
    note: str
    page: str
    query: Mapping[str, str]
    experiment: Experiment | None = None

    @property
    def shapes(self) -> str:
        """One line of shapes, or of what stands for them."""
        if e := self.experiment:
            moved = [
                (say("stride {stride}", stride=_by(e.stride)), e.stride != (1, 1)),
                (say("padding {padding}", padding=_padding(e)), any(map(any, e.pads))),
                (say("dilation {dilation}", dilation=_by(e.dilation)), e.dilation != (1, 1)),
                (say("groups {n}", n=e.groups), e.groups > 1),
            ]
            line = f"X {e.x.shape} ⋆ K {e.weight.shape} → Y {e.output_shape}"
            return " · ".join([line, *(text for text, said in moved if said)])
        return _other_shapes(self)


def _by(pair: Sequence[int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}×{pair[1]}"


def _padding(experiment: Experiment) -> str:
    return _by([before for before, _ in experiment.pads])


def _other_shapes(card: Card) -> str:
    kind, _, name = card.name.partition(" ")
    if kind == "network":
        return " → ".join(f"{h}×{w}" for h, w in networks.EXAMPLES[name].network.sizes)
    if kind == "kernels":
        two = kernels.EXAMPLES[name].two
        sizes = [f"{h}×{w}" for h, w in (two.first.shape, two.second.shape, two.single.shape)]
        return f"K {sizes[0]}, K {sizes[1]} → K {sizes[2]}"
    if kind == "filters":
        filters = KERNEL_SETS[name].filters
        second = [] if filters.second is None else [f"K {filters.second.shape}"]
        return " → ".join(["X (3, H, W)", f"K {filters.first.shape}", *second])
    designs = next(each.designs for each in COMPARISONS if each.name == name)
    return say("{n} designs side by side", n=len(designs))


@cache
def cards() -> Mapping[str, Card]:
    """All cards by name, in the order of the contents."""
    by_page: dict[str, list[Card]] = {entry.address: [] for entry in CONTENTS}
    for preset in PRESETS:
        page = _page_of(preset)
        text = written(begun(preset.name))
        query = {"s": text}
        card = Card(preset.name, preset.title, preset.note, page, query, preset.experiment)
        by_page[page].append(card)
    for page, made in _others():
        by_page[page].append(made)
    return {card.name: card for found in by_page.values() for card in found}


def _others() -> Iterator[tuple[str, Card]]:
    page = "receptive_field"
    for name, net in networks.EXAMPLES.items():
        query = networks.write(net.network)
        yield page, Card(f"network {name}", net.title, net.note, page, query)
    for name, pair in kernels.EXAMPLES.items():
        query = kernels.write(pair.two)
        yield page, Card(f"kernels {name}", pair.title, pair.note, page, query)
    for each in COMPARISONS:
        query = {"compare": each.name}
        yield "cost", Card(f"cost {each.name}", each.title, each.note, "cost", query)
    for name, kernel_set in KERNEL_SETS.items():
        query = {"picture": SHOWN_PICTURE, "kernels": name}
        title, note = kernel_set.title, kernel_set.note
        yield IMAGES, Card(f"filters {name}", title, note, IMAGES, query)


def _page_of(preset: Preset) -> str:
    """Address of the lesson that has the example, else of one that shows it as it is."""
    found = [n for n, lesson in LESSONS.items() if preset.name in lesson.examples]
    if not found:
        mixes = preset.experiment.kernel_size == (1, 1)
        order = sorted(LESSONS, key=lambda name: name != "pointwise") if mixes else [*LESSONS]
        found = [name for name in order if _shows(name, preset.experiment)]
    return "" if found[0] == "multi_input" else found[0]


def _shows(name: str, experiment: Experiment) -> bool:
    try:
        return LESSONS[name].accept(experiment)[1] is None
    except ExperimentError:
        return False


def groups() -> list[tuple[str, list[Card]]]:
    """The cards in groups, one for each page, with the page's title as a term."""
    return [
        (entry.title, mine)
        for entry in CONTENTS
        if (mine := [card for card in cards().values() if card.page == entry.address])
    ]


@kept(maxsize=2 * 128)
def drawn(name: str, dark: bool) -> str:
    """Draw the picture of a card as SVG: the last step of its page, or the last maps of a picture.

    Raises ExperimentError if there is no such card.
    """
    if name not in cards():
        raise ExperimentError("There is no example {name!r}.", name=name)
    card = cards()[name]
    if card.page == IMAGES:
        return _maps(name.partition(" ")[2])
    film = sight(card.page, card.query).film
    return standalone(film.still(len(film.moments) - 1), dark=dark)


def _maps(name: str) -> str:
    """The maps of a kernel set beside each other, at most four."""
    chosen = KERNEL_SETS[name]
    layer = 1 if chosen.filters.second is None else 2
    _, y = maps(chosen.filters, picture(SHOWN_PICTURE).pixels, 1 if layer == 1 else 2)
    scale = shade(y, grey=chosen.shown == GREY, root=chosen.shown == ROOT)
    side, gap, shown = 100, 6, y[:4]
    images = "".join(
        f'<image x="{n * (side + gap)}" width="{side}" height="{side}" href="{scale.url(each)}" '
        'image-rendering="pixelated"/>'
        for n, each in enumerate(shown)
    )
    width = len(shown) * (side + gap) - gap
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{side}" '
        f'viewBox="0 0 {width} {side}">{images}</svg>'
    )
