"""Following along: what a phone in the last row reads from the screen opens the same state."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage

# A screen 2.5 m wide, 10 m away: 70 degrees of view are 14 m wide there, and 4,000 pixels.
SEEN_WIDTH = 700


@pytest.fixture
def stage(page: Page, app_url: str) -> Stage:
    page.set_viewport_size({"width": 1920, "height": 1080})
    return Stage(page).open(app_url)


def code(stage: Stage) -> Locator:
    return stage.root.get_by_role("img", name="QR code of the link")


def panel(stage: Stage) -> Locator:
    return stage.root.get_by_role("dialog", name="Follow along")


def note(stage: Stage) -> Locator:
    return panel(stage).get_by_role("status")


def read(stage: Stage, width: int = SEEN_WIDTH) -> str:
    """What a camera reads from the screen."""
    expect(code(stage)).to_be_visible()
    expect(code(stage)).to_have_js_property("complete", True)
    screen = Image.open(io.BytesIO(stage.page.screenshot())).convert("L")
    photo = screen.resize((width, width * screen.height // screen.width), Image.Resampling.BOX)
    (found,) = zxingcpp.read_barcodes(photo)
    return found.text


def set_address(stage: Stage, text: str) -> None:
    field = stage.root.get_by_label("Address that others reach")
    field.fill(text)
    field.press("Enter")


def test_the_code_opens_exactly_this_state(stage: Stage, app_url: str) -> None:
    stage.edit("x 0 0 0", "7")
    stage.expect_number("x 0 0 0", "7")
    stage.press("Escape", "3", "ArrowRight", "ArrowRight")
    stage.expect_step(2)
    stage.press("f", "q")
    set_address(stage, app_url)
    link = read(stage)
    assert link.startswith(app_url)
    assert "present" not in link
    numbers = stage.numbers("")
    student = Stage(stage.page.context.new_page()).open(link)
    student.expect_step(2)
    assert student.numbers("") == numbers
    student.page.close()


def test_the_code_takes_the_address_that_is_set_and_the_path_of_the_page(
    page: Page, app_url: str
) -> None:
    stage = Stage(page).open(f"{app_url}/pooling?lang=en")
    stage.press("q")
    set_address(stage, "https://conv.example.org/class")
    parts = urlsplit(read(stage, 1366))
    assert (parts.netloc, parts.path) == ("conv.example.org", "/class/play/pooling")
    page.reload()
    stage.ready().press("q")
    expect(stage.root.get_by_label("Address that others reach")).to_have_value(
        "https://conv.example.org/class"
    )


def test_what_is_no_address_is_refused_and_the_code_stays(stage: Stage) -> None:
    stage.press("q")
    set_address(stage, "http://192.0.2.9:8501")
    before = code(stage).get_attribute("src")
    for text in ("conv.example.org", "javascript:alert(1)", "http://", "http://a b"):
        set_address(stage, text)
        expect(note(stage)).to_contain_text(text)
        assert code(stage).get_attribute("src") == before


@pytest.mark.parametrize("forbidden", ["getItem", "setItem"])
def test_an_address_holds_where_the_browser_keeps_nothing(
    page: Page, app_url: str, forbidden: str
) -> None:
    """Of a browser without storage, and of one whose storage is full."""
    deny = "() => { throw new DOMException('denied', 'SecurityError') }"
    page.add_init_script(f"Storage.prototype.setItem = Storage.prototype.{forbidden} = {deny}")
    stage = Stage(page).open(app_url)
    field = stage.root.get_by_label("Address that others reach")
    stage.press("q")
    set_address(stage, "https://conv.example.org/class")
    assert read(stage, 1366).startswith("https://conv.example.org/class")
    stage.press("Escape", "ArrowRight", "q")
    expect(field).to_have_value("https://conv.example.org/class")
    set_address(stage, "")
    expect(note(stage)).to_contain_text("works on this computer only")


def test_a_link_that_the_browser_does_not_copy_is_selected(stage: Stage) -> None:
    stage.press("q")
    set_address(stage, "http://192.0.2.9:8501")
    stage.page.evaluate(
        "() => { navigator.clipboard.writeText = async () => { throw new Error('denied') } }"
    )
    stage.root.get_by_role("button", name="Copy the link").click()
    expect(note(stage)).to_contain_text("The link is selected")
    selected = stage.page.evaluate("() => getSelection().toString()")
    assert selected == panel(stage).locator(".link").text_content()
    expect(stage.root.get_by_role("button", name="Copied")).to_have_count(0)


def test_a_link_that_the_mouse_selects_to_beyond_its_end_stays(stage: Stage) -> None:
    stage.press("q")
    set_address(stage, "http://192.0.2.9:8501")
    link, around = panel(stage).locator(".link").bounding_box(), panel(stage).bounding_box()
    assert link is not None and around is not None
    mouse = stage.page.mouse
    mouse.move(link["x"] + 5, link["y"] + 5)
    mouse.down()
    mouse.move(around["x"] + around["width"] - 4, link["y"] + 10, steps=4)
    mouse.up()
    expect(panel(stage)).to_be_visible()
    assert stage.page.evaluate("() => getSelection().toString()").startswith("http")
    mouse.click(around["x"] + around["width"] - 4, link["y"] + 10)
    expect(panel(stage)).to_be_hidden()


def test_a_link_that_is_too_long_is_not_drawn_but_can_be_copied(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/?{'x' * 2000}=1")
    stage.press("q")
    set_address(stage, "http://192.0.2.9:8501")
    expect(note(stage)).to_contain_text("too long")
    expect(code(stage)).to_be_hidden()
    expect(stage.root.get_by_role("button", name="Copy the link")).to_be_enabled()


@pytest.mark.parametrize("key", ["Escape", "q", "PageDown", "PageUp", " ", "ArrowRight"])
def test_any_key_takes_the_code_away_and_does_nothing_else(stage: Stage, key: str) -> None:
    stage.press("ArrowRight", "f", "q")
    expect(panel(stage)).to_be_visible()
    stage.press(key)
    expect(panel(stage)).to_be_hidden()
    expect(stage.root).to_have_class(re.compile(r"\bpresent\b"))
    stage.expect_step(1)


def test_a_key_that_is_half_of_one_leaves_the_code(stage: Stage) -> None:
    stage.press("f", "q")
    stage.press("Shift", "Control", "Control+c")
    expect(panel(stage)).to_be_visible()


def test_it_closes_by_mouse_too(stage: Stage) -> None:
    stage.button("Follow along").click()
    expect(panel(stage)).to_be_visible()
    stage.root.get_by_role("button", name="Close").click()
    expect(panel(stage)).to_be_hidden()
    stage.button("Follow along").click()
    stage.page.mouse.click(5, 5)
    expect(panel(stage)).to_be_hidden()


def test_a_server_that_nobody_else_reaches_says_so(stage: Stage) -> None:
    stage.press("q")  # it listens on 127.0.0.1 here
    expect(note(stage)).to_contain_text("works on this computer only")
    expect(code(stage)).to_be_hidden()
    expect(stage.root.get_by_role("button", name="Copy the link")).to_be_disabled()


def test_a_code_is_asked_for_with_a_link(page: Page, app_url: str) -> None:
    answer = page.request.get(f"{app_url}/convviz/qr.svg", params={"link": "https://example.org"})
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text().startswith("<svg")
    assert page.request.get(f"{app_url}/convviz/qr.svg").status == 400
