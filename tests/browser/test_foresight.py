"""An edit is seen before Streamlit has run; what Streamlit then answers holds."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.stage import Stage
from tests.browser.test_typing import SLOW_SERVER

SOON = 2000  # ms
LATE = 3000  # ms that an answer of Streamlit takes here
PAGES = ("/", "/multi_output", "/pointwise", "/geometry", "/groups", "/pooling", "/matrix")

# Every text that a cell has shown, from now on.
WATCH = """cell => {
  window.shown = [cell.querySelector("text").textContent]
  const note = () => {
    const now = find()?.querySelector("text").textContent
    if (now !== undefined && now !== window.shown.at(-1)) window.shown.push(now)
  }
  const root = cell.getRootNode(), name = cell.dataset.cell
  const find = () => root.querySelector(`[data-cell="${name}"]`)
  new MutationObserver(note).observe(root, { subtree: true, childList: true, characterData: true })
}"""


@pytest.fixture
def stage(page: Page, app_url: str) -> Stage:
    page.add_init_script(SLOW_SERVER)
    return Stage(page).open(f"{app_url}/multi_output?lang=en").settle()


def late(stage: Stage, by: int) -> None:
    stage.page.evaluate("delay => { window.lateness = delay }", by)


def answered(stage: Stage) -> None:
    """Wait until nothing that was typed is on its way any more."""
    stage.page.wait_for_function("() => sessionStorage.getItem('convviz-outbox') === null")


@pytest.mark.parametrize("address", PAGES)
def test_an_edit_is_seen_before_streamlit_answers(page: Page, app_url: str, address: str) -> None:
    page.add_init_script(SLOW_SERVER)
    stage = Stage(page).open(f"{app_url}{address}?lang=en").settle()
    stage.press("End")
    before = stage.numbers("y ")
    late(stage, LATE)
    stage.edit("x 0 0 1", "77")
    expect(stage.cell("x 0 0 1").locator("text")).to_have_text("77", timeout=SOON)
    foreseen = stage.numbers("")
    assert stage.numbers("y ") != before
    assert page.evaluate("() => sessionStorage.getItem('convviz-outbox')") is not None
    answered(stage)
    assert stage.numbers("") == foreseen


def test_a_link_to_others_holds_what_is_seen(stage: Stage) -> None:
    late(stage, LATE)
    stage.edit("x 0 0 1", "77")
    stage.press("Escape")
    expect(stage.cell("x 0 0 1").locator("text")).to_have_text("77", timeout=SOON)
    foreseen = stage.numbers("")
    stage.press("q")
    panel = stage.root.get_by_role("dialog", name="Follow along")
    panel.get_by_label("Address that others reach").fill("http://convviz.example")
    panel.get_by_label("Address that others reach").press("Enter")
    link = urlsplit(panel.locator(".link").inner_text())
    assert stage.page.evaluate("() => sessionStorage.getItem('convviz-outbox')") is not None
    here = urlsplit(stage.page.url)
    student = Stage(stage.page.context.new_page())
    student.open(f"{here.scheme}://{here.netloc}{link.path}?{link.query}").settle()
    assert student.numbers("") == foreseen
    student.page.close()


def test_a_refusal_is_said_before_streamlit_answers(stage: Stage) -> None:
    late(stage, LATE)
    stage.edit("x 0 0 1", "abc")
    expect(stage.refusal()).to_contain_text("“abc” is not a number here", timeout=SOON)
    stage.edit("x 0 0 2", "9")
    expect(stage.cell("x 0 0 2").locator("text")).to_have_text("9", timeout=SOON)
    answered(stage)
    assert stage.numbers("x 0 0") == ["0", "1", "9"]


def test_the_answer_to_one_edit_does_not_take_back_the_next(stage: Stage) -> None:
    late(stage, 600)
    stage.cell("x 0 0 1").evaluate(WATCH)
    for text in ("11", "12", "13", "14"):
        stage.edit("x 0 0 1", text)
        stage.expect_number("x 0 0 1", text)
    answered(stage)
    assert stage.page.evaluate("() => window.shown") == ["1", "11", "12", "13", "14"]


def test_an_example_chosen_meanwhile_is_what_is_seen_in_the_end(stage: Stage) -> None:
    late(stage, 600)
    stage.edit("x 0 0 1", "11")
    stage.expect_number("x 0 0 1", "11")
    stage.page.get_by_role("combobox", name="Example").click()
    stage.page.get_by_role("option", name="D2L's three outputs with biases").or_(
        stage.page.get_by_role("option").nth(1)
    ).first.click()
    expect(stage.cell("b 0").locator("text")).not_to_have_text("0")
    answered(stage)
    stage.expect_number("x 0 0 1", "1")


def test_undo_comes_after_what_is_foreseen(stage: Stage) -> None:
    late(stage, 300)
    for text in ("11", "12"):
        stage.edit("x 0 0 1", text)
    stage.root.focus()
    stage.press("Control+z")
    stage.expect_number("x 0 0 1", "11")
    stage.edit("x 0 0 1", "13")
    stage.expect_number("x 0 0 1", "13")
    stage.root.focus()
    stage.press("Control+z")
    answered(stage)
    stage.expect_number("x 0 0 1", "11")


def test_without_the_route_edits_go_the_old_way(stage: Stage) -> None:
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.fulfill(status=204)

    stage.page.route("**/convviz/change", refuse)
    stage.edit("x 0 0 1", "11")
    stage.expect_number("x 0 0 1", "11")
    stage.edit("x 0 0 1", "abc")
    expect(stage.refusal()).to_contain_text("“abc”")
    assert len(refused) == 2
