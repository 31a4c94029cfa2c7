import { all } from "./dom.js"
import { t } from "./words.js"

// What a screen reader is told, and how the keyboard goes through the cells: every tensor is a grid
// whose cells say where they stand, and one stop of the Tab key.

/** @type {Record<string, Tensor>} as Python declares them, by the first word of their cells' names */
const tensors = {}

/** @param {Record<string, Tensor>} told */
export const declare = told => Object.assign(tensors, told)

/** @returns {Partial<Tensor>} what is declared of the tensor of a cell */
export const declared = name => tensors[name?.split(" ")[0]] ?? {}

// The part of a tensor that a cell stands in, such as a channel, and where it stands there.
function tell(name) {
  const { whole, part, parts, rows } = declared(name)
  const index = name.split(" ").slice(1)
  const place = rows ? index.slice(0, -2) : index
  const said = rows && !place.length ? whole : parts?.[place[0]] ?? part
  return [said.replace(/\{(\d)\}/g, (_, n) => place[n]), ...index.slice(place.length)]
}

export function nameOf(name) {
  const [part, row, column] = tell(name)
  return row === undefined ? part : t("{part}, row {row}, column {column}", { part, row, column })
}

// Say what a slot shows now; a number that is not reached yet is not said either.
export function label({ element, name }, value) {
  if (!/^(cell|chip)\b/.test(element.getAttribute("class"))) return
  element.setAttribute("aria-label", `${nameOf(name)}, ${value || t("empty")}`)
}

// Make grids of the tensors that can be walked through, tables of those that repeat them.
export function describe(svg, slots, editable) {
  for (const slot of slots.values()) label(slot)
  for (const chip of all(svg, ".chip")) chip.setAttribute("role", "img")
  for (const image of all(svg, ".bitmap")) image.setAttribute("aria-hidden", "true")
  for (const tensor of all(svg, ".tensor")) {
    const cells = all(tensor, ".cell")
    const names = cells.map(cell => cell.dataset.cell ?? cell.dataset.slot)
    const inside = names.filter(name => !declared(name).around)
    const parts = new Set(inside.map(name => tell(name)[0]))
    const walked = cells.some(cell => cell.hasAttribute("tabindex"))
    tensor.setAttribute("role", walked ? "grid" : "table")
    tensor.setAttribute("aria-label", parts.size === 1 ? [...parts][0] : declared(inside[0]).whole)
    if (walked) tensor.setAttribute("aria-readonly", String(!(editable && declared(inside[0]).editable)))
    for (const row of tensor.children) row.setAttribute("role", "row")
    for (const cell of cells) cell.setAttribute("role", walked ? "gridcell" : "cell")
  }
}

// The stops of the Tab key: of each tensor the cell that was selected last, the first at first.
export class Stops {
  #stops = new Map()
  #tensors // the cells of each

  // before: those of the picture that this one takes the place of, if any.
  constructor(slots, before) {
    this.slots = slots
    const cells = [...slots.values()].map(slot => slot.element).filter(({ dataset }) => dataset.cell)
    this.#tensors = Map.groupBy(cells, ({ dataset }) => tensorOf(dataset.cell))
    for (const { name, element } of slots.values()) {
      if (!declared(element.dataset.cell).walked) continue
      element.setAttribute("tabindex", -1)
      if (!this.#stops.has(tensorOf(name))) this.move(element)
    }
    for (const stop of before ? before.#stops.values() : []) {
      const cell = slots.get(stop.dataset.cell)?.element
      if (cell) this.move(cell)
    }
  }

  move(cell) {
    const tensor = tensorOf(cell.dataset.cell)
    this.#stops.get(tensor)?.setAttribute("tabindex", -1)
    this.#stops.set(tensor, cell)
    cell.setAttribute("tabindex", 0)
  }

  // On a narrow stage most channels are out of sight: what can't be seen is no stop.
  settle() {
    for (const [tensor, stop] of this.#stops) {
      const off = stop.closest("[data-off]")
      const seen = off && this.#cells(tensor).find(cell => !cell.closest("[data-off]"))
      if (seen) this.move(seen)
      else if (stop.tabIndex !== (off ? -1 : 0)) stop.setAttribute("tabindex", off ? -1 : 0)
    }
  }

  // The neighbour of a cell: beside it in its matrix, else the nearest in that direction on screen.
  neighbour(cell, rows, columns) {
    const [tensor, ...index] = cell.dataset.cell.split(" ")
    const [i, j] = index.slice(-2).map(Number)
    const inside = this.slots.get([tensor, ...index.slice(0, -2), i + rows, j + columns].join(" "))
    if (inside) return inside.element
    const [x, y] = centre(cell)
    let [nearest, least] = [null, Infinity]
    for (const other of this.#cells(tensor)) {
      if (other === cell || other.closest("[data-off]")) continue
      const [dx, dy] = centre(other).map((place, axis) => place - [x, y][axis])
      const [along, across] = rows ? [dy * rows, Math.abs(dx)] : [dx * columns, Math.abs(dy)]
      const far = along + 2 * across
      if (along > 1 && far < least && across <= along) [nearest, least] = [other, far]
    }
    return nearest ?? this.#hidden(cell, rows + columns)
  }

  // The cell of a channel out of sight that comes next, or the one that came last.
  #hidden(cell, direction) {
    const [tensor, ...index] = cell.dataset.cell.split(" ")
    const own = [tensor, ...index.slice(0, -2), ""].join(" ")
    const cells = this.#cells(tensor)
    const [after, before] = [cells.slice(cells.indexOf(cell)), cells.slice(0, cells.indexOf(cell))]
    const can = other => other.closest("[data-off]") && !other.dataset.cell.startsWith(own) &&
      !this.slots.get(other.dataset.cell).part?.gone
    return direction > 0 ? after.find(can) : before.findLast(can)
  }

  #cells(tensor) {
    return this.#tensors.get(tensor)
  }
}

const tensorOf = name => name.slice(0, name.indexOf(" "))

function centre(element) {
  const { left, top, width, height } = element.getBoundingClientRect()
  return [left + width / 2, top + height / 2]
}
