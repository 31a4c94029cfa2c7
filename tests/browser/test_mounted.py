"""What stands in a page stays for newer data, and goes with its element."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from convviz.player import player_js

PAGE = """<!doctype html><main></main><script type="module">
const source = new Blob([{source}], {{ type: "text/javascript" }})
globalThis.player = (await import(URL.createObjectURL(source))).default
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

# Streamlit at times takes the stage away and puts another, also while it presents.
ANEW = """() => {
  const [first, second] = [document.querySelector("main"), document.createElement("div")]
  const told = []
  const call = parentElement => player({ data, parentElement,
    setTriggerValue: (name, value) => told.push([name, value]) })
  const clean = call(first)
  const press = key => {
    let at = document.activeElement
    at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
  }
  document.querySelector("[data-stage]").focus()
  for (const key of ["f", "e", "ArrowDown", "ArrowRight"]) press(key)
  first.remove()
  clean()
  document.body.append(second)
  const sent = told.length
  call(second)
  const stage = second.querySelector("[data-stage]")
  return { presents: stage.classList.contains("present"),
    chosen: document.activeElement.textContent, again: told.slice(sent) }
}"""


def text(value: object) -> str:
    """A value as it stands in a script of a page."""
    return json.dumps(value).replace("</", "<\\/")


@pytest.fixture
def bare(page: Page) -> Page:
    """A page that holds the player and data for it, and shows nothing yet."""
    film = animate(presets()["d2l_two_in"])
    page.set_content(PAGE.format(source=text(player_js()), data=text(film.payload())))
    page.wait_for_function("() => globalThis.data")
    return page


def test_a_stage_stays_where_newer_data_overtake_older(bare: Page) -> None:
    assert bare.evaluate(OVERTAKEN) == {"same": True, "stays": True, "gone": True}


def test_a_stage_that_is_put_anew_presents_and_has_what_was_chosen(bare: Page) -> None:
    choices = {"examples": [["a", "A"]], "example": "a", "numbers": [["c_in", "Inputs", 2, 1, 8]]}
    bare.evaluate("choices => { data.choices = choices }", choices)
    assert bare.evaluate(ANEW) == {
        "presents": True,
        "chosen": "Inputs−3+",
        "again": [["choice", [[1, "c_in", 3]]]],
    }
