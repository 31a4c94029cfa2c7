"""Colours as the screen shows them: contrast in both themes, a lit room, other colour visions."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any, TypedDict

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from convviz.drawing import style
from convviz.formats import link, numerals
from convviz.lessons.presets import presets
from tests.browser.stage import STAGE_PAGES, Stage
from tests.browser.visits import Visit
from tests.colours import WHITE, Floats, ciede2000, contrast, rgb, room_flare

DILATED = f"/play/geometry?s={link.encode(presets()['dilation_2'])}"
APART = 15.0  # CIEDE2000
BLACK = np.zeros(3)

# Every text that is seen in the stage, its colour, and the colour of what lies right behind it.
TEXTS = """root => {
  const shown = element => element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })
  const paint = element => getComputedStyle(element)
  const behind = element => {
    for (let host = element; host; host = host.parentElement ?? host.getRootNode().host) {
      const colour = paint(host).backgroundColor
      if (colour !== "rgba(0, 0, 0, 0)") return colour
    }
  }
  const svg = root.querySelector(":scope > svg")
  const boxes = [...svg.querySelectorAll("rect")]
    .filter(box => shown(box) && paint(box).fill !== "none")
    .map(box => ({ box, at: box.getBoundingClientRect(), fill: paint(box).fill }))
  const found = []
  for (const text of svg.querySelectorAll("text, tspan")) {
    const own = [...text.childNodes].filter(n => n.nodeType === 3 && n.data.trim())
    if (!own.length || !shown(text)) continue
    const { x, y, width, height } = text.getBoundingClientRect()
    if (!width) continue // of a part that has no place on this board
    const [middle, centre] = [x + width / 2, y + height / 2]
    const under = boxes.filter(({ box, at }) =>
      at.left <= middle && middle <= at.right && at.top <= centre && centre <= at.bottom &&
      box.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)
    found.push({ text: text.textContent, colour: paint(text).fill,
      behind: under.at(-1)?.fill ?? behind(svg), digits: Boolean(text.closest(".cell, .chip")) })
  }
  for (const element of root.querySelectorAll(":scope *:not(svg *, style)")) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim())
    if (own && shown(element) && !element.disabled)
      found.push({ text: element.textContent, colour: paint(element).color,
        behind: behind(element), digits: false })
  }
  return found
}"""

# The outlines that mark the step: their colour, and the halo that they stand on, if any.
OUTLINES = """root => [...root.querySelectorAll(".pin, .tap, [data-product]:not(.rim) > rect")]
  .filter(box => box.checkVisibility() && box.getBoundingClientRect().width)
  .filter(box => parseFloat(getComputedStyle(box).strokeWidth) >= 3)
  .map(box => {
    const [under, style] = [box.previousElementSibling, getComputedStyle(box)]
    const halo = under?.classList.contains("halo") ? getComputedStyle(under) : null
    const wider = halo && parseFloat(halo.strokeWidth) > parseFloat(style.strokeWidth)
    return { colour: style.stroke, halo: wider ? halo.stroke : null }
  })"""


class Text(TypedDict):
    """A text on the screen and its colours."""

    text: str
    colour: str
    behind: str
    digits: bool


class Outline(TypedDict):
    """An outline of the current step and its colours."""

    colour: str
    halo: str | None


def opened(visit: Visit, url: str, theme: str) -> Stage:
    stage = visit(url)
    stage.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    dark = re.compile(r"\bdark\b")
    if theme == "dark":
        expect(stage.root).to_have_class(dark)
    else:
        expect(stage.root).not_to_have_class(dark)
    return stage.settle()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", STAGE_PAGES)
def test_every_text_is_read_on_what_lies_behind_it(
    visit: Visit, app_url: str, address: str, theme: str
) -> None:
    stage = opened(visit, app_url + address, theme)
    digits = 0
    for keys in (["1"], ["End"], ["f"], ["Home"]):
        stage.press(*keys)
        stage.settle()
        texts: list[Text] = stage.root.evaluate(TEXTS)
        digits += sum(text["digits"] for text in texts)
        for text in texts:
            colour, behind = rgb(text["colour"]), rgb(text["behind"])
            assert contrast(colour, behind) >= 4.5, (keys, text)
            if text["digits"]:
                assert contrast(colour, behind, room_flare()) >= 4.5, (keys, text)
    assert digits >= 20


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", [*STAGE_PAGES, DILATED])
def test_the_outline_of_the_step_is_seen_on_every_tile(
    visit: Visit, app_url: str, address: str, theme: str
) -> None:
    stage = opened(visit, app_url + address, theme)
    stage.press("1", "ArrowRight")  # products have outlines of their own on some pages
    outlines: list[Outline] = stage.root.evaluate(OUTLINES)
    assert outlines
    for outline in outlines:
        colour, halo = rgb(outline["colour"]), outline["halo"]
        around = [rgb(halo)] if halo else [rgb(tile) for tile in style.TILES]
        assert all(contrast(colour, behind) >= 3 for behind in around), outline


# The outline of every cell that is seen, while it has the focus, its tile, and the outline's width.
FOCUSED_CELLS = """root => [...root.querySelectorAll("[data-cell]")]
  .map(cell => [cell, cell.querySelector("rect")])
  .filter(([, box]) => box.checkVisibility() && box.getBoundingClientRect().width)
  .map(([cell, box]) => {
    cell.focus()
    const { stroke, fill, strokeWidth } = getComputedStyle(box)
    return [stroke, fill, parseFloat(strokeWidth)]
  })"""

# The outline of every control of the bar and of the stage itself, while it has the focus.
FOCUSED_CONTROLS = """root => [root, ...root.querySelectorAll(".bar :is(button, input):enabled")]
  .filter(control => control.checkVisibility())
  .map(control => {
    control.focus()
    const { outlineStyle, outlineColor } = getComputedStyle(control)
    return [outlineStyle, outlineColor]
  })"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/play/multi_output", "/multi_output"])
