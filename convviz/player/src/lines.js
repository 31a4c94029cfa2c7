// The lines of a program: those of the current step are marked, and the heads of its loops say where
// they are. Shown under the stage by listing.js, and on the board by program.js.

export const LINES_STYLE = `
.lines { position: relative; overflow: auto; margin: 0; padding: .6em 0; box-sizing: border-box; }
.lines code { display: block; width: max-content; min-width: 100%; font: inherit; }
.lines .line { display: block; padding: 0 1.2em 0 .9em; border-left: .3em solid transparent; min-height: 1.45em; }
.lines [aria-current] {
  background: color-mix(in srgb, var(--mark) 18%, transparent); border-color: var(--mark); font-weight: 700;
}
.lines .now { padding-left: 1.8em; font-weight: 700; color: var(--note); }
`
const VARIABLES = ["o", "i", "j", "c", "u", "v"]

export class Lines {
  constructor() {
    this.code = document.createElement("code")
    this.box = document.createElement("pre")
    Object.assign(this.box, { className: "lines", tabIndex: 0 }) // what scrolls is reached with the keyboard
    this.box.setAttribute("role", "region")
    this.box.append(this.code)
  }

  get text() { return `${this.data.lines.join("\n")}\n` }

  update(data) {
    const first = !this.data
    this.data = data
    this.box.setAttribute("aria-label", data.label)
    this.all = data.lines.map(text => {
      const line = document.createElement("span")
      line.className = "line"
      line.textContent = `${text}\n`
      return line
    })
    this.code.replaceChildren(...this.all)
    this.now = {} // beside the head of each loop, what its variable is
    for (const [variable, number] of Object.entries(data.heads)) {
      const note = document.createElement("span")
      note.className = "now"
      this.all[number].lastChild.data = data.lines[number]
      this.all[number].append(note, "\n")
      this.now[variable] = note
    }
    if (first) this.box.scrollTop = this.box.scrollHeight // to the loops, past the tensors
    this.reveal()
  }

  // Mark the step that the stage is at, once it has told of one.
  reveal() { if (globalThis.convvizStep) this.mark(globalThis.convvizStep) }

  // A step, as the stage tells of it: see `#tell` in player.js.
  mark({ output, after, upto }) {
    const covered = this.data.phases.slice(after, upto)
    const current = new Set(covered.flatMap(phase => phase.lines))
    for (const [number, line] of this.all.entries()) {
      if (current.has(number)) line.setAttribute("aria-current", "step")
      else line.removeAttribute("aria-current")
    }
    // A variable that takes several values in this step has no one value to show.
    const products = covered.map(phase => phase.at).filter(at => at.length)
    const at = [0, 1, 2].map(axis => {
      const values = new Set(products.map(indices => indices[axis]))
      return values.size === 1 ? [...values][0] : undefined
    })
    const [o, i, j] = output
    for (const [index, value] of [o, i, j, ...at].entries()) {
      const variable = VARIABLES[index]
      if (variable in this.now) this.now[variable].textContent = value === undefined ? "" : `${variable} = ${value}`
    }
    this.#reveal(this.all.filter((_, number) => current.has(number)))
  }

  // Scroll within the box alone: what is around it stays where it is.
  #reveal(lines) {
    if (!lines.length) return
    const [top, bottom] = [lines[0].offsetTop, lines.at(-1).offsetTop + lines.at(-1).offsetHeight]
    const { scrollTop, clientHeight } = this.box
    if (bottom > scrollTop + clientHeight) this.box.scrollTop = bottom - clientHeight + 16
    else if (top < scrollTop) this.box.scrollTop = top - 16
  }
}
