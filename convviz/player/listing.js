import { mounted } from "./mounted.js"

// The calculation as plain loops, under the stage: the lines of the current step are marked, and
// the loops say where they are, at every step of the stage, in the browser alone.

const STYLE = `
.convviz-listing { position: relative; color: var(--st-text-color); }
.convviz-listing pre {
  max-height: 17rem; overflow: auto; margin: 0; padding: .6rem 0; box-sizing: border-box;
  border-radius: var(--st-base-radius); background: var(--st-secondary-background-color);
  font: .8125rem/1.45 var(--st-code-font);
}
.convviz-listing button {
  position: absolute; top: .5rem; right: 1.25rem; min-width: 4.5rem; height: 2rem; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  background: var(--st-background-color); color: inherit; font: .875rem var(--st-font);
}
@media (max-width: 640px) { .convviz-listing button { position: static; margin-bottom: .5rem; } }
.convviz-listing :focus-visible { outline: 3px solid var(--st-primary-color); }
.convviz-listing code { display: block; width: max-content; min-width: 100%; font: inherit; }
.convviz-listing .line {
  display: block; padding: 0 1rem 0 .75rem; border-left: .25rem solid transparent; min-height: 1.45em;
}
.convviz-listing [aria-current] {
  background: color-mix(in srgb, var(--st-primary-color) 18%, transparent);
  border-color: var(--st-primary-color); font-weight: 700;
}
.convviz-listing .now { padding-left: 1.5rem; font-weight: 700; color: var(--st-link-color); }
`
const VARIABLES = ["o", "i", "j", "c", "u", "v"]

export default function listing({ data, parentElement }) {
  return show(parentElement, listing => listing.update(data))
}

class Listing {
  listen = event => this.mark(event.detail)

  constructor(parent) {
    this.code = document.createElement("code")
    this.box = document.createElement("pre")
    this.box.tabIndex = 0 // what scrolls can be reached with the keyboard
    this.box.setAttribute("role", "region")
    this.box.append(this.code)
    this.copy = document.createElement("button")
    this.copy.type = "button"
    this.copy.hidden = !navigator.clipboard // a page that came unencrypted from another machine
    this.copy.onclick = () => this.#copy()
    this.style = document.createElement("style")
    this.style.textContent = STYLE
    this.root = document.createElement("div")
    this.root.className = "convviz-listing"
    this.root.append(this.style, this.copy, this.box)
    parent.append(this.root)
    addEventListener("convviz:step", this.listen)
  }

  remove() {
    removeEventListener("convviz:step", this.listen)
    clearTimeout(this.copied)
    this.root.remove()
  }

  update(data) {
    const first = !this.data
    this.data = data
    this.box.setAttribute("aria-label", data.label)
    this.copy.textContent = data.copy
    this.lines = data.lines.map(text => {
      const line = document.createElement("span")
      line.className = "line"
      line.textContent = `${text}\n`
      return line
    })
    this.code.replaceChildren(...this.lines)
    this.now = {} // beside the head of each loop, what its variable is
    for (const [variable, number] of Object.entries(data.heads)) {
      const note = document.createElement("span")
      note.className = "now"
      this.lines[number].lastChild.data = data.lines[number]
      this.lines[number].append(note, "\n")
      this.now[variable] = note
    }
    if (first) this.box.scrollTop = this.box.scrollHeight // to the loops, past the tensors
    if (globalThis.convvizStep) this.mark(globalThis.convvizStep)
  }

  mark({ output, after, upto }) {
    const covered = this.data.phases.slice(after, upto)
    const current = new Set(covered.flatMap(phase => phase.lines))
    for (const [number, line] of this.lines.entries()) {
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
    this.#reveal(this.lines.filter((_, number) => current.has(number)))
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(`${this.data.lines.join("\n")}\n`)
    } catch { // the browser refused: the person may copy what is selected
      return getSelection().selectAllChildren(this.code)
    }
    this.copy.textContent = this.data.copied
    clearTimeout(this.copied)
    this.copied = setTimeout(() => { this.copy.textContent = this.data.copy }, 2000)
  }

  // Scroll within the box alone: the page stays where it is.
  #reveal(lines) {
    if (!lines.length) return
    const [top, bottom] = [lines[0].offsetTop, lines.at(-1).offsetTop + lines.at(-1).offsetHeight]
    const { scrollTop, clientHeight } = this.box
    if (bottom > scrollTop + clientHeight) this.box.scrollTop = bottom - clientHeight + 16
    else if (top < scrollTop) this.box.scrollTop = top - 16
  }
}

const show = mounted(Listing)
