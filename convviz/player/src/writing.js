import { label } from "./access.js"
import { readable } from "./digits.js"
import { SVG } from "./dom.js"

// A value put into the element that shows it: a number and its colour, a text, a bitmap, a place. `fill`
// of convviz/drawing/picture.py says what a value means.

const FULL_SIZE = 2 // characters that a tile takes at full size

// How: the colours of tiles, how the picture stands, and its scale.
/** @param {any} slot @param {any} value @param {{ tiles: string[], stand: string, scale: number }} how */
export function write(slot, value, how) {
  const { element } = slot
  const { classList } = element
  slot.shown = value
  if (classList.contains("bitmap")) {
    if (value) element.setAttribute("href", value)
    else element.removeAttribute("href")
  } else if (classList.contains("said")) element.textContent = value ?? ""
  else if (isTip(slot) || typeof value === "string") setTip(element, value)
  else if (slot.pin) place(element.children, value ?? (slot.late ? [0, 0, 0, 0] : [0, 0]))
  else writeNumber(slot, value, how)
}

// Whether it says what it says on hover.
/** @param {any} slot */
export const isTip = ({ element }) => element.classList.contains("label")

// What a cell shows, and nothing of its colour.
export function number(value) {
  const [text, , full] = value ?? []
  return full ?? text
}

function writeNumber(slot, value, how) {
  const [box, leaf] = slot.element.children
  const [said = "", tile, full, ...shorter] = value ?? []
  const { text, size, squeeze } = fitting(slot, [said, ...shorter], how)
  setTip(slot.element, full)
  slot.full = full ?? said
  leaf.textContent = text
  label(slot, slot.full)
  if (value) box.setAttribute("fill", how.tiles[tile])
  else box.removeAttribute("fill")
  if (text.length > FULL_SIZE && !size) leaf.dataset.length = text.length
  else delete leaf.dataset.length
  if (size) Object.assign(leaf.style, { fontSize: `${size}px`, transform: `scaleX(${squeeze.toFixed(2)})`,
    transformBox: "fill-box", transformOrigin: "center" })
  else if (slot.sized) leaf.removeAttribute("style")
  slot.sized = Boolean(size)
}

// How a number stands in its tile at the size that the picture has; the board has room for all.
/** @returns {{ text: string, size?: number, squeeze?: number }} */
function fitting(slot, forms, { stand, scale: whole }) {
  if (stand === "present" || !whole) return { text: forms[0] }
  slot.digits ??= [+slot.element.getAttribute("font-size"), +slot.element.firstElementChild.getAttribute("width")]
  const held = stand === "narrow"
  const scale = whole * (held ? slot.part?.held ?? 1 : 1)
  const [full, wide] = slot.digits.map(length => length * scale)
  const found = readable(forms, { full, wide, held })
  return { ...found, size: found.size && found.size / scale }
}

function place(boxes, lengths) {
  for (const box of boxes)
    lengths.forEach((length, side) => box.setAttribute(["x", "y", "width", "height"][side], length))
}

function setTip(element, text) {
  element.querySelector("title")?.remove()
  if (!text) return
  const tip = document.createElementNS(SVG, "title")
  tip.textContent = text
  element.append(tip)
}
