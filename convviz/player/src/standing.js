import { scroller, toggle } from "./dom.js"

// The parts of a picture stand in one of three ways: wide, narrow, or on the board: while presenting, and
// where the wide picture would be larger than the window.

const NARROW = 640 // px; a stage narrower than this shows the row of one channel
const TARGET = 24 // px; no tile is smaller, so that it can be hit
const BELOW = 25 // px under the picture beside the bar: margins of the bar and of the page
const LINES = 60 // px of the equation under it, where it is no part of it
const LARGER = 1.05 // times the room that there is: what is hardly larger is shown whole
const LOW = 480 // px; in a window as low as this the whole page is another

// How a picture is to stand in a stage, which then knows how much room there is around it.
/** @param {HTMLElement} root @param {{ cell: number, sizes: Record<string, number[]> }} data */
export function standing(root, { cell, sizes }) {
  const bar = /** @type {HTMLElement | null} */ (root.querySelector(":scope > .bar"))?.offsetHeight ?? 0
  const around = root.getBoundingClientRect().top + (scroller(root)?.scrollTop ?? 0) + bar + BELOW
  const below = parseFloat(getComputedStyle(root).getPropertyValue("--convviz-below")) || 0
  const room = [root.clientWidth, innerHeight - around - below]
  const wide = room.every((length, axis) => length * cell * LARGER >= sizes.wide[axis] * TARGET)
  const boards = root.classList.contains("present") || !(wide || innerHeight <= LOW)
  const stand = root.clientWidth < NARROW ? "narrow" : boards ? "present" : "wide"
  const lines = stand === "present" ? LINES : 0
  root.style.setProperty("--around", `${Math.round(around + lines)}px`)
  root.style.setProperty("--least", `${stand === "present" ? 0 : Math.round(sizes.wide[1] * TARGET / cell)}px`)
  return stand
}

// The parts of a picture that are moved, each with where it stands in every way.
/** @param {any[]} elements */
export const partsOf = elements => elements.map(element => ({ element,
  wide: element.getAttribute("transform"), narrow: element.dataset.narrow,
  present: element.dataset.present, board: element.dataset.board,
  row: +element.dataset.row || 0, outputs: element.dataset.only?.split(" "),
  held: +element.dataset.narrow.split("scale(")[1]?.slice(0, -1) || 1,
  gone: false, waits: false }))

// Puts them there. Which of them stand at one place, to be shown one at a time: that of the channel in use.
/** @param {ReturnType<partsOf>} parts @param {string} stand */
export function arrange(parts, stand) {
  /** @type {Map<string, ReturnType<partsOf>>} */
  const places = new Map()
  for (const part of parts) {
    const place = part[stand]
    part.gone = place === ""
    toggle(part, "data-off", part.gone)
    const transform = place || part.wide // what is gone keeps none of another arrangement
    if (transform) part.element.setAttribute("transform", transform)
    else part.element.removeAttribute("transform")
    if (stand === "present" && part.board) part.element.style.cssText = part.board
    else part.element.removeAttribute("style")
    if (part.row && place) places.set(place, [...places.get(place) ?? [], part])
  }
  const inTurn = stand === "wide" ? [] : [...places.values()].filter(parts => parts.length > 1)
  const waiting = new Set(inTurn.flat())
  for (const part of parts) {
    part.element.toggleAttribute("data-inturn", waiting.has(part))
    if (waiting.has(part)) continue
    part.waits = false
    part.element.removeAttribute("aria-hidden")
  }
  return inTurn
}
