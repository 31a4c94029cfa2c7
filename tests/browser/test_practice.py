"""Practice: typed as in a spreadsheet, judged by the server, counted in the browser."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from convviz.formats.numerals import exact
from convviz.lessons.exercises import exercise
from convviz.lessons.mistakes import mistakes
from tests.browser.test_access import violations

QUERY = "lang=en&kind=map&seed=5&level=2"
MAP = exercise("map", 5, 2)


def blanks(page: Page) -> Locator:
    return page.locator(".practice input[data-blank]")


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    expect(blanks(page).first).to_be_focused()
    return page


def typed(page: Page) -> list[str]:
    return [each.input_value() for each in blanks(page).all()]


@pytest.mark.parametrize("address", ["play/practice", "practice"])
def test_an_exercise_by_keyboard_from_wrong_to_right(
    page: Page, app_url: str, address: str
) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/convviz/practice"):
            sent.append(request.post_data or "")

    page.on("request", note)
    opened(page, f"{app_url}/{address}?{QUERY}")
    page.evaluate("localStorage.removeItem('convviz-practice')")
    numbers = [exact(value) for value in MAP.key.values()]
    assert all("answers" not in each for each in sent)
    for number in numbers[:-1]:  # Enter goes on, and at last checks
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    page.keyboard.type("7x")
    page.keyboard.press("Enter")
    expect(page.locator(".practice input.right")).to_have_count(3)
    expect(blanks(page).last).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".practice .card")).to_contain_text("7x")
    assert json.loads(sent[-1])["answers"]["y 0 1 1"] == "7x"
    blanks(page).last.fill(numbers[-1])
    page.keyboard.press("Enter")
    expect(page.locator(".practice .well")).to_be_visible()
    expect(page.get_by_role("button", name="Next exercise")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".practice input.right")).to_have_count(0)
    expect(blanks(page).first).to_be_focused()
    assert parse_qs(urlsplit(page.url).query)["seed"] == ["6"]
    # The first try was wrong; it is noted here, and nowhere else.
    kept = json.loads(page.evaluate("localStorage.getItem('convviz-practice')"))
    assert kept["kinds"] == {"map": [0, 1]} and kept["again"][0]["kind"] == "map"
    page.go_back()
    expect(page.locator("input[name=seed]")).to_have_value("5")


def test_arrows_a_pasted_block_and_the_numbers_at_last(page: Page, app_url: str) -> None:
    opened(page, f"{app_url}/play/practice?{QUERY}")
    page.keyboard.type("1")
    page.keyboard.press("ArrowRight")
    expect(blanks(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(blanks(page).nth(3)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(blanks(page).first).to_be_focused()
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer()
          clipboardData.setData("text", "1\\t2\\n3\\t-4")
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
        }"""
    )
    assert typed(page) == ["1", "2", "3", "-4"]
    page.reload()  # what was filled in is there again
    expect(blanks(page).last).to_have_value("-4")
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(".practice input.right")).to_have_count(4)
    assert MAP.check(dict(zip(MAP.blanks, typed(page), strict=True)))


def test_a_mistake_is_named_and_leads_to_its_step(page: Page, app_url: str) -> None:
    made = exercise("number", 5, 2)
    opened(page, f"{app_url}/play/practice?lang=en&kind=number&seed=5&level=2")
    sums = [exact(made.key[name]) for name in ("sum 0", "sum 1")]
    for text in (*sums, " and ".join(sums)):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    card = page.locator(".practice .card")
    expect(card).to_contain_text("The partial sums are stacked instead of added")
    card.get_by_role("link", name="Show the step").click()
    expect(page.locator("[data-stage]")).to_have_attribute("data-step", "27")
    page.go_back()
    expect(blanks(page).first).to_have_value(sums[0])
    assert made.position is not None
    wrong = mistakes()["one_slice"].answer(made.experiment, made.position)
    blanks(page).last.fill(f"{wrong:g}")
    page.keyboard.press("Enter")
    card.get_by_role("button", name="Show where").click()
    both = page.get_by_role("dialog", name="Show where")
    expect(both.locator(".steps output")).to_have_text("5 / 9")  # the first product of channel 1
    slices = [exact(made.experiment.weight[made.position[0], c, 0, 0]) for c in (0, 1)]
    for side, number in zip((".wrong", ".right"), slices, strict=True):  # the first slice again
        expect(both.locator(f'{side} [data-cell="k 0 1 0 0"] text')).to_have_text(number)
    assert violations(page) == []
    page.keyboard.press("ArrowRight")
    expect(both.locator(".steps output")).to_have_text("6 / 9")
    page.keyboard.press("Escape")
    expect(both).to_have_count(0)


def test_on_a_phone_in_the_dark_in_chinese(browser: Browser, app_url: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        color_scheme="dark",
        locale="zh-CN",
    )
    page = context.new_page()
    opened(page, f"{app_url}/play/practice?kind=mixing&seed=2&level=1")
    expect(page.locator("h1")).to_have_text("练习")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []
    for button in page.locator(".practice :is(button, select, input)").all():
        box = button.bounding_box()
        assert box is None or box["height"] >= 44
    context.close()


def test_nothing_is_wrong_for_those_who_listen(page: Page, app_url: str) -> None:
    for kind in ("number", "count", "build_kernel"):
        opened(page, f"{app_url}/play/practice?lang=en&kind={kind}&seed=2&level=1")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".practice .card").first).to_be_visible()
        assert violations(page) == [], kind


def test_the_answer_in_words_is_nowhere_before_it_is_asked_for(page: Page, app_url: str) -> None:
    made = exercise("two_kernels", 3, 2)
    answer, heard = str(made.answer), "**/convviz/practice"
    with page.expect_response(heard) as asked:
        opened(page, f"{app_url}/play/practice?lang=en&kind=two_kernels&seed=3&level=2")
    expect(page.locator("select[name=kind] option:checked")).to_have_text("Two kernels as one")
    expect(page.locator(".practice table")).to_have_count(3)
    with page.expect_response(heard) as judged:
        page.get_by_role("button", name="Check").click()
    expect(page.locator(".practice .card")).to_have_count(1)
    for seen in (asked.value.text(), judged.value.text(), page.content()):
        assert answer[:40] not in seen and '"key"' not in seen
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(".practice .card")).to_contain_text(answer)
    assert made.check(dict(zip(made.blanks, typed(page), strict=True)))
    assert violations(page) == []
    page.get_by_role("link", name="To the lesson").click()
    expect(page).to_have_url(re.compile(r"/receptive_field\?"))
