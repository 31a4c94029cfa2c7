"""What stands in a page stays for newer data, and goes with its element."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from convviz.animation import animate
from convviz.player import player_js
from convviz.presets import presets

PAGE = """<!doctype html><main></main><script type="module">
{source}
globalThis.player = player
globalThis.data = {data}
</script>"""

# Streamlit calls again with newer data, and cleans up after the older call before the newer begins.
OVERTAKEN = """() => {
  const parentElement = document.querySelector("main")
  const call = () => player({ data, parentElement, setTriggerValue() {} })
  const clean = call()
  const stage = document.querySelector("[data-stage]")
  clean()
  const last = call()
  const same = document.querySelector("[data-stage]") === stage
  last() // in an element that stays there may come more
  const stays = stage.isConnected
  parentElement.remove()
  clean()
  return { same, stays, gone: !parentElement.children.length && !globalThis.convvizStep }
}"""


@pytest.fixture
def bare(page: Page) -> Page:
    """A page that holds the player and data for it, and shows nothing yet."""
    film = animate(presets()["d2l_two_in"])
    page.set_content(PAGE.format(source=player_js(), data=json.dumps(film.payload())))
    page.wait_for_function("() => globalThis.data")
    return page


def test_a_stage_stays_where_newer_data_overtake_older(bare: Page) -> None:
    assert bare.evaluate(OVERTAKEN) == {"same": True, "stays": True, "gone": True}
