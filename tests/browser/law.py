"""The law of frames: what the player shows at a step is the still that Python draws of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

ROOMY: ViewportSize = {"width": 3000, "height": 2200}  # room for the longest form of all numbers

# Two pictures are the same in elements, attributes and text, but for what the player adds for
# pointing and for the keyboard. They are compared where they are: texts of all steps are large.
COMPARE = """() => {
  const ADDED = /^(tabindex|role|aria-.*|data-(uses|marked|changed)|xmlns)$/
  const seen = new Map() // names of attributes: whether they are added
  const added = name => {
    if (!seen.has(name)) seen.set(name, ADDED.test(name))
    return seen.get(name)
  }
  const parts = node => [...node.childNodes].filter(part => part.nodeType === Node.TEXT_NODE
    ? part.data : part.nodeType === Node.ELEMENT_NODE && part.tagName !== "style")
  const difference = (live, still) => {
    if (live.nodeName !== still.nodeName) return `${live.nodeName} for ${still.nodeName}`
    if (live.nodeType === Node.TEXT_NODE)
      return live.data === still.data ? "" : `“${live.data}” for “${still.data}”`
    let count = 0
    for (const { name, value } of live.attributes) if (!added(name)) {
      count++
      if (still.getAttribute(name) !== value)
        return `${live.outerHTML.slice(0, 200)}: ${name} for ${still.getAttribute(name)}`
    }
    for (const { name } of still.attributes) if (!added(name)) count--
    if (count) return `${live.outerHTML.slice(0, 200)} for ${still.outerHTML.slice(0, 200)}`
    return inside(live, still)
  }
  const inside = (live, still) => {
    const [ours, theirs] = [parts(live), parts(still)]
    if (ours.length !== theirs.length)
      return `${ours.length} for ${theirs.length} in ${still.outerHTML.slice(0, 200)}`
    for (const [n, part] of ours.entries()) {
      const found = difference(part, theirs[n])
      if (found) return found
    }
    return ""
  }
  const parser = new DOMParser()
  const right = [] // for each step the text of a picture that was found to be its still
  window.faultAt = step => {
    const root = document.querySelector("[data-stage]")
    const scrubber = root.querySelector("[aria-label=Step]")
    scrubber.value = step
    scrubber.dispatchEvent(new Event("input"))
    if (root.dataset.step !== String(step)) return `at ${root.dataset.step}, not ${step}`
    const picture = root.querySelector("svg"), text = picture.innerHTML
    if (right[step] === text) return ""
    const still = parser.parseFromString(stills[step], "image/svg+xml").documentElement
    const fault = inside(picture, still)
    if (!fault) right[step] = text
    return fault
  }
}"""


def faults(page: Page, folder: Path, stills: Sequence[str], order: Sequence[int]) -> list[str]:
    """Go to the steps in this order; say where the picture is another one than the step's still."""
    file = folder / "stills.js"
    file.write_text(f"window.stills = {json.dumps(stills)}", encoding="utf-8")
    page.add_script_tag(url=file.as_uri())
    page.evaluate(COMPARE)
    found: list[str] = page.evaluate(
        "order => order.map(step => [step, faultAt(step)]).filter(([, fault]) => fault)"
        ".map(([step, fault]) => `step ${step}: ${fault}`).slice(0, 5)",
        order,
    )
    return found
