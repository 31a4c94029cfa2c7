"""What is saved is what the screen shows, asked for by keys; it costs nobody else anything."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page, expect

import convviz as cv
from convviz.drawing.arrangement import Arrangement
from convviz.export.standalone import AROUND
from convviz.formats.link import from_json
from convviz.words import use
from tests.browser.stage import Stage
from tests.browser.test_access import violations

# The stage's own drawing, at the size that a file has.
ALONE = """([width, height]) => {
  const picture = document.querySelector("[data-stage] > svg")
  picture.style.cssText = `position: fixed; left: 0; top: 0; z-index: 9; background: var(--paper);
    width: ${width}px; height: ${height}px; max-width: none; max-height: none`
  dispatchEvent(new Event("resize"))
}"""
APART = 48  # of 255: more than the edges of the same letter, drawn by two programs, differ by most
SAME, ALIKE, OTHER = 0.008, 0.016, 0.02  # shares of the dots that are so far apart


def dots(png: bytes) -> NDArray[np.int_]:
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"), dtype=int)


def apart(one: NDArray[np.int_], other: NDArray[np.int_]) -> float:
    height, width = (min(one.shape[axis], other.shape[axis]) for axis in (0, 1))
    off = np.abs(one[:height, :width] - other[:height, :width]).max(axis=2)
    return float((off > APART).mean())


@pytest.mark.parametrize(
    ("scene", "step", "dark", "lang", "arrangement"),
    [
        ("multi_input", 3, False, "en", "wide"),
        ("multi_output", 5, True, "zh", "wide"),
        ("multi_input", 3, True, "zh", "narrow"),
        ("matrix", 5, False, "zh", "present"),
    ],
)
def test_a_file_looks_like_the_screen(
    browser: Browser,
    tmp_path: Path,
    scene: str,
    step: int,
    dark: bool,
    lang: str,
    arrangement: Arrangement,
) -> None:
    use(lang)
    try:
        film = cv.animate(cv.presets()["d2l_two_in"], scene)
        film.to_html(tmp_path / "film.html")
        (tmp_path / "film.svg").write_bytes(cv.export(film, "svg", step, dark, arrangement))
        png, later = (
            dots(cv.export(film, "png", each, dark, arrangement, scale=1))[
                int(AROUND) :, int(AROUND) :
            ]
            for each in (step, step + 1)
        )
    finally:
        use(None)
    width, height = film.sizes[arrangement]
    context = browser.new_context(
        viewport={"width": 390 if arrangement == "narrow" else 1920, "height": 1080},
        color_scheme="dark" if dark else "light",
    )
    try:
        page = context.new_page()
        stage = Stage(page).open((tmp_path / "film.html").as_uri())
        stage.press(*["f"] * (arrangement == "present"), *["ArrowRight"] * step)
        page.evaluate(ALONE, [width, height])
        stage.settle()
        screen = dots(page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height}))
        page.goto((tmp_path / "film.svg").as_uri())
        place = {"x": AROUND, "y": AROUND, "width": width, "height": height}
        drawing = dots(page.screenshot(clip=place))  # type: ignore[arg-type] # floats of a place
    finally:
        context.close()
    assert apart(drawing, screen) < SAME
    assert apart(png, screen) < ALIKE
    assert apart(later, screen) > OTHER  # so much is a step


def test_a_picture_is_saved_and_copied_by_keys(page: Page, app_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    stage = Stage(page).open(f"{app_url}/multi_output?lang=en&step=5&g=channel")
    stage.settle()
    assert not [url for url in asked if "/save-" in url or "/convviz/export" in url]
    stage.root.focus()
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Save")
    expect(dialog.get_by_label("Format")).to_be_focused()
    assert violations(page) == []
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save").press("Enter")
    assert download.value.suggested_filename == "convviz_multi_output_d2l_three_out_step5.png"
    saved = dots(Path(download.value.path()).read_bytes())
    film = cv.animate(cv.presets()["d2l_three_out"], "multi_output")
    np.testing.assert_array_equal(saved, dots(cv.export(film, "png", 5)))

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog.get_by_role("button", name="Copy picture").click()
    expect(dialog.get_by_role("status")).to_contain_text("Copied")
    kinds = page.evaluate("async () => (await navigator.clipboard.read())[0].types")
    assert "image/png" in kinds
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    stage.expect_step(5)
    page.keyboard.press("ArrowRight")
    stage.expect_step(6)


def test_an_edited_lesson_is_saved_and_what_takes_long_is_given_up(
    page: Page, app_url: str
) -> None:
    stage = Stage(page).open(f"{app_url}/play/?lang=zh")
    stage.edit("x 0 0 0", "7")
    stage.expect_number("x 0 0 0", "7")
    stage.button("保存").click()
    dialog = page.get_by_role("dialog", name="保存")
    dialog.get_by_label("格式").select_option("json")
    expect(dialog.get_by_label("倍率")).to_be_hidden()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="保存").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert from_json(text)[0].x[0, 0, 0] == json.loads(text)["x"][0][0][0] == 7

    dialog.get_by_label("格式").select_option("webp")
    dialog.get_by_label("倍率").select_option("4")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("progressbar", name="进度")).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("button", name="取消").click()
    expect(dialog.get_by_role("status")).to_have_text("已取消：没有保存任何内容。")
    expect(dialog.get_by_role("button", name="保存")).to_be_enabled()


def test_a_page_of_its_own_has_no_server_to_save_by(exported: Callable[..., Stage]) -> None:
    stage = exported(cv.animate(cv.presets()["d2l_two_in"]))
    expect(stage.button("Play")).to_be_visible()
    expect(stage.button("Save")).to_have_count(0)
    stage.press("s")
    expect(stage.page.get_by_role("dialog")).to_have_count(0)
