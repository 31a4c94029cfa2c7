"""Worksheets: exercises on paper, with blanks, and the key on a page of its own."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from importlib.resources import files
from typing import Final
from urllib.parse import urlencode

from convviz.core.arguments import ExperimentError
from convviz.export.needed import needed
from convviz.export.standalone import standalone
from convviz.export.statement import statement, still_of
from convviz.formats.numerals import number
from convviz.lessons.exercises import ALL_KINDS, Exercise
from convviz.words import say, tag

PAPERS: Final = ("A4", "letter")
MOST: Final = 30


def worksheet(
    exercises: Sequence[Exercise],
    *,
    title: str = "",
    address: str = "",
    paper: str = "A4",
    page: str = "",
) -> str:
    """Write exercises as a page to print: the sheet, then the key on pages of its own.

    title: by default what the exercises are; address: of the app, for a QR code that leads to the
    same exercises, where typed numbers are checked. paper: A4 or letter. page: where below the
    address they are, if not among the exercises without end. Raises ExperimentError.
    """
    if paper not in PAPERS:
        raise ExperimentError(
            "There is no paper {name!r}: choose from {known}.", name=paper, known=", ".join(PAPERS)
        )
    if not 1 <= len(exercises) <= MOST:
        raise ExperimentError("A worksheet has from 1 to {most} exercises.", most=MOST)
    title = title or _title(exercises)
    style = files("convviz.export").joinpath("worksheet.css").read_text("utf-8")
    code = _code(page or _page(exercises[0]), address) if address else ""
    name = say("Your name")
    name = f"<p>{html.escape(name)}: {'_' * 24}</p>"
    sheet = _section("sheet", title, name + code, exercises, key=False)
    answers = _section("sheet key", say("{title}: key", title=title), "", exercises, key=True)
    return (
        f'<!doctype html><html lang="{tag()}"><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title>"
        f"<style>@page {{ size: {paper}; margin: 16mm 18mm }}\n{style}</style>"
        f"<body>{sheet}{answers}</body></html>"
    )


def _section(kind: str, title: str, head: str, exercises: Sequence[Exercise], *, key: bool) -> str:
    articles = "".join(
        f"<article><b>{n}.</b><div>{_article(each, key)}</div></article>"
        for n, each in enumerate(exercises, 1)
    )
    header = f"<header><h1>{html.escape(title)}</h1>{head}</header>"
    return f'<section class="{kind}">{header}{articles}</section>'


def _article(exercise: Exercise, key: bool) -> str:
    if key:  # the numbers alone: the picture is on the sheet
        return statement(exercise, lambda cell: f"<i>{number(exercise.key[cell.name])}</i>")
    still = still_of(exercise)
    return statement(exercise, lambda cell: "<i></i>", standalone(still) if still else "")


def _title(exercises: Sequence[Exercise]) -> str:
    kinds = dict.fromkeys(say(ALL_KINDS[each.kind][1]) for each in exercises)
    return say("Exercises") if len(kinds) > 1 else next(iter(kinds))


def _page(first: Exercise) -> str:
    query = urlencode({"kind": first.kind, "seed": first.seed, "level": first.level})
    return f"play/practice?{query}"


def _code(page: str, address: str) -> str:
    """A QR code of the page where the same exercises are, from the first on."""
    picture = io.BytesIO()
    segno = needed("segno")
    code = segno.make(f"{address.rstrip('/')}/{page}", micro=False, error="l")
    code.save(picture, kind="svg", xmldecl=False, omitsize=True)
    return picture.getvalue().decode()
