"""Predict first: before it is answered a number is neither in the page nor on the wire."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Browser, Locator, Page, Response, WebSocket, expect

from convviz.core.experiment import Experiment
from convviz.core.step import step_at
from convviz.formats import link
from convviz.formats.numerals import exact
from tests.browser.stage import Stage
from tests.browser.test_access import violations

# Its sums and totals are so large that nothing else has their digits by chance.
LARGE = Experiment(
    x=np.arange(31, 49).reshape(2, 3, 3), weight=np.arange(41, 57).reshape(2, 2, 2, 2)
)
TOTAL = exact(step_at(LARGE, (0, 0, 0)).total)
AFTER = exact(step_at(LARGE, (0, 0, 1)).total)


def card(page: Page) -> Locator:
    return page.locator(".predict:visible")


def heard(page: Page) -> Callable[[], str]:
    """Give all that has come over the wire from now on, scripts left out, without separators."""
    responses: list[Response] = []
    frames: list[str] = []

    def note(response: Response) -> None:
        if re.search("json|html", response.headers.get("content-type", "")):
            responses.append(response)

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: frames.append(repr(frame)))

    page.on("response", note)
    page.on("websocket", listen)
    return lambda: bare("".join([*(each.text() for each in responses), *frames]))


def bare(text: str) -> str:
    return re.sub(r"(?<=\d)(?:,|\u202f|\\u202f|\\xe2\\x80\\xaf)(?=\d)", "", text)


def test_a_number_comes_over_the_wire_when_it_is_answered(page: Page, app_url: str) -> None:
    query = urlencode({"lang": "en", "s": link.encode(LARGE), "predict": "1", "g": "window"})
    for address in ("/play/multi_output", "/multi_output"):
        wire = heard(page)
        stage = Stage(page).open(f"{app_url}{address}?{query}")
        stage.root.focus()
        stage.press("ArrowRight")
        expect(card(page)).to_contain_text("Which number comes to Y[0,0,0]?")
        choice = card(page).get_by_role("button").filter(has_text=TOTAL)
        assert wire().count(TOTAL) == bare(card(page).inner_text()).count(TOTAL) == 1
        assert '"known"' in wire() and AFTER not in wire()
        stage.expect_number("y 0 0 0", "")
        choice.click()
        expect(card(page)).to_contain_text(f"Right: {TOTAL}")
        expect(stage.cell("y 0 0 0").locator("title")).to_have_text(TOTAL)
        stage.expect_step(1)
        assert AFTER not in wire() and AFTER not in bare(page.content())


def test_choices_by_keys_and_by_hand(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/play/?lang=en")
    stage.button("Predict first").click()
    expect(stage.button("Predict first")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("predict=1"))
    stage.cell("y 0 0 1").click()  # any number can be asked for
    expect(card(page)).to_contain_text("Which number comes to Y[0,1]?")
    stage.press("Escape")
    expect(card(page)).to_have_count(0)
    stage.expect_step(0)
    stage.press("3", "ArrowRight")
    expect(card(page)).to_contain_text("Which number comes to Y[0,0]?")
    names = [text[1:] for text in card(page).locator("[value=choice]").all_text_contents()]
    assert sorted(names) == ["19 and 37", "28", "44", "56"]
    assert violations(page) == []
    stage.press("f")
    stage.press(str(names.index("19 and 37") + 1))
    expect(card(page)).to_contain_text("The partial sums are stacked instead of added")
    expect(card(page).locator(".given")).to_contain_text("19 and 37")
    expect(card(page).locator(".truth")).to_contain_text("56")
    stage.expect_number("y 0 0 0", "56")
    card(page).get_by_role("button", name="Show where").click()
    both = page.get_by_role("dialog", name="Show where")
    expect(both.locator(".steps output")).to_have_text("9 / 9")  # only the total is another
    expect(both.locator('.right [data-cell="y 0 0 0"] text')).to_have_text("56")
    expect(both.locator('.wrong [data-cell="y 0 0 0"] text')).to_have_text("")
    stage.press("PageUp", "Escape")
    expect(both).to_have_count(0)
    stage.expect_step(1)
    stage.press("PageDown")
    expect(card(page)).to_contain_text("Which number comes to Y[0,1]?")
    stage.press("PageDown")  # a clicker has no digits: it reveals
    expect(card(page)).to_contain_text("It is 72")
    stage.press("PageUp")
    stage.expect_step(1)
    stage.press("ArrowRight")  # what is known is not asked again
    stage.expect_step(2)
    expect(card(page)).to_have_count(0)
    stage.press("Escape", "ArrowRight")
    card(page).get_by_role("button", name="Reveal").click()
    stage.expect_step(3)
    stage.saved()
    page.reload()
    stage.ready().expect_step(3)
    stage.expect_number("y 0 1 0", "104")
    stage.button("Predict first").click()
    expect(page).not_to_have_url(re.compile("predict"))
    stage.root.focus()
    stage.press("End")
    stage.expect_number("y 0 1 1", "120")


def test_a_number_is_typed_on_a_phone_in_the_dark(browser: Browser, app_url: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        color_scheme="dark",
        locale="zh-CN",
    )
    page = context.new_page()
    plain = Experiment(x=[[[1, 1], [1, 2]]], weight=np.ones((1, 1, 2, 2)))  # no mistake tells
    query = urlencode({"predict": "1", "g": "window", "s": link.encode(plain)})
    stage = Stage(page).open(f"{app_url}/play/?{query}")
    stage.button("下一步").tap()
    field = card(page).get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill("viele")
    field.press("Enter")
    expect(card(page).get_by_role("alert")).to_contain_text("viele")
    field.fill("4")
    field.press("Enter")
    expect(card(page).locator(".truth")).to_contain_text("5")
    stage.expect_number("y 0 0 0", "5")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for button in card(page).get_by_role("button").all():
        assert (button.bounding_box() or {"height": 0})["height"] >= 44
    context.close()
