"""The code under the stage: the plain loops mark what the current step does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage, rest
from tests.listings.test_experiment import run

PRODUCT = "products.append(X[c][i + u][j + v] * K[o][c][u][v])"
PARTIAL = "sums.append(sum(products))"
TOTAL = "Y[o][i][j] = sum(sums)"


@pytest.fixture
def stage(page: Page, app_url: str) -> Stage:
    return Stage(page).open(f"{app_url}/multi_output")


def open_loops(stage: Stage) -> Locator:
    stage.page.get_by_text("Code", exact=True).click()
    stage.page.get_by_role("radio", name="Plain loops").click()
    box = stage.page.locator(".convviz-listing pre")
    expect(box).to_be_visible()
    return box


def marked(box: Locator) -> list[str]:
    """The marked lines without their comments."""
    lines = box.locator("[aria-current=step]").all_text_contents()
    return [line.split("  #")[0].strip() for line in lines]


def variables(box: Locator) -> str:
    return ", ".join(text for text in box.locator(".now").all_text_contents() if text)


def test_the_marked_lines_follow_the_steps_in_every_granularity(stage: Stage) -> None:
    box = open_loops(stage)
    assert (marked(box), variables(box)) == ([], "")
    stage.press("PageDown")
    assert (marked(box), variables(box)) == ([PRODUCT, PARTIAL], "o = 0, i = 0, j = 0, c = 0")
    stage.press("PageDown")
    assert (marked(box), variables(box)) == ([PRODUCT, PARTIAL], "o = 0, i = 0, j = 0, c = 1")
    stage.press("PageDown")
    assert (marked(box), variables(box)) == ([TOTAL], "o = 0, i = 0, j = 0")
    stage.press("PageUp")
    assert marked(box) == [PRODUCT, PARTIAL]
    stage.root.focus()
    stage.press("1", "Home")
    assert (marked(box), variables(box)) == ([], "")
    seen = []
    for _ in range(9):
        stage.press("PageDown")
        seen.append((marked(box), variables(box)))
    assert [lines for lines, _ in seen] == [
        *([[PRODUCT]] * 3 + [[PRODUCT, PARTIAL]]) * 2,
        [TOTAL],
    ]
    assert seen[6][1] == "o = 0, i = 0, j = 0, c = 1, u = 1, v = 0"
    stage.press("3", "End")
    assert marked(box) == [PRODUCT, PARTIAL, TOTAL]
    assert variables(box) == "o = 2, i = 1, j = 1"


def test_the_marked_lines_follow_a_jump_and_stay_after_an_edit(stage: Stage) -> None:
    box = open_loops(stage)
    stage.cell("y 1 0 1").click()
    assert (marked(box), variables(box)) == ([TOTAL], "o = 1, i = 0, j = 1")
    stage.edit("x 0 0 0", "-7.25")
    expect(box).to_contain_text("[[-7.25, 1.0, 2.0]")
    assert (marked(box), variables(box)) == ([TOTAL], "o = 1, i = 0, j = 1")


def test_a_marked_line_is_scrolled_to_within_the_box_alone(stage: Stage) -> None:
    box = open_loops(stage)
    stage.press("PageDown")
    for _ in range(2):
        box.evaluate("box => { box.scrollTop = 0 }")
        box.scroll_into_view_if_needed()
        line = box.locator("[aria-current=step]").last
        expect(line).not_to_be_in_viewport()
        scroll = "() => document.querySelector('[data-testid=stMain]').scrollTop"
        top = stage.page.evaluate(scroll)
        stage.press("PageDown")
        expect(line).to_be_in_viewport()
        assert stage.page.evaluate(scroll) == top


def test_the_copied_code_is_the_code_that_is_shown(stage: Stage) -> None:
    open_loops(stage)
    page = stage.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert run(copied)["Y"][0] == [[56, 72], [104, 120]]


def test_code_that_the_browser_does_not_copy_is_selected(stage: Stage) -> None:
    box = open_loops(stage)
    page = stage.page
    page.evaluate(
        "() => { navigator.clipboard.writeText = async () => { throw new Error('denied') } }"
    )
    page.get_by_role("button", name="Copy").click()
    page.wait_for_function("() => getSelection().toString()")
    assert PRODUCT in page.evaluate("() => getSelection().toString()")
    expect(box).to_be_visible()
    expect(page.get_by_role("button", name="Copied")).to_have_count(0)


def test_the_downloaded_file_runs(stage: Stage) -> None:
    open_loops(stage)
    with stage.page.expect_download() as download:
        stage.page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "convviz_loops.py"
    assert run(download.value.path().read_text("utf-8"))["Y"][0] == [[56, 72], [104, 120]]


def test_nothing_of_the_code_is_loaded_before_it_is_opened(page: Page, app_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    stage = Stage(page).open(app_url)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/listing-" in url]
    open_loops(stage)
    assert len([url for url in asked if "/listing-" in url]) == 1


@pytest.mark.parametrize("address", ["receptive_field", "cost"])
def test_pages_without_numbers_load_their_code_when_it_is_opened(
    address: str, page: Page, app_url: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app_url}/{address}")
    toggle = page.get_by_text("Code", exact=True)
    expect(toggle).to_be_visible(timeout=20_000)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "SyntaxHighlighter" in url]
    toggle.click()
    code = page.get_by_test_id("stCode")
    expect(code).to_contain_text("import")
    assert [url for url in asked if "SyntaxHighlighter" in url]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "convviz_numpy.py"
    names = run(download.value.path().read_text("utf-8"))
    if address == "cost":
        assert (names["weights"], names["multiplications"]) == (24, 96)
    else:
        assert names["ways"].sum() == 9 * 9
    page.get_by_role("radio", name="PyTorch").click()
    expect(code).to_contain_text("import torch")
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        rest(page)
        wide = "() => document.querySelector('[data-testid=stMain]').scrollWidth"
        assert page.evaluate(wide) <= width
