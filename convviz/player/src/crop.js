import { all } from "./dom.js"

// A tensor of which the board shows some rows and columns: those in use, as the frames say.
export class Crop {
  constructor(part) {
    const { element } = part
    const { seen, view } = element.dataset
    this.element = element
    this.part = part
    this.seen = seen.split(" ").map(Number)
    this.views = view.split(" ").map(name => `view ${name}`)
    this.rows = [...element.querySelector(".tensor").children].map(row => [...row.children])
    this.names = all(element, ":scope > .aside")
    this.border = element.querySelector(":scope > .border > rect")
    this.whole = ["width", "height"].map(length => this.border.getAttribute(length))
    this.outlines = all(element, ":scope > .late.place")
    this.moved = [...element.children].filter(child => child.matches("g:not(.border, .along)"))
    this.along = [0, 1].map(axis => element.querySelector(`:scope > .along.${["rows", "columns"][axis]}`))
    this.side = this.whole.map((length, axis) => (length - 2) / [this.rows[0].length, this.rows.length][axis])
  }

  // sought: a cell that has to be in sight, wherever it is.
  show(values, upto, sought) {
    const at = [0, 0]
    for (const view of this.views) {
      let place = values[view]
      if (Array.isArray(place?.[0])) place = place.findLast(([first]) => first <= Math.max(upto, 1)).slice(1)
      place?.forEach((cells, axis) => { at[axis] += cells })
    }
    const [rows, columns] = this.seen
    const used = String(at)
    const line = this.rows.findIndex(row => row.includes(sought))
    if (line >= 0) [[this.rows[line].indexOf(sought), columns], [line, rows]].forEach(([place, count], axis) => {
      at[axis] = Math.max(Math.min(at[axis], place), place - count + 1)
    })
    for (const outline of this.outlines) { // of a size of its own
      const box = outline.firstElementChild
      const inside = [["x", "width"], ["y", "height"]].every((names, axis) => {
        const [first, count] = names.map(name => Math.round(box.getAttribute(name) / this.side[axis]))
        return first >= at[axis] && first + count <= at[axis] + this.seen[1 - axis]
      })
      outline.toggleAttribute("data-beyond", !inside)
    }
    if (String(at) === this.at) return
    this.at = String(at)
    const [left, top] = at
    this.element.toggleAttribute("data-away", this.at !== used) // outlines stand around what is used
    this.rows.forEach((row, i) => row.forEach((cell, j) =>
      cell.toggleAttribute("data-off", i < top || i >= top + rows || j < left || j >= left + columns)))
    const [wide, high] = this.side
    for (const child of this.moved) child.setAttribute("transform", `translate(${-left * wide},${-top * high})`)
    const [lines, others] = this.along // what stands beside the rows and under the columns
    lines?.setAttribute("transform", `translate(0,${-top * high})`)
    others?.setAttribute("transform", `translate(${-left * wide},${(rows - this.rows.length) * high})`)
    for (const [axis, first, count] of [[0, top, rows], [1, left, columns]])
      [...this.along[axis]?.children ?? []].forEach((each, at) =>
        each.toggleAttribute("data-off", at < first || at >= first + count))
    this.border.setAttribute("width", columns * wide + 2)
    this.border.setAttribute("height", rows * high + 2)
    for (const name of this.names) name.toggleAttribute("data-off", true)
  }

  // All of it is shown.
  end() {
    if (!this.at) return
    this.at = undefined
    this.element.removeAttribute("data-away")
    for (const cell of this.rows.flat()) cell.removeAttribute("data-off")
    for (const child of [...this.moved, ...this.along]) child?.removeAttribute("transform")
    for (const dot of this.along.flatMap(each => [...each?.children ?? []])) dot.removeAttribute("data-off")
    for (const name of this.names) name.removeAttribute("data-off")
    ;["width", "height"].forEach((length, axis) => this.border.setAttribute(length, this.whole[axis]))
  }
}
