"""The page of pictures: a visitor's study, in the session and in the address, and its controls."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.core.feature_maps import Filters, LayerNumber
from convviz.formats.image import MOST_BYTES
from convviz.lessons.bringing import as_filters, layer_as_filters
from convviz.lessons.document import instead
from convviz.lessons.filters import GREY, KERNEL_SETS, OWN, OWN_NOTE, OWN_TITLE, ROOT, SIGNED
from convviz.lessons.pictures import SHIPPED
from convviz.lessons.study import ADDRESS, Study, read
from convviz.player import words_of
from convviz.ui.arrival import by_address
from convviz.ui.events import control, on_choice, told
from convviz.ui.opening import SHOW, Wanted
from convviz.web.headers import camera_allowed
from convviz.web.images import PATH
from convviz.web.scripts import IMAGES
from convviz.words import Message, language, say, tag, term

STATE: Final = "convviz_images"
KEY: Final = "pictures"
YOURS: Final = term("Your picture")
SCALES: Final = {
    ROOT: term("Blue, orange; weak ones too"),
    SIGNED: term("Blue, orange; in proportion"),
    GREY: term("Grey, least to greatest"),
}
_COMPONENT = st.components.v2.component("convviz.images", js=IMAGES.loader())


@dataclass
class Current:
    """What one visitor sees; ``opened`` counts the times that it came from an address.

    left_out: what of the file that was opened last is not in the kernels.
    """

    study: Study = field(default_factory=Study)
    brought: str = ""  # name of the picture that the visitor brought last
    opened: int = 0
    notice: Message | None = None
    left_out: Message | None = None

    def take(self, study: Study) -> None:
        """Show another study."""
        self.study, self.notice, self.left_out = study, None, None
        if study.picture not in SHIPPED:
            self.brought = study.picture

    def show_picture(self, name: str) -> None:
        """Show another picture."""
        self.take(replace(self.study, picture=name))

    def edit(self, layer: LayerNumber, cell: str, text: str, pasted: bool) -> None:
        """Change a weight; where it can't be, keep the kernels and say why."""
        try:
            self.take(self.study.edit(layer, cell, text, pasted=pasted))
        except ExperimentError as error:
            self.notice = error.message

    def bring(self, make: Callable[[], tuple[Filters, Message | None]]) -> None:
        """Take kernels of a file, and say what of it is left out; or why it can't be."""
        try:
            kernels, left_out = make()
        except ExperimentError as error:
            self.notice = error.message
            return
        self.take(self.study.own(kernels))
        self.left_out = left_out
        st.session_state[SHOW] = False  # the maps are what is wanted now, and stand below

    @property
    def note(self) -> str:
        """What to look for."""
        note = say(OWN_NOTE if self.study.kernels == OWN else KERNEL_SETS[self.study.kernels].note)
        return note if self.left_out is None else f"{note}  \n{self.left_out}"


def current_images() -> Current:
    """Find the visitor's study, or start from the address, else with the first picture."""
    started = STATE not in st.session_state
    if started:
        st.session_state[STATE] = Current()
    current: Current = st.session_state[STATE]
    said = any(name in st.query_params for name in ADDRESS)
    if said and (started or by_address()):
        current.opened += 1
        try:
            current.take(read(st.query_params))
        except ExperimentError as error:
            current.take(Study())
            current.notice = instead(error)
    return current


def save(current: Current) -> None:
    """Write the study into the address if that says something else."""
    wanted = current.study.write()
    found = {name: st.query_params[name] for name in ADDRESS if name in st.query_params}
    if found != wanted:
        rest = {name: v for name, v in st.query_params.items() if name not in ADDRESS}
        st.query_params.from_dict(rest | wanted)


def choosers(current: Current) -> None:
    """Choose picture, kernels and colours; with two layers, what stands between them."""
    study = current.study
    names = [*SHIPPED, *([current.brought] if current.brought else [])]
    _choose(
        "picture",
        say("Picture"),
        {name: say(SHIPPED[name].title if name in SHIPPED else YOURS) for name in names},
        study.picture,
        current.show_picture,
    )
    sets = {name: say(each.title) for name, each in KERNEL_SETS.items()}
    if study.kernels == OWN:
        sets[OWN] = say(OWN_TITLE)
    _choose("kernel_set", say("Kernels"), sets, study.kernels, lambda n: _kernels(current, n))
    shades = {name: say(title) for name, title in SCALES.items()}
    _choose("shown_as", say("Colours"), shades, study.shown, lambda n: _show(current, n), width=270)
    if study.filters.second is not None:
        relu, pool = control("relu", study.filters.relu), control("pool", study.filters.pool)
        st.toggle(
            say("ReLU"),
            key=relu.key,
            on_change=relu.telling(lambda on: current.take(current.study.between(relu=on))),
        )
        st.toggle(
            say("2×2 max pooling"),
            key=pool.key,
            on_change=pool.telling(lambda on: current.take(current.study.between(pool=on))),
        )


def _choose(
    name: str, label: str, titles: dict[str, str], now: str, take: Any, width: int = 300
) -> None:
    chosen = control(name, now)
    st.selectbox(
        label,
        list(titles),
        format_func=lambda value: titles.get(value, value),
        key=chosen.key,
        on_change=on_choice(chosen, titles, take),
        width=width,
    )


def _kernels(current: Current, name: str) -> None:
    if name in KERNEL_SETS:
        current.take(current.study.choose(name))


def _show(current: Current, name: str) -> None:
    current.take(replace(current.study, shown=name))


def pictures(current: Current) -> None:
    """Show the picture, its maps, and the numbers under the window."""
    _COMPONENT(
        key=KEY,
        data={
            "lang": tag(),
            "language": language(),
            "words": words_of("images"),
            "path": PATH,
            "query": current.study.write(),
            "id": current.opened,
            "camera": camera_allowed(),
            "most": MOST_BYTES,
        },
        on_picture_change=lambda: _bring(current, told(KEY, "picture")),
        on_weight_change=lambda: _weigh(current, told(KEY, "weight")),
    )


def for_pictures(current: Current) -> Wanted:
    """Put the numbers of a file into the kernels."""
    return Wanted(
        {"k": (say("Use as kernels K"), lambda array: current.bring(lambda: as_filters(array)))},
        lambda layer, choice: current.bring(lambda: layer_as_filters(layer, choice)),
        pictures=True,
    )


def _bring(current: Current, message: object) -> None:
    match message:
        case {"name": str(name)}:
            current.show_picture(name)


def _weigh(current: Current, message: object) -> None:
    match message:
        case {"layer": 1 | 2 as layer, "cell": str(cell), "text": str(text), "pasted": pasted}:
            current.edit(layer, cell, text, pasted is True)
