"""Worksheets fit their paper, and files of questions read back to the same questions."""

from __future__ import annotations

import base64
import io
import itertools
import re
import shutil
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image
from starlette.datastructures import QueryParams

from convviz import share
from convviz.__main__ import main
from convviz.core.arguments import ExperimentError
from convviz.export.moodle import SEVERAL, moodle, title_of
from convviz.export.printing import pdf
from convviz.export.qti import IMS, QTI, qti
from convviz.export.sight import sight
from convviz.export.worksheet import worksheet
from convviz.formats.numerals import number
from convviz.lessons.course import LESSONS
from convviz.lessons.exercises import ALL_KINDS, Exercise, exercise
from convviz.lessons.exercises.grid import grids
from convviz.lessons.exercises.setting import MOST
from convviz.lessons.exercises.wrong import wrong_numbers
from convviz.lessons.presets import preset, presets
from convviz.playback.animation import Animation, animate
from convviz.web.handout import handout
from tests.browser_setup import find
from tests.languages import is_chinese, speaking

LISTED = [kind for kind in ALL_KINDS if kind not in SEVERAL]
CLOZE = re.compile(r"\{1:NUMERICAL:((?:[^}\\]|\\.)*)\}")


class Text(HTMLParser):
    """The text of a page, without its style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipped = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.skipped += tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.parts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


def made(count: int = 3, level: int = 1) -> list[Exercise]:
    return [exercise(kind, seed, level) for kind in LISTED for seed in range(count)]


def test_moodle_reads_back_to_the_same_questions_answers_and_pictures() -> None:
    exercises = made()
    questions = ET.fromstring(moodle(exercises)).findall("question")
    assert len(questions) == len(exercises)
    for question, each in zip(questions, exercises, strict=True):
        assert question.get("type") == "cloze"
        assert question.findtext("name/text") == title_of(each)
        text = question.findtext("questiontext/text") or ""
        assert str(each.question) in Text(text).text
        answers = [re.split(r"(?<!\\)~", found) for found in CLOZE.findall(text)]
        assert len(answers) == len(each.blanks)
        read = {}
        for name, parts in zip(_in_order(each), answers, strict=True):
            right = re.fullmatch(r"=(-?[\d.]+):0", parts[0])
            assert right is not None
            read[name] = float(right[1])
            wrong = [float(part.removeprefix("%0%").split(":0#")[0]) for part in parts[1:]]
            assert wrong == [*wrong_numbers(each, name)] and read[name] not in wrong
        assert read == each.key
        for file in question.findall("questiontext/file"):
            picture = Image.open(io.BytesIO(base64.b64decode(file.text or "")))
            assert picture.format == "PNG" and picture.width > 200
            assert f"@@PLUGINFILE@@/{file.get('name')}" in text


def _in_order(each: Exercise) -> list[str]:
    """Names of the blanks as they stand in a statement."""
    cells = [cell for grid in grids(each) for row in grid.rows for cell in row]
    return [cell.name for cell in cells if cell.value is None]


def test_qti_reads_back_to_the_same_questions_answers_and_pictures() -> None:
    exercises = made(2)
    package = zipfile.ZipFile(io.BytesIO(qti(exercises)))
    manifest = ET.fromstring(package.read("imsmanifest.xml"))
    named = [file.get("href") for file in manifest.iter(f"{{{IMS}}}file")]
    assert sorted(named, key=str) == sorted({*package.namelist()} - {"imsmanifest.xml"})
    items = [*ET.fromstring(package.read("questions.xml")).iter(f"{{{QTI}}}item")]
    assert [item.get("title") for item in items] == [title_of(each) for each in exercises]
    for item, each in zip(items, exercises, strict=True):
        asked = next(item.iter(f"{{{QTI}}}mattext")).text or ""
        assert str(each.question) in Text(asked).text
        for image in re.findall(r'src="([^"]+)"', asked):
            assert package.read(image).startswith(b"\x89PNG")
        read: dict[str, float] = {}
        for condition in item.iter(f"{{{QTI}}}respcondition"):
            answer = condition.find(f".//{{{QTI}}}varequal")
            if condition.find(f"{{{QTI}}}setvar") is not None and answer is not None:
                read[(answer.get("respident") or "").removeprefix("response_")] = float(
                    answer.text or ""
                )
        names = [*each.blanks]
        assert {names[int(ident[1:])]: value for ident, value in read.items()} == each.key
        assert all(f"[b{n}]" in asked for n in range(len(names)))
        told = {feedback.get("ident") for feedback in item.iter(f"{{{QTI}}}itemfeedback")}
        linked = {link.get("linkrefid") for link in item.iter(f"{{{QTI}}}displayfeedback")}
        assert told == linked


def test_the_same_exercises_are_the_same_bytes() -> None:
    assert qti(made(1)) == qti(made(1)) and moodle(made(1)) == moodle(made(1))


def test_what_several_answers_solve_is_refused() -> None:
    for write in (moodle, qti):
        with pytest.raises(ExperimentError, match="any kernel"):
            write([exercise("build_kernel", 1)])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_worksheet_has_its_key_on_another_page(lang: str) -> None:
    each = exercise("number", 5, 1)
    with speaking(lang):
        page = worksheet([each], address="https://convviz.example.org")
    sheet, key = page.split('<section class="sheet key">')
    written = [number(value) for value in each.key.values()]
    assert sheet.count("<i></i>") == len(each.blanks)
    assert all(f"<i>{text}</i>" in key for text in written)
    assert "<svg" in sheet and "<script" not in page
    if lang == "zh":
        assert is_chinese(Text(sheet).text) and 'lang="zh-Hans"' in page


@pytest.mark.parametrize("page", LESSONS)
def test_what_a_lesson_shows_is_a_sheet_that_leads_to_it(page: str) -> None:
    lesson = LESSONS[page]
    experiment = preset(lesson.examples[-1]).experiment
    said = share.encode(lesson.accept(experiment)[0])
    film = sight(page, {"s": said}).film
    assert isinstance(film, Animation)
    query = {"page": page, "s": said, "address": "https://convviz.example.org", "lang": "zh"}
    answer = handout(QueryParams(query))
    text = bytes(answer.body).decode()
    sheet, key = text.split('<section class="sheet key">')
    made = {step.writes[0]: step.numbers[step.writes[0]] for step in film.steps}
    rows = itertools.groupby(sorted(made, key=indices), key=lambda name: indices(name)[:2])
    first = [number(made[name]) for name in next(iter(rows))[1]]
    shown = re.findall("<i>(.*?)</i>", key)
    count = len(shown) - len(made)
    channels = film.experiment.weight.shape[1]
    assert count in (0, channels) if len(made) <= MOST else 0 < len(shown) <= MOST + channels
    assert ", ".join(first) in ", ".join(shown) and sheet.count("<i></i>") == len(shown)
    assert answer.status_code == 200 and is_chinese(Text(sheet).text)


def indices(name: str) -> tuple[int, ...]:
    return tuple(map(int, name.split(" ")[1:]))


def test_a_page_without_numbers_has_no_sheet() -> None:
    for page in ("receptive_field", "poem", "practice"):
        assert handout(QueryParams({"page": page})).status_code == 422


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_exercise_of_the_lecture_prints_to_one_page_and_its_key(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROME", str(find()))
    with speaking(lang):
        printed = pdf(worksheet([exercise("map", 5, 2)], address="https://convviz.example.org"))
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    assert re.search(rb"/MediaBox\s*\[0 0 59\d[\d.]* 84\d", printed)  # A4


def test_without_a_browser_the_way_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROME", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ExperimentError, match="CHROME"):
        pdf("")
    monkeypatch.setenv("CHROME", "/nowhere/chrome")
    with pytest.raises(ExperimentError, match="could not print"):
        pdf("")


@pytest.mark.parametrize(("count", "paper"), [(0, "A4"), (99, "A4"), (1, "A3")])
def test_what_no_sheet_can_be_is_refused(count: int, paper: str) -> None:
    with pytest.raises(ExperimentError):
        worksheet([exercise("sums", 1)] * count, paper=paper)


def test_the_route_gives_sheets_and_files() -> None:
    def asked(**query: str) -> tuple[int, str, bytes]:
        answer = handout(QueryParams(query))
        return answer.status_code, answer.headers["content-type"], bytes(answer.body)

    status, kind, body = asked(kind="sums", seed="3", count="2", lang="zh")
    assert (status, body.count(b"<article>")) == (200, 4) and kind.startswith("text/html")
    assert asked(form="moodle", kind="sums")[1] == "application/xml"
    assert asked(form="qti", kind="sums", level="3")[2].startswith(b"PK")
    for query in (
        {"kind": "poem"},
        {"kind": "sums", "level": "7"},
        {"kind": "sums", "paper": "A3"},
    ):
        status, kind, body = asked(**query)
        assert (status, kind) == (422, "text/plain; charset=utf-8") and body
    assert asked(kind="sums", seed="9" * 16, count="999")[0] == 200


def test_wrong_numbers_are_those_that_the_page_names() -> None:
    for each in made():
        for name in each.blanks:
            for wrong, mistake in wrong_numbers(each, name).items():
                verdict = each.check({**each.key, name: wrong})[name]
                assert not verdict and verdict.mistake is not None
                assert verdict.mistake is mistake


@pytest.mark.parametrize("ending", ["html", "xml", "zip"])
def test_from_the_command_line(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"sheet.{ending}"
    with speaking("en"):
        arguments = [
            "handout",
            str(file),
            "--kind",
            "sums",
            "count",
            "--count",
            "2",
            "--lang",
            "zh",
        ]
        assert main(arguments) == 0
    assert file.stat().st_size > 1000 and "4 exercises" in capsys.readouterr().out
    assert main(["handout", str(tmp_path / "sheet.doc")]) == 1


def test_a_file_of_questions_changes_no_picture_that_is_drawn_later() -> None:
    before = animate(presets()["d2l_two_in"]).svg
    qti(made(1))
    moodle(made(1))
    assert animate(presets()["d2l_two_in"]).svg == before
    root = ET.fromstring(before)
    assert "ns0:" not in ET.tostring(root, encoding="unicode")
