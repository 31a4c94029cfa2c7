import { mounted } from "./mounted.js"

// The numbers of the stage as tables. What the stage calculates is there once its walk has come by
// it, at every step, in the browser alone.

const STYLE = `
.convviz-tables { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: flex-start; color: var(--st-text-color); }
.convviz-tables > div { max-width: 100%; overflow-x: auto; }
.convviz-tables > div:focus-visible { outline: 3px solid var(--st-primary-color); }
.convviz-tables caption { caption-side: top; text-align: left; white-space: nowrap; font-weight: 600; }
.convviz-tables table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.convviz-tables td, .convviz-tables th { padding: .2rem .6rem; text-align: right; }
.convviz-tables tbody td { border: 1px solid #8888; height: 1.5em; }
.convviz-tables th { font-weight: 400; opacity: .75; }
.convviz-scale { margin: 1rem 0; color: var(--st-text-color); }
.convviz-scale i { display: inline-block; width: 1.4rem; height: .9rem; vertical-align: middle; }
`

export default function tables({ data, parentElement }) {
  return show(parentElement, view => view.update(data))
}

function make(tag, ...children) {
  const element = document.createElement(tag)
  element.append(...children)
  return element
}

class Tables {
  listen = event => this.mark(event.detail)

  constructor(parent) {
    this.style = make("style", STYLE)
    this.tables = make("div")
    this.tables.className = "convviz-tables"
    this.scale = make("p")
    this.scale.className = "convviz-scale"
    this.root = make("div", this.style, this.tables, this.scale)
    parent.append(this.root)
    addEventListener("convviz:step", this.listen)
  }

  remove() {
    removeEventListener("convviz:step", this.listen)
    this.root.remove()
  }

  update(data) {
    this.data = data
    this.late = [] // cells with their names in the stage
    this.tables.replaceChildren(...data.tables.map(table => this.#table(table)))
    this.legend = make("span")
    const swatches = data.tiles.map(colour => {
      const swatch = make("i")
      swatch.style.background = colour
      return swatch
    })
    this.scale.replaceChildren(...swatches, " ", this.legend)
    this.mark(globalThis.convvizStep)
  }

  // A wide one scrolls by itself; with the keyboard it can be reached for that.
  #table({ name, slot, rows }) {
    const head = (text, scope) => Object.assign(make("th", text), { scope })
    const longest = Math.max(...rows.flat().map(text => text.length))
    const lines = rows.map((row, i) => make("tr", head(i, "row"), ...row.map((text, j) => {
      const cell = make("td", slot ? "" : text)
      if (slot) {
        this.late.push({ cell, text, name: `${slot} ${i} ${j}` })
        cell.style.minWidth = `${longest}ch` // a number that comes moves nothing
      }
      return cell
    })))
    const columns = make("tr", make("td"), ...rows[0].map((_, j) => head(j, "col")))
    const table = make("table", make("caption", name), make("thead", columns), make("tbody", ...lines))
    const box = make("div", table)
    box.tabIndex = 0
    box.setAttribute("role", "region")
    box.setAttribute("aria-label", name)
    return box
  }

  mark(step) {
    let all = true // whether the scale of what is calculated may be told: it says how large that gets
    for (const { cell, text, name } of this.late) {
      const there = step?.reached(name) ?? false
      const value = there ? text : ""
      if (cell.textContent !== value) cell.textContent = value
      all &&= there
    }
    const told = this.data.scales.filter(({ late }) => all || !late).map(({ text }) => text)
    this.legend.textContent = told.join(this.data.separator)
  }
}

const show = mounted(Tables)
