"""The law of frames: what the player shows at a step is the still that Python draws of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

ROOMY: ViewportSize = {"width": 3000, "height": 2200}  # room for the longest form of all numbers

# Two pictures are the same in elements, attributes and text, but for what the player adds for
# pointing and for the keyboard. They are compared where they are: texts of all steps are large.
COMPARE = """() => {
  const ADDED = /^(tabindex|role|aria-.*|data-(uses|marked|changed|fresh)|xmlns)$/
  const seen = new Map() // names of attributes: whether they are added
  const added = name => {
    if (!seen.has(name)) seen.set(name, ADDED.test(name))
    return seen.get(name)
  }
  const WAITING = "[data-inturn][data-off]" // is written when it is seen
  const parts = node => node.matches?.(WAITING) ? [] : [...node.childNodes].filter(part =>
    part.nodeType === Node.TEXT_NODE ? part.data
      : part.nodeType === Node.ELEMENT_NODE && part.tagName !== "style")
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
  const names = new Set(["tabindex", "role"]) // those that the player adds, as they are met
  const bare = picture => { // what is in a picture, without what the player adds
    for (const style of picture.querySelectorAll("style")) style.remove()
    for (const part of picture.querySelectorAll(WAITING)) part.replaceChildren()
    for (const name of names)
      for (const element of picture.querySelectorAll(`[${name}]`)) element.removeAttribute(name)
    const group = document.createElementNS(picture.namespaceURI, "g")
    group.append(...picture.childNodes)
    group.normalize()
    return group
  }
  const parsed = [] // for each step what is in its still
  const stillOf = step => {
    const box = document.createElement("template")
    box.innerHTML = stills[step].replaceAll(' xmlns="http://www.w3.org/2000/svg"', "")
    return bare(box.content.querySelector("svg"))
  }
  window.faultAt = step => {
    const root = document.querySelector("[data-stage]")
    const scrubber = root.querySelector("[aria-label=Step]")
    scrubber.value = step
    scrubber.dispatchEvent(new Event("input"))
    if (root.dataset.step !== String(step)) return `at ${root.dataset.step}, not ${step}`
    const picture = root.querySelector("svg")
    // What a script has set and removed again Chromium still writes as an empty attribute.
    for (const element of picture.querySelectorAll('[style=""]')) element.removeAttribute("style")
    const still = parsed[step] ??= stillOf(step)
    if (bare(picture.cloneNode(true)).isEqualNode(still)) return ""
    for (const element of picture.querySelectorAll("*"))
      for (const name of element.getAttributeNames()) if (added(name)) names.add(name)
    return inside(picture, still) // the same, but slower, with words for what differs
  }
}"""

# What is written is compared, not where it stands: in one task, in which nothing is laid out.
ALL = """order => {
  const { style } = document.querySelector("[data-stage]")
  style.display = "none"
  const found = order.map(step => [step, faultAt(step)]).filter(([, fault]) => fault)
  style.display = ""
  return found.map(([step, fault]) => `step ${step}: ${fault}`).slice(0, 5)
}"""


def open_film(page: Page, file: Path) -> None:
    """Open a film in a file of its own, which is unpacked once it has loaded."""
    page.goto(file.as_uri())
    expect(page.locator("[data-stage]")).to_be_visible()


def faults(
    page: Page, folder: Path, stills: Sequence[str] | Mapping[int, str], order: Sequence[int]
) -> list[str]:
    """Go to the steps in this order; say where the picture is another one than the step's still."""
    file = folder / "stills.js"
    file.write_text(f"window.stills = {json.dumps(stills)}", encoding="utf-8")
    page.add_script_tag(url=file.as_uri())
    page.evaluate(COMPARE)
    found: list[str] = page.evaluate(ALL, order)
    return found
