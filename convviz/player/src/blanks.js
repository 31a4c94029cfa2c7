import { make } from "./dom.js"
import { t } from "./words.js"

// The tables of an exercise: blanks to type in, as in a spreadsheet, beside what is given.

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

export class Blanks {
  // grids: as Python sent them; enter: called when Enter is pressed in the last blank.
  constructor(grids, { typed, enter }) {
    this.inputs = new Map() // by name
    this.cells = [] // rows of the tables, each with its inputs
    this.root = make("div", { className: "grids" }, ...grids.map(grid => this.#grid(grid)))
    this.root.addEventListener("keydown", event => this.#key(event, enter))
    this.root.addEventListener("input", () => typed(this.answers))
    this.root.addEventListener("paste", event => this.#paste(event, typed))
  }

  get answers() {
    return Object.fromEntries([...this.inputs].map(([name, input]) => [name, input.value]))
  }

  fill(answers) {
    for (const [name, value] of Object.entries(answers)) if (this.inputs.has(name)) this.inputs.get(name).value = value
  }

  // The first blank that is empty, else the first of all.
  focus() {
    const inputs = [...this.inputs.values()]
    const at = inputs.find(input => !input.value) ?? inputs[0]
    at?.focus({ preventScroll: true })
  }

  // Say of every blank whether it is right.
  mark(verdicts) {
    for (const [name, input] of this.inputs) {
      const { right } = verdicts[name]
      input.classList.toggle("right", right)
      input.classList.toggle("wrong", !right)
      input.setAttribute("aria-invalid", String(!right))
      input.nextSibling.textContent = right ? "✓" : "✗"
      input.setAttribute("aria-description", right ? t("right") : t("not right"))
    }
  }

  // Numbers that say for themselves what they are stand in a line that may wrap, others in a table.
  #grid({ title, rows }) {
    const lines = rows.map(row => {
      const inputs = []
      this.cells.push(inputs)
      const cells = row.map(([name, label, value]) => {
        const cell = make(title ? "td" : "div", { className: "cell" })
        if (!title) cell.append(make("span", { className: "label", ariaHidden: "true" }, label))
        if (value !== null) {
          cell.append(make("b", {}, make("span", { className: "for-readers" }, `${label}: `), value))
          return cell
        }
        const input = make("input", { type: "text", inputMode: "text", autocomplete: "off", spellcheck: false,
          size: 4, ariaLabel: label, name })
        input.dataset.blank = name
        this.inputs.set(name, input)
        inputs.push(input)
        cell.append(make("span", { className: "gap" }, input, make("i", { ariaHidden: "true" })))
        return cell
      })
      return title ? make("tr", {}, ...cells) : make("div", { className: "line" }, ...cells)
    })
    if (!title) return make("div", {}, ...lines)
    const table = make("table", { ariaLabel: title }, make("tbody", {}, ...lines))
    return make("div", {}, make("p", { className: "title", ariaHidden: "true" }, title), table)
  }

  // Up and down always, left and right from the end of what is typed; Enter goes on, and at last checks.
  #key(event, enter) {
    const { key, target } = event
    const inputs = [...this.inputs.values()]
    const at = inputs.indexOf(target)
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return
    if (key === "Enter") {
      event.preventDefault()
      const empty = inputs.find((input, n) => n > at && !input.value)
      return empty ? empty.focus() : enter()
    }
    const move = MOVES[key]
    if (!move) return
    const [down, right] = move
    if (right && target.selectionStart !== (right > 0 ? target.value.length : 0)) return
    const row = this.cells.findIndex(line => line.includes(target))
    const column = this.cells[row].indexOf(target)
    const rows = this.cells.filter(line => line.length)
    const line = down ? rows[rows.indexOf(this.cells[row]) + down] : this.cells[row]
    const next = down ? line?.[Math.min(column, line.length - 1)] : line[column + right] ?? inputs[at + right]
    if (!next) return
    event.preventDefault()
    next.focus()
    next.select()
  }

  // A block of numbers fills the blanks from here on, row by row.
  #paste(event, typed) {
    const block = event.clipboardData.getData("text").trim().split(/\r?\n/).map(row => row.trim().split(/[\t;, ]+/))
    if (block.flat().length < 2 || !this.inputs.has(event.target.name)) return
    event.preventDefault()
    const first = this.cells.findIndex(line => line.includes(event.target))
    const column = this.cells[first].indexOf(event.target)
    for (const [n, row] of block.entries()) {
      for (const [m, text] of row.entries()) {
        const input = this.cells[first + n]?.[column + m]
        if (input) input.value = text
      }
    }
    typed(this.answers)
  }
}
