import { LINES_STYLE, Lines } from "./lines.js"
import { mounted } from "./mounted.js"

// The calculation as plain loops, under the stage: the lines of the current step are marked, and
// the loops say where they are, at every step of the stage, in the browser alone.

const STYLE = `
.convviz-listing {
  position: relative; color: var(--st-text-color); --mark: var(--st-primary-color); --note: var(--st-link-color);
}
.convviz-listing pre {
  max-height: 17rem; border-radius: var(--st-base-radius); background: var(--st-secondary-background-color);
  font: .8125rem/1.45 var(--st-code-font);
}
.convviz-listing button {
  position: absolute; z-index: 1; top: .5rem; right: 1.25rem; min-width: 4.5rem; height: 2rem; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  background: var(--st-background-color); color: inherit; font: .875rem var(--st-font);
}
@media (max-width: 640px) { .convviz-listing button { position: static; margin-bottom: .5rem; } }
.convviz-listing :focus-visible { outline: 3px solid var(--st-primary-color); }
`

export default function listing({ data, parentElement }) {
  return show(parentElement, listing => listing.update(data))
}

class Listing {
  listen = event => this.lines.mark(event.detail)

  constructor(parent) {
    this.lines = new Lines()
    this.copy = document.createElement("button")
    this.copy.type = "button"
    this.copy.hidden = !navigator.clipboard // a page that came unencrypted from another machine
    this.copy.onclick = () => this.#copy()
    this.style = document.createElement("style")
    this.style.textContent = LINES_STYLE + STYLE
    this.root = document.createElement("div")
    this.root.className = "convviz-listing"
    this.root.append(this.style, this.copy, this.lines.box)
    parent.append(this.root)
    addEventListener("convviz:step", this.listen)
  }

  remove() {
    removeEventListener("convviz:step", this.listen)
    clearTimeout(this.copied)
    this.root.remove()
  }

  update(data) {
    this.data = data
    this.copy.textContent = data.copy
    this.lines.update(data)
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.lines.text)
    } catch { // the browser refused: the person may copy what is selected
      return getSelection().selectAllChildren(this.lines.code)
    }
    this.copy.textContent = this.data.copied
    clearTimeout(this.copied)
    this.copied = setTimeout(() => { this.copy.textContent = this.data.copy }, 2000)
  }
}

const show = mounted(Listing)
