"""The page of pictures in a browser: the window, its lesson and back; pictures of one's own."""

from __future__ import annotations

import base64
import re

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage
from tests.browser.test_access import violations
from tests.formats.test_image import COLOURS, file

DATA = base64.b64encode(file(Image.fromarray(COLOURS).resize((60, 40)))).decode()
# What a browser tells of a file that is dropped, or pasted.
HAND_OVER = """([data, name, type]) => {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0))
  const transfer = new DataTransfer()
  transfer.items.add(new File([bytes], "mine.png", { type }))
  const told = { bubbles: true, cancelable: true, dataTransfer: transfer, clipboardData: transfer }
  const Kind = name === "drop" ? DragEvent : ClipboardEvent
  document.dispatchEvent(new Kind(name, told))
}"""


def opened(page: Page, query: str = "picture=shapes&kernels=sobel&lang=en") -> Locator:
    page.goto(f"/images?{query}")
    desk = page.locator(".convviz.images")
    expect(desk.locator(".added li")).not_to_have_count(0)
    return desk


def equation(desk: Locator) -> str:
    return desk.locator(".sum").text_content() or ""


def test_arrows_move_the_window_enter_opens_its_lesson_and_back_returns(page: Page) -> None:
    desk = opened(page, "picture=shapes&kernels=sobel&lang=en&at=1.1.16.40")
    picture = desk.get_by_role("application").last
    expect(desk.locator(".sum")).to_have_text(re.compile(r"^Y\[1, 16, 40\] = "))
    picture.press("ArrowDown")
    picture.press("Shift+ArrowRight")
    expect(desk.locator(".sum")).to_have_text(re.compile(r"^Y\[1, 17, 50\] = "))
    said = equation(desk)
    total = said.rpartition("= ")[2]
    patch = desk.locator(".channel").first.locator("table").first.locator("td").all_text_contents()
    picture.press("Enter")
    stage = Stage(page).ready()
    assert re.search(r"/multi_output\?.*s=1\.", page.url)
    assert stage.numbers("x 0") == patch
    stage.press("End")
    stage.expect_number("y 1 0 0", total)
    page.go_back()
    expect(desk.locator(".sum")).to_have_text(said)
    assert "at=1.1.17.50" in page.url
    # The mouse: pointing moves it, a click opens it.
    box = desk.locator("figure.reads img").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
    expect(desk.locator(".sum")).to_have_text(re.compile(r"^Y\[1, 7\d, 5\d\] = "))
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
    expect(page).to_have_url(re.compile("/multi_output"))
    Stage(page).ready()


def test_a_weight_in_the_grid_changes_the_maps(page: Page) -> None:
    desk = opened(page)
    before = desk.locator("figure.writes img").get_attribute("src")
    field = desk.get_by_role("textbox", name="Kernel 0, channel 0, row 0, column 0")
    field.fill("9")
    field.press("Enter")
    expect(page.get_by_text("Change any weight in the grid")).to_be_visible()
    expect(desk.locator("figure.writes img")).not_to_have_attribute("src", before or "")
    expect(field).to_have_value("9")
    assert "kernels=own" in page.url


def test_a_picture_is_chosen_dropped_or_pasted_and_a_broken_one_refused(page: Page) -> None:
    desk = opened(page)
    status = desk.locator(".status")
    chooser = desk.locator("input[type=file]")
    chooser.set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture at all"}
    )
    expect(status).to_contain_text("This is no picture that can be read")
    large = Image.linear_gradient("L").resize((2000, 500))
    chooser.set_input_files({"name": "b.png", "mimeType": "image/png", "buffer": file(large)})
    expect(status).to_contain_text("Scaled from 2000×500 to 1024×256 pixels")
    expect(page.get_by_role("combobox", name="Picture")).to_have_value("Your picture")
    expect(page).to_have_url(re.compile(r"picture=k"))
    first = re.findall(r"picture=(k\.[\w-]{24})", page.url)[0]
    for way in ("drop", "paste"):
        page.evaluate(HAND_OVER, [DATA, way, "image/png"])
        expect(page).to_have_url(re.compile(rf"picture=(?!{re.escape(first)})k\.[\w-]{{24}}"))
        expect(desk.locator("figure.reads img")).to_have_js_property("naturalWidth", 60)
        page.get_by_role("button", name="Choose a picture").focus()
    page.reload()  # the address finds it
    expect(desk.locator("figure.reads img")).to_have_js_property("naturalWidth", 60)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_a_phone(page: Page, theme: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    desk = opened(page, "kernels=eight&lang=zh")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = desk.evaluate(
        "root => [...root.querySelectorAll('*')]"
        ".filter(e => e.getBoundingClientRect().right > 391).map(e => e.outerHTML.slice(0, 80))"
    )
    assert wide == []
    expect(desk).to_have_class(re.compile(r"\bdark\b") if theme == "dark" else "convviz images")


def test_a_file_of_numbers_becomes_kernels_and_a_picture_a_picture(page: Page) -> None:
    desk = opened(page)
    page.get_by_text("File", exact=True).click()
    panel = page.locator(".convviz.opening")
    expect(panel.get_by_role("button", name="Choose a file")).to_be_visible()
    assert violations(page) == []
    numbers = base64.b64encode(b"0 0 0\n0 3 0\n0 0 0\n").decode()
    page.evaluate(HAND_OVER.replace("mine.png", "mine.tsv"), [numbers, "drop", "text/plain"])
    expect(panel.get_by_role("status")).to_have_text("mine.tsv: 1 tensor")
    page.get_by_role("button", name="Use as kernels K").press("Enter")
    expect(panel).to_have_count(0)
    expect(desk.locator("section:has(> h2)").last.locator("li")).to_have_count(1)
    assert "kernels=own" in page.url
    page.get_by_text("File", exact=True).click()
    expect(panel).to_be_visible()
    page.evaluate(HAND_OVER, [DATA, "drop", "image/png"])
    chooser = page.get_by_label("Picture", exact=True).first  # the one before may still stand below
    expect(chooser).to_have_value("Your picture")
    expect(page).to_have_url(re.compile(r"(?=.*kernels=own)(?=.*picture=k\.)"))


def test_the_pictures_are_presented(page: Page) -> None:
    desk = opened(page, "picture=shapes&kernels=corners&lang=en&at=1.0.9.9")
    page.keyboard.press("f")
    expect(desk).to_have_class(re.compile(r"\bpresent\b"))
    page.wait_for_function("document.fullscreenElement")
    assert violations(page) == []
    choosers = page.locator(".st-key-choosers")
    inert = "element => Boolean(element.closest('[inert]'))"
    assert choosers.evaluate(inert), "nothing around it is read"
    page.keyboard.press("PageDown")
    expect(desk.locator(".sum")).to_have_text(re.compile(r"^Y\[1, 9, 9\] = "))
    page.keyboard.press("ArrowDown")
    expect(desk.locator(".sum")).to_have_text(re.compile(r"^Y\[1, 10, 9\] = "))
    page.keyboard.press("b")
    expect(desk.locator(".blank")).to_be_visible()
    page.keyboard.press("PageDown")  # brings the picture back, and does nothing else
    expect(desk.locator(".blank")).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("n")
    expect(desk.locator(".sum")).to_have_text(re.compile(r"^Z\[0, "))
    page.keyboard.press("PageUp")
    expect(desk.locator(".sum")).to_have_text(re.compile(r"^Y\[3, "))
    page.keyboard.press("Escape")
    expect(desk).not_to_have_class(re.compile(r"\bpresent\b"))
    page.wait_for_function("!document.fullscreenElement")
    assert not choosers.evaluate(inert)
