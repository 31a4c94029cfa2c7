"""A file of the visitor: chosen, or dropped on the tensor that it is for; put into the lesson."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from convviz.core.arguments import Array, ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats.safetensors import MOST_HEADER
from convviz.lessons.bringing import Brought, as_input, as_kernels
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
_COMPONENT = st.components.v2.component("convviz.opening", js=OPENING.loader())


@dataclass
class Opened:
    """The file that was opened last; number: as the browser counts its files."""

    number: int = 0
    name: str = ""
    file: File | None = None
    refused: Message | None = None


def opening(current: LessonDocument, accept: Accept) -> None:
    """Open a file, say what is in it, and put it into the lesson as the visitor says."""
    opened: Opened = st.session_state.setdefault(STATE, Opened())
    file = opened.file
    _COMPONENT(
        key=KEY,
        data={
            "lang": tag(),
            "words": words_of("opening"),
            "kinds": KINDS,
            "most": MOST_BYTES,
            "head": MOST_HEADER,
            "answers": opened.number,
            "said": _said(opened),
            "refused": opened.refused is not None,
            "wanted": _wanted(opened),
        },
        on_file_change=lambda: _take(opened, current, accept, told(KEY, "file")),
        on_part_change=lambda: _fill(opened, told(KEY, "part")),
    )
    if isinstance(file, TensorFile):
        _tensors(opened, file, current, accept)
    elif isinstance(file, LayerFile):
        layer_controls(
            opened.number,
            file,
            lambda make: put(current, accept, lambda: (make(current.experiment), None)),
        )


def put(current: LessonDocument, accept: Accept, make: Callable[[], Brought]) -> None:
    """Take what ``make`` gives if the page can show it, from the first step on; else say why."""
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


def _take(opened: Opened, current: LessonDocument, accept: Accept, message: object) -> None:
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
            if at in _WAYS and len(tensors) == 1:  # dropped on a tensor: no question is left
                (array,) = tensors.values()
                put(current, accept, lambda: _WAYS[at](current.experiment, array))


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


_WAYS: Final = {"x": as_input, "k": as_kernels}


def _tensors(opened: Opened, file: TensorFile, current: LessonDocument, accept: Accept) -> None:
    """Choose a tensor of the file, and what it is to be."""

    def fill(way: str, array: Array) -> None:
        put(current, accept, lambda: _WAYS[way](current.experiment, array))

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
        st.button(say("Use as input X"), on_click=partial(fill, "x", array), help=str(shape))
        st.button(say("Use as kernels K"), on_click=partial(fill, "k", array), help=str(shape))
