"""A file of the visitor: chosen, or dropped on a tensor; its numbers go where a page wants them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from convviz.core.arguments import Array, ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats.layers import Layer
from convviz.formats.safetensors import MOST_HEADER
from convviz.lessons.bringing import Brought, Choice, as_input, as_kernels, as_layer
from convviz.lessons.lesson import Accept
from convviz.lessons.opened import KINDS, MOST_BYTES, File, LayerFile, TensorFile, open_file
from convviz.player import words_of
from convviz.ui.events import told
from convviz.ui.layers import chosen_layer, layer_controls
from convviz.ui.state import LessonDocument
from convviz.web.scripts import OPENING
from convviz.words import Message, count, later, say, tag

STATE: Final = "convviz_opened"
KEY: Final = "opened_file"
SHOW: Final = "show_opening"  # the switch that opens the panel
_COMPONENT = st.components.v2.component("convviz.opening", js=OPENING.loader())


@dataclass
class Opened:
    """The file that was opened last; number: as the browser counts its files."""

    number: int = 0
    name: str = ""
    file: File | None = None
    refused: Message | None = None


@dataclass(frozen=True)
class Wanted:
    """What a page does with the numbers of a file.

    ways: by the tensor that a file may be dropped on, what the button says that fills it, and how;
    layer: takes chosen channels of a layer; pictures: whether the page takes pictures beside it,
    where a layer is applied to R, G and B, as it is.
    """

    ways: Mapping[str, tuple[str, Callable[[Array], None]]]
    layer: Callable[[Layer, Choice], None]
    pictures: bool = False


def for_lesson(current: LessonDocument, accept: Accept) -> Wanted:
    """Put the numbers of a file into a lesson, from its first step on; what can't be is said."""

    def put(make: Callable[[], Brought]) -> None:
        notes: list[Message | None] = []

        def made() -> Experiment:
            experiment, note = make()
            accept(experiment)
            notes.append(note)
            return experiment

        current.attempt(made)
        if notes:
            current.notice = notes[-1]
            current.place(0, current.granularity)

    return Wanted(
        {
            "x": (
                say("Use as input X"),
                lambda array: put(lambda: as_input(current.experiment, array)),
            ),
            "k": (
                say("Use as kernels K"),
                lambda array: put(lambda: as_kernels(current.experiment, array)),
            ),
        },
        lambda layer, choice: put(lambda: _of_layer(current.experiment, layer, choice)),
    )


def _of_layer(experiment: Experiment, layer: Layer, choice: Choice) -> Brought:
    made = as_layer(experiment, layer, choice)
    if made.input_size == experiment.input_size:
        return made, None
    height, width = made.input_size
    return made, later(
        "X is {height}×{width} now: the kernels did not fit into it.", height=height, width=width
    )


def opening(wanted: Wanted) -> None:
    """Open a file, say what is in it, and put it where the visitor says."""
    opened: Opened = st.session_state.setdefault(STATE, Opened())
    file = opened.file
    _COMPONENT(
        key=KEY,
        data={
            "lang": tag(),
            "words": words_of("opening"),
            "kinds": KINDS,
            "pictures": wanted.pictures,
            "most": MOST_BYTES,
            "head": MOST_HEADER,
            "answers": opened.number,
            "said": _said(opened),
            "refused": opened.refused is not None,
            "wanted": _wanted(opened),
        },
        on_file_change=lambda: _take(opened, wanted, told(KEY, "file")),
        on_part_change=lambda: _fill(opened, told(KEY, "part")),
    )
    if isinstance(file, TensorFile):
        _tensors(opened, file, wanted)
    elif isinstance(file, LayerFile):
        layer_controls(opened.number, file, wanted.layer, says_all=wanted.pictures)


def _said(opened: Opened) -> str:
    if opened.refused is not None:
        return str(opened.refused)
    match opened.file:
        case TensorFile(tensors):
            n = len(tensors)
            return count("{name}: {n} tensor", "{name}: {n} tensors", n, name=opened.name)
        case LayerFile(rows):
            n = len(rows)
            return count("{name}: {n} convolution", "{name}: {n} convolutions", n, name=opened.name)
    return ""


def _wanted(opened: Opened) -> dict[str, object] | None:
    """Say which parts of its file the browser is to send."""
    if not isinstance(opened.file, LayerFile) or opened.refused is not None:
        return None
    parts = opened.file.wanted(chosen_layer(opened.number, opened.file))
    places = {name: (entry.begin, entry.end) for name, entry in parts.items()}
    return {"file": opened.number, "places": places} if places else None


def _take(opened: Opened, wanted: Wanted, message: object) -> None:
    match message:
        case {
            "file": int(n),
            "name": str(name),
            "size": int(size),
            "at": str(at),
            "data": str(text),
        }:
            opened.number, opened.name = n, name[:200]
            opened.file = opened.refused = None
            try:
                opened.file = open_file(name, _bytes(text), size)
            except ExperimentError as error:
                opened.refused = error.message
                return
            tensors = opened.file.tensors if isinstance(opened.file, TensorFile) else {}
            if at in wanted.ways and len(tensors) == 1:  # dropped on a tensor: no question is left
                _, fill = wanted.ways[at]
                fill(*tensors.values())


def _fill(opened: Opened, message: object) -> None:
    match message:
        case {"file": opened.number, "parts": dict(texts)} if isinstance(opened.file, LayerFile):
            index = chosen_layer(opened.number, opened.file)
            try:
                parts = {str(name): _bytes(text) for name, text in texts.items()}
                opened.file = opened.file.with_parts(index, parts)
            except ExperimentError as error:
                opened.refused = error.message


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except ValueError as error:
        raise ExperimentError("The file did not arrive as a whole. Choose it again.") from error


def _tensors(opened: Opened, file: TensorFile, wanted: Wanted) -> None:
    """Choose a tensor of the file, and what it is to be."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        names = list(file.tensors)
        if not names:
            return
        name = names[0]
        if len(names) > 1:
            name = st.selectbox(
                say("Tensor"),
                names,
                key=f"tensor of file {opened.number}",
                format_func=lambda each: f"{each} {file.tensors[each].shape}",
                width=330,
            )
        array = file.tensors[name]
        shape = later(
            "{name}: shape {shape}, {kind}", name=name, shape=array.shape, kind=array.dtype
        )
        for label, fill in wanted.ways.values():
            st.button(label, on_click=partial(fill, array), help=str(shape))
