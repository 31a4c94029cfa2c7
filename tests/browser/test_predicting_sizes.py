"""Predict first, on the page without a session: sizes wait until what they make is predicted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.test_predicting import card


def test_sizes_wait_for_the_answer(page: Page, app_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    stage = Stage(page).open(f"{app_url}/play/geometry?lang=en&predict=1")
    cells = stage.root.locator('[data-cell^="y "]')
    expect(cells).to_have_count(16)
    field = page.get_by_label("Stride s_h", exact=True)
    field.fill("2")
    with page.expect_response("**/convviz/change") as told:
        field.press("Enter")
    expect(card(page)).to_contain_text("What is the output shape (C_out, H′, W′) now?")
    assert told.value.json().keys() == {"question"}
    assert sum(url.endswith("/convviz/change") for url in asked) == 1
    expect(field).to_have_value("2")
    expect(cells).to_have_count(16)
    other = page.get_by_label("Stride s_w", exact=True)
    other.fill("2")  # and one more: one question about both
    other.press("Enter")
    wrong = card(page).get_by_role("button").filter(has_text="(1, 4, 4)")
    right = card(page).get_by_role("button").filter(has_text="(1, 2, 2)")
    expect(right).to_have_count(1)
    expect(field).to_have_value("2")
    wrong.click()
    expect(card(page)).to_contain_text("The stride is ignored")
    expect(card(page).locator(".truth")).to_contain_text("(1, 2, 2)")
    expect(cells).to_have_count(4)
    stage.button("Undo").click()  # what was answered is one change
    expect(cells).to_have_count(16)
    expect(field).to_have_value("1")
    field.fill("3")
    field.press("Enter")
    expect(right.or_(card(page)).first).to_be_visible()
    stage.button("Undo").click()  # what still waits is taken back
    expect(card(page)).to_have_count(0)
    expect(field).to_have_value("1")
    field.fill("3")
    field.press("Enter")
    expect(card(page)).to_contain_text("output shape")
    page.get_by_role("link", name="中文").click()  # nothing that was typed is lost on the way
    expect(page).to_have_url(re.compile("lang=zh"))
    expect(stage.root.locator('[data-cell^="y "]')).to_have_count(8)
