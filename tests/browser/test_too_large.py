"""Numbers that no address has room for are in it by a name: a link shows them, and it is said."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats import link
from convviz.formats.numerals import exact
from convviz.formats.packing import MAX_TEXT
from tests.browser.stage import Stage
from tests.browser.test_leaving import delivered, lesson_link

ROOM = 2500  # characters: one channel of X with all its decimals takes more


def nearly() -> tuple[Experiment, np.ndarray]:
    """The largest sizes with an address nearly full, and a channel that it has no room for."""
    rng = np.random.default_rng(5)
    x, weight = np.zeros((8, 12, 12)), np.zeros((8, 8, 7, 7))
    for kernel in weight:
        for channel in kernel:
            channel[:] = rng.normal(size=(7, 7))
            full = Experiment(x=x, weight=weight)
            if len(link.encode(full)) > MAX_TEXT - ROOM // 2:
                return full, rng.normal(size=(12, 12)) + 1e-9
    raise AssertionError("all of it has room")


@pytest.mark.parametrize("address", ["multi_output", "matrix"])
def test_too_large_for_an_address(page: Page, app_url: str, address: str) -> None:
    full, channel = nearly()
    with pytest.raises(ExperimentError):
        link.encode(full.replace(x=np.concatenate([channel[None], full.x[1:]])))
    stage = Stage(page).open(f"{app_url}/{address}?lang=en&s={link.encode(full)}").settle()
    block = "\n".join("\t".join(map(repr, row)) for row in channel.tolist())
    cell, label = stage.cell("x 0 0 0"), re.compile(re.escape(exact(channel[0, 0].item())) + "$")
    stage.paste("x 0 0 0", block)
    note = page.get_by_text("An address has no room for these numbers").first
    expect(note).to_be_visible()
    delivered(stage)
    expect(cell).to_have_attribute("aria-label", label)
    stage.press("Escape", "PageDown")
    stage.expect_step(1)
    page.get_by_text("Tables", exact=True).click()
    expect(page.locator(".convviz-tables").first).to_be_visible()
    lesson_link(stage, "Cost")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cost")
    stage.settle()
    expect(note).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.go_back()
    expect(stage.root).to_have_attribute("data-stage", address)
    stage.settle().saved()
    expect(note).to_be_visible()
    expect(cell).to_have_attribute("aria-label", label)
    shared = page.url
    assert len(shared) < 200
    stage.root.focus()
    stage.press("Control+z")
    expect(note).to_have_count(0)
    stage.expect_number("x 0 0 0", "0")
    light = shared.replace(f"/{address}?", f"/play/{address}?")
    for url in (shared, light):  # a copied link, and the one of a QR code
        stage.open(url).settle()
        expect(cell).to_have_attribute("aria-label", label)
        expect(note).to_be_visible()
