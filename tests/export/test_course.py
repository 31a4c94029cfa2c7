"""The course as files: what is written, that it holds what its pages lead to, the command line."""

from __future__ import annotations

import base64
import html
import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from convviz.__main__ import main
from convviz.core.arguments import ExperimentError
from convviz.export.course import file_of, write_course
from convviz.export.shows import examples, place, titles
from convviz.lessons import kernels, networks
from convviz.lessons.comparisons import COMPARISONS
from convviz.lessons.course import LESSONS
from convviz.lessons.lecture import Lecture, Place, to_json
from convviz.playback.chapter import chapter
from convviz.words import language, languages
from tests.languages import speaking


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("course") / "new"
    write_course(made)
    return made


def unpacked(source: str) -> str:
    """A page as it stands in the browser, whether or not its end is packed."""
    if not (found := re.search('PACKED = "(.*?)"', source)):
        return source
    return source[: found.start()] + zlib.decompress(base64.b64decode(found[1]), -15).decode()


def told(path: Path) -> dict[str, Any]:
    found = re.search(
        r'<script type="application/json" data-part="data">(.*?)</script>',
        unpacked(path.read_text("utf-8")),
    )
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_every_page_is_there_in_every_language_and_nothing_is_asked_elsewhere(folder: Path) -> None:
    pages = [*(page for page, _ in titles()), "lecture"]
    wanted = {f"{name}/{file_of(page)}" for name in languages() for page in pages}
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert found == wanted | {"index.html", "player.js"}
    for path in folder.rglob("*.html"):
        source = path.read_text("utf-8")
        for link in re.findall(r'(?:href|src)="([^"]+)"', source.partition("application/json")[0]):
            assert link == "data:," or (path.parent / html.unescape(link)).is_file(), (path, link)
        assert set(re.findall(r"https?://\w[^/\"]*", source)) <= {"http://www.w3.org"}  # of SVG
    assert language() == "en"  # that of whoever asked


def test_a_page_has_all_examples_of_its_lesson(folder: Path) -> None:
    for name, lesson in LESSONS.items():
        page = "" if name == "multi_input" else name
        keys = [show["key"] for show in told(folder / "zh" / file_of(page))["shows"]]
        assert keys == [{"example": example} for example in lesson.examples]
    fields = told(folder / "en" / "receptive_field.html")["shows"]
    assert len(fields) == len(networks.EXAMPLES) + len(kernels.EXAMPLES)
    assert len(told(folder / "en" / "cost.html")["shows"]) == 1 + len(COMPARISONS)


def test_what_is_shared_is_written_once_and_each_show_is_whole(folder: Path) -> None:
    page = told(folder / "en" / "multi_output.html")
    for show, made in zip(page["shows"], examples("multi_output"), strict=True):
        whole = {**page["shared"], **show["data"]}
        for name in ("frames", "base", "stops", "title", "sentence"):
            assert whole[name] == json.loads(json.dumps(made.data[name])), name
        assert page["layouts"][whole["layout"]] == made.data["svg"]
        assert not whole.keys() & show["key"].keys() and not show["data"].keys() & page["shared"]


def test_the_lecture_holds_every_place(folder: Path) -> None:
    for name in languages():
        with speaking(name):
            wanted = json.loads(to_json(chapter()))["places"]
        page = told(folder / name / "lecture.html")
        assert page["lecture"]["places"] == wanted
        for asked in wanted:
            mine = [show for show in page["shows"] if show["page"] == asked["page"]]
            fits = [s for s in mine if s["key"].items() <= asked["query"].items()]
            assert len(fits) == 1, asked


def test_a_lecture_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "<script>alert(1)</script>"
    places = [
        Place("cost", {"compare": "alexnet", "step": "0"}, title=text, note=text),
        Place("receptive_field", {"layers": "k3s1p0d1.k5s1p0d1", "size": "9"}),
        Place("receptive_field", {}),
        Place("pooling", {"step": "3"}, 5),
    ]
    saved = tmp_path / "mine.json"
    saved.write_text(to_json(Lecture(text, places)), "utf-8")
    target = tmp_path / "a" / "b"
    assert main(["export", str(target), "--lecture", str(saved)]) == 0
    assert str(target / "index.html") in capsys.readouterr().out
    source = (target / "en" / "lecture.html").read_text("utf-8")
    assert text not in source and html.escape(text) in source
    page = told(target / "en" / "lecture.html")
    assert page["lecture"]["title"] == text
    assert [show["page"] for show in page["shows"]] == [each.page for each in places]
    assert page["shows"][1]["data"]["label"].endswith("9×9 → 7×7 → 3×3")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "lecture"),
        (to_json(Lecture("", [Place("", {"s": "1.nonsense"})])), "broken"),
        (to_json(Lecture("", [Place("receptive_field", {"layers": "k9"})])), "broken"),
    ],
)
def test_a_lecture_that_cannot_be_shown_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    saved = tmp_path / "mine.json"
    saved.write_text(content, "utf-8")
    target = tmp_path / "course"
    assert main(["export", str(target), "--lecture", str(saved)]) == 1
    assert said in capsys.readouterr().err
    assert not target.exists()


def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "file"
    taken.write_text("mine", "utf-8")
    assert main(["export", str(taken)]) == 1
    assert str(taken) in capsys.readouterr().err
    assert taken.read_text("utf-8") == "mine"
    assert main(["export", str(tmp_path), "--lecture", str(tmp_path / "none.json")]) == 1
    assert "none.json" in capsys.readouterr().err


def test_a_place_of_no_page_is_refused() -> None:
    with pytest.raises(ExperimentError, match="no page 'cubes'"):
        Place("cubes", {})
    assert place(Place("pooling", {"s": ""})).data["scene"] == "pooling"


def test_a_lecture_is_one_page_that_leads_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lecture.html"
    with speaking("en"):
        assert main(["export", str(path), "--lang", "zh"]) == 0
    assert str(path) in capsys.readouterr().out
    assert path.stat().st_size <= 150 * 1024
    text = unpacked(path.read_text("utf-8"))
    assert '<html lang="zh-Hans">' in text
    assert not re.search(r"<(?:script|link|img)[^>]* (?:src|href)=(?!\"data:)", text)
    assert "<a " not in text[: text.index("<script")]
    data = told(path)
    assert data["shared"]["contents"] == []
    assert len(data["lecture"]["places"]) == len(chapter().places)