def test_the_focus_is_seen_on_every_tile_and_on_every_control(
    visit: Visit, app_url: str, address: str, theme: str
) -> None:
    stage = opened(visit, app_url + address, theme)
    stage.press("Shift")  # the keyboard is in use: focus is shown
    cells = stage.root.evaluate(FOCUSED_CELLS)
    for stroke, fill, width in cells:
        assert contrast(rgb(stroke), rgb(fill)) >= 3, (stroke, fill)
        assert width >= 3
    assert len({fill for _, fill, _ in cells}) >= 5  # tiles, and cells that are still empty
    stage.press("Escape", "Shift")
    paper = stage.root.locator(".bar").evaluate("bar => getComputedStyle(bar).backgroundColor")
    controls = stage.root.evaluate(FOCUSED_CONTROLS)
    assert len(controls) >= 12
    for drawn, colour in controls:
        assert drawn == "solid"
        assert contrast(rgb(colour), rgb(paper)) >= 3, colour


def pixels(page: Page) -> Floats:
    """What the screen shows, rows by columns by red, green and blue."""
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), dtype=float)


def tile_colour(picture: Floats, cell: Locator) -> Floats:
    """Colour of a tile beside its digits and inside its outlines."""
    box = cell.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.2
    colour: Floats = picture[round(y), round(x)]
    return colour


@pytest.fixture
def signed(visit: Visit, app_url: str) -> Stage:
    """A lesson whose first kernel holds both ends of its scale, and a quarter of both."""
    k = presets()["d2l_two_in"].weight.copy()
    k[0, 0] = [[4, -4], [1, -1]]
    experiment = presets()["d2l_two_in"].replace(weight=k)
    stage = visit(f"{app_url}/play/?s={link.encode(experiment)}")
    stage.press("ArrowRight")
    return stage.settle()


@pytest.fixture
def see_as(signed: Stage) -> Iterator[Callable[[str], Floats]]:
    """What the screen shows to another colour vision."""
    session = signed.page.context.new_cdp_session(signed.page)

    def look(vision: str) -> Floats:
        session.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})
        signed.settle()
        return pixels(signed.page)

    yield look
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
    session.detach()


@pytest.mark.parametrize("vision", ["none", "deuteranopia", "protanopia", "tritanopia"])
def test_a_quarter_and_its_negative_are_apart_for_every_colour_vision(
    signed: Stage, see_as: Callable[[str], Floats], vision: str
) -> None:
    whole = pixels(signed.page)
    picture = see_as(vision)
    assert (vision == "none") == np.array_equal(whole, picture)  # the browser does emulate it
    for plus, minus, least in (("0 0", "0 1", 21), ("1 0", "1 1", APART)):
        colours = [tile_colour(picture, signed.cell(f"k 0 0 {at}")) for at in (plus, minus)]
        assert ciede2000(*colours) >= least


def test_in_grey_signs_channels_and_the_window_are_told_apart(
    signed: Stage, see_as: Callable[[str], Floats]
) -> None:
    picture = see_as("achromatopsia")
    assert np.ptp(picture, axis=-1).max() <= 1  # no colour is left
    # A number and its negative are about as light: the sign is what says it.
    assert signed.cell("k 0 0 0 1").locator("text").text_content() == "−4"
    for channel in ("₀", "₁"):
        for tensor in "XK":
            name = signed.root.locator("text.label", has_text=f"{tensor}{channel}")
            expect(name).to_be_visible()
    # The window: its outline's darkest pixel at the left edge beside its halo, and the tile.
    box = signed.root.locator('[data-slot="window 0"] .pin').bounding_box()
    assert box is not None
    row, left = round(box["y"] + box["height"] / 2), round(box["x"])
    across = picture[row, left - 8 : left + 9]
    outline, halo = across[across.sum(axis=-1).argmin()], across.max(axis=0)
    assert np.array_equal(halo, WHITE)
    assert contrast(outline, halo) >= 3


@pytest.mark.parametrize("address", STAGE_PAGES)
def test_a_negative_number_that_is_written_has_its_minus(
    visit: Visit, app_url: str, address: str
) -> None:
    """Where a cell is too small for digits, hovering over it says the number."""
    stage = visit(app_url + address)
    stage.press("End")
    cells: list[dict[str, Any]] = stage.root.locator(".cell:has(> rect[fill])").evaluate_all(
        """(cells, tiles) => cells.map(cell => {
          const [box, text] = cell.children
          return { name: cell.dataset.cell ?? cell.dataset.slot, text: text.textContent,
            tile: tiles.indexOf(box.getAttribute("fill")),
            tip: cell.querySelector("title")?.textContent ?? "",
            written: getComputedStyle(text).display !== "none" }
        })""",
        list(style.TILES),
    )
    assert cells
    for cell in cells:
        said = cell["text"] if cell["written"] and cell["text"] else cell["tip"] or cell["text"]
        assert (cell["tile"] < 3) <= said.startswith(numerals.MINUS), cell
        assert "-" not in said
