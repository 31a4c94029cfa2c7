"""What the page of pictures is shown of a study: rows of pictures, and the numbers of a window."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from convviz.core.arguments import Array, ExperimentError
from convviz.core.feature_maps import Filters, LayerNumber, between, maps, rectified, responses
from convviz.core.step import step_at
from convviz.drawing.maps import Shade, colour_url, shade
from convviz.drawing.primitives import subscript
from convviz.formats.image import write_png
from convviz.formats.numerals import brief, equals, number
from convviz.lessons.content import Content, addressed, written
from convviz.lessons.filters import GREY, ROOT, page_of
from convviz.lessons.pictures import picture
from convviz.lessons.presets import NAMES
from convviz.lessons.study import Study
from convviz.words import say

COLOURS: Final = ("R", "G", "B")
_EXAMPLE: Final = next(iter(NAMES))  # what Reset of the lesson leads back to
Row = dict[str, Any]


def layer_of(filters: Filters, text: str) -> LayerNumber:
    """Read the number of a layer; raises ExperimentError if there is none."""
    if text == "1":
        return 1
    if text == "2" and filters.second is not None:
        return 2
    raise ExperimentError("There is no layer {name!r} here.", name=text[:20])


def shown(study: Study) -> dict[str, Any]:
    """Give all pictures of a study as rows, top to bottom; raises ExperimentError.

    A row is the pictures of one tensor, with one scale for all of them. Its ``reads`` says whether
    windows lie in it, ``writes`` whether its pixels are numbers of a layer.
    """
    x = picture(study.picture)
    f, how = study.filters, study.shown
    read, y = maps(f, x.pixels, 1)
    rows = [_colours(read), _row("y", "Y", y, 1, how, say("Feature maps"), writes=True)]
    if len(y) == len(COLOURS) and how == GREY:
        scale = shade(y, grey=True)
        rows[-1]["pictures"].append(
            {"name": "colour", "label": say("Y as R, G, B"), "url": colour_url(y, scale)}
        )
    if f.second is not None:
        if f.relu:
            kept = rectified(y)
            rows.append(_row("r", "R", kept, 1, how, say("After ReLU: negative numbers are 0")))
        below = between(f, y)
        named = say("After 2×2 max pooling") if f.pool else say("What the second layer reads")
        rows.append(_row("p", "P", below, 2, how, named, reads=True))
        _, z = maps(f, x.pixels, 2)
        rows.append(_row("z", "Z", z, 2, how, say("Feature maps of the second layer"), writes=True))
    return {
        "height": x.pixels.shape[1],
        "width": x.pixels.shape[2],
        "notes": [str(note) for note in x.notes],
        "rows": rows,
        "kernels": {"1": list(f.first.shape), **_shape_of(f.second)},
        "step": 2 if f.pool else 1,
    }


def added(study: Study, layer: LayerNumber, output: int) -> Row:
    """Give what each channel adds to one map of a layer, as a row; raises ExperimentError."""
    weight = _kernels(study, layer)
    if not 0 <= output < len(weight):
        raise ExperimentError("There is no map {n} here.", n=output)
    read = picture(study.picture).pixels
    if layer == 2:
        read = between(study.filters, maps(study.filters, read, 1)[1])
    parts = responses(read, weight[output])
    letter = "Y" if layer == 1 else "Z"
    title = say("What each channel adds to {map}", map=letter + subscript(output))
    names = COLOURS if layer == 1 else [f"P{subscript(c)}" for c in range(len(read))]
    row = _row("a", "", parts, layer, study.shown, title)
    for told, name in zip(row["pictures"], names, strict=True):
        told["label"] = f"K·{name}"
    return row


def window(study: Study, layer: LayerNumber, output: int, place: tuple[int, int]) -> dict[str, Any]:
    """Give the numbers under the window at a place of a map; raises ExperimentError.

    They are those of the lesson that ``page`` and ``s`` open.
    """
    e = study.patch(layer, place)
    if not 0 <= output < e.c_out:
        raise ExperimentError("There is no map {n} here.", n=output)
    step = step_at(e, (output, 0, 0))
    weights = [term.factors for term in step.terms]
    sums = [float(each) for each in step.channel_sums]
    total = float(step.total)
    letter = "Y" if layer == 1 else "Z"
    name = f"{letter}[{output}, {place[0]}, {place[1]}]"
    signed = " + ".join(f"({number(s)})" if s < 0 else number(s) for s in sums)
    return {
        "patch": _texts(e.x),
        "kernel": _texts(e.weight[output]),
        "cells": np.reshape([weight for _, weight in weights], step.kernel.shape).tolist(),
        "sums": [number(each) for each in sums],
        "total": number(total),
        "equation": f"{name} = {signed}{equals(*sums, total)}{number(total)}",
        "page": page_of(study.filters, layer),
        "s": addressed(written(Content(e, {}, _EXAMPLE))),
    }


def _kernels(study: Study, layer: LayerNumber) -> Array:
    return study.filters.weight(layer)


def _shape_of(weight: Array | None) -> Mapping[str, Sequence[int]]:
    return {} if weight is None else {"2": list(weight.shape)}


def _texts(values: Array) -> list[list[list[str]]]:
    return [[[brief(float(v)) for v in row] for row in channel] for channel in values]


def _colours(pixels: Array) -> Row:
    """The picture and its three channels, black 0 and white 255."""
    whole = "data:image/png;base64," + base64.b64encode(write_png(pixels)).decode()
    grey = Shade(0.0, 255.0, grey=True)
    pictures = [{"name": "x", "label": say("The picture"), "url": whole}]
    for c, (channel, name) in enumerate(zip(pixels, COLOURS, strict=True)):
        label = f"X{subscript(c)} = {name}"
        told = {"name": f"x {c}", "label": label, "url": grey.url(channel)}
        pictures.append({**told, **_ends(channel)})
    return {
        "title": say("Input: the channels"),
        "scale": say("black 0, white 255"),
        "layer": 1,
        "reads": True,
        "writes": False,
        "pictures": pictures,
    }


def _row(
    name: str,
    letter: str,
    values: Array,
    layer: LayerNumber,
    how: str,
    title: str,
    *,
    reads: bool = False,
    writes: bool = False,
) -> Row:
    scale = shade(values, grey=how == GREY, root=how == ROOT)
    pictures = [
        {
            "name": f"{name} {o}",
            "label": f"{letter}{subscript(o)}",
            "url": scale.url(each),
            **_ends(each),
        }
        for o, each in enumerate(values)
    ]
    return {
        "title": title,
        "scale": _told(scale),
        "layer": layer,
        "reads": reads,
        "writes": writes,
        "pictures": pictures,
    }


def _told(scale: Shade) -> str:
    ends = {"least": number(scale.least), "most": number(scale.most)}
    if scale.grey:
        return say("black {least}, white {most}", **ends)
    if scale.root:
        return say(
            "blue {least}, near-white 0, orange {most}; the colour grows with the square root",
            **ends,
        )
    return say("blue {least}, near-white 0, orange {most}", **ends)


def _ends(values: Array) -> dict[str, str]:
    least, most = float(np.min(values)), float(np.max(values))
    return {"ends": say("{least} … {most}", least=number(least), most=number(most))}
