"""A course in a folder, read from disk and from a plain web server."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from convviz.export.course import file_of, lecture_page, write_course
from convviz.export.shows import titles
from convviz.playback.chapter import chapter
from tests.browser.stage import Stage
from tests.browser.test_access import violations

PAGES = [file_of(page) for page, _ in titles()]


class Quiet(SimpleHTTPRequestHandler):
    """A web server that has no part in the course."""

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("course")
    write_course(made)
    return made


@pytest.fixture(scope="session")
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["disk", "server"])
def root(request: pytest.FixtureRequest, folder: Path, served: str) -> str:
    return folder.as_uri() if request.param == "disk" else served


@pytest.mark.parametrize("file", PAGES)
def test_every_lesson_plays_from_disk_and_changes_no_number(
    page: Page, folder: Path, file: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    stage = Stage(page).open(f"{folder.as_uri()}/en/{file}")
    stage.press("PageDown", "PageDown", "PageUp")
    stage.expect_step(1)
    stage.press("End")
    assert stage.step == stage.steps - 1 > 5
    stage.saved()
    cell = stage.root.locator("[data-cell]:visible").first
    cell.click(force=True)
    stage.press("7")
    expect(stage.root.locator(".editor")).to_have_count(0)
    for button in ("undo", "redo", "reset", "follow", "collect"):
        expect(stage.root.locator(f"button[value={button}]:visible")).to_have_count(0)
    assert all(url.startswith((folder.as_uri(), "data:")) for url in asked)


def test_an_example_is_chosen_and_back_comes_from_it(page: Page, root: str) -> None:
    stage = Stage(page).open(f"{root}/en/multi_output.html")
    chooser = page.get_by_role("combobox", name="Example")
    first = stage.numbers("b ")
    stage.press("3", "PageDown")
    stage.saved()
    chooser.select_option(label="D2L: three outputs, negative biases")
    stage.expect_number("b 0", "-60")
    stage.expect_step(0)
    expect(stage.root).to_have_attribute("data-grain", "window")
    expect(page.locator("[data-part=sentence]")).to_contain_text("biases")
    stage.root.focus()
    stage.press("PageDown")
    stage.saved()
    page.reload()
    stage.ready()
    stage.expect_number("b 0", "-60")
    stage.expect_step(1)
    page.go_back()
    expect(stage.cell("b 0").locator("text")).to_have_text(first[0])
    stage.expect_step(1)
    expect(chooser).to_have_value("D2L: two channels in, three out")


def test_another_language_is_at_the_same_place(page: Page, root: str) -> None:
    stage = Stage(page).open(f"{root}/en/matrix.html")
    page.get_by_role("combobox", name="Example").select_option(index=2)
    stage.root.focus()
    stage.press("PageDown", "PageDown", "PageDown")
    numbers, step = stage.saved().numbers("x "), stage.step
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    stage.ready()
    stage.expect_step(step)
    assert step == 3 and stage.numbers("x ") == numbers
    expect(stage.root.get_by_role("button", name="下一步")).to_be_visible()


def test_the_theme_is_chosen_and_kept(page: Page, served: str) -> None:
    stage = Stage(page).open(f"{served}/en/pooling.html")
    page.get_by_role("button", name="Dark theme").click()
    expect(stage.root).to_have_class(re.compile(r"\bdark\b"))
    page.get_by_role("link", name="Groups").click()
    expect(stage.root).to_have_attribute("data-stage", "groups")
    expect(stage.root).to_have_class(re.compile(r"\bdark\b"))


def test_examples_and_lessons_while_presenting(page: Page, root: str) -> None:
    stage = Stage(page).open(f"{root}/en/multi_output.html")
    stage.press("f", "e")
    stage.root.get_by_role("button", name="D2L: three outputs, negative biases").click()
    stage.expect_number("b 0", "-60")
    expect(stage.root).to_have_class(re.compile(r"\bpresent\b"))
    stage.press("Shift+PageDown")
    expect(stage.root).to_have_attribute("data-stage", "pointwise")
    expect(stage.root).to_have_class(re.compile(r"\bpresent\b"))
    assert "/pointwise.html" in page.url


NOW = """root => ({ which: root.querySelector(".which").textContent,
  coming: root.querySelector(".coming:not([hidden])")?.textContent ?? "" })"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_lecture_is_played_by_one_key(page: Page, folder: Path, language: str) -> None:
    stage = Stage(page).open(f"{folder.as_uri()}/{language}/lecture.html")
    stage.press("f")
    seen, end = [], {"en": "The lecture ends here.", "zh": "讲课到此结束。"}[language]
    for _ in range(400):
        now = stage.root.evaluate(
            f"async root => {{ await new Promise(requestAnimationFrame)\nreturn ({NOW})(root) }}"
        )
        if now["which"] not in seen:
            seen.append(now["which"])
        if now["coming"] == end:
            break
        stage.press("PageDown")
    assert now["coming"] == end
    count = len(chapter().places)
    assert [int(re.findall(r"\d+", which)[0]) for which in seen] == [*range(1, count + 1)]
    expect(stage.root).to_have_class(re.compile(r"\bpresent\b"))
    stage.saved()
    page.reload()  # it goes on where it was
    expect(stage.root.locator(".which")).to_have_text(seen[-1])
    stage.press("Escape")
    chooser = page.locator("[data-part=examples]")
    expect(chooser).to_have_value(str(count - 1))
    chooser.select_option("0")
    expect(stage.root.locator(".which")).to_have_text(seen[0])
    expect(stage.root).to_have_attribute("data-stage", "multi_input")


@pytest.mark.parametrize("file", [*PAGES, "lecture.html"])
def test_no_page_scrolls_sideways_on_a_phone(page: Page, folder: Path, file: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    Stage(page).open(f"{folder.as_uri()}/zh/{file}").settle()
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


@pytest.mark.parametrize("file", ["en/multi_input.html", "zh/lecture.html", "index.html"])
def test_axe_finds_nothing(page: Page, folder: Path, file: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{folder.as_uri()}/{file}")
    if file != "index.html":
        Stage(page).ready().settle()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert violations(page) == [], theme


def test_a_lecture_of_one_file_plays_without_any_other(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    path = tmp_path / "class.html"
    path.write_text(lecture_page(), "utf-8")
    stage = Stage(page).open(path.as_uri())
    for place in chapter().places[1:3]:
        stage.press("Shift+PageDown")
        stage.expect_step(place.step)
    stage.press("f")
    expect(stage.root).to_have_class(re.compile("present"))
    assert {url.split("?")[0] for url in asked if not url.startswith("data:")} == {path.as_uri()}
    expect(stage.button("Next lesson")).to_be_hidden()
