import { make } from "./dom.js"
import { t } from "./words.js"

// The numbers under the window, the kernel as fields, and their sum.

export class Grid {
  constructor(desk) {
    this.desk = desk
    this.channels = make("div", { className: "channels" })
    this.sum = make("p", { className: "sum" })
    this.sum.setAttribute("aria-live", "polite")
    this.button = make("button", { type: "button", className: "opens", onclick: () => desk.open() },
      t("Open this window as a lesson"))
    this.element = make("div", { className: "numbers" }, this.sum, this.button, this.channels)
  }

  // Fields stay as they are, with the focus, as long as the kernel has as many.
  show(numbers, layer, o) {
    const shape = [layer, numbers.kernel.length, numbers.kernel[0].length, numbers.kernel[0][0].length]
    const form = JSON.stringify([...shape, o])
    if (form !== this.form) this.#build(numbers, layer, o)
    this.form = form
    numbers.kernel.forEach((slice, c) => {
      const { patch, kernel, total } = this.parts[c]
      slice.forEach((row, i) => row.forEach((weight, j) => {
        patch[i][j].textContent = numbers.patch[c][i][j]
        const field = kernel[i][j]
        if (field.getRootNode().activeElement !== field) field.value = weight
        field.dataset.said = weight
      }))
      total.textContent = numbers.sums[c]
    })
    this.sum.textContent = numbers.equation
  }

  #build({ kernel, cells: named }, layer, o) {
    this.parts = []
    const names = layer === 1 ? ["R", "G", "B"] : kernel.map((_, c) => `P[${c}]`)
    this.channels.replaceChildren(...kernel.map((slice, c) => {
      const patch = slice.map(row => row.map(() => make("td")))
      const fields = slice.map((row, i) => row.map((_, j) => this.#field(layer, named[c][i][j], o, c, i, j)))
      const total = make("output")
      this.parts.push({ patch, kernel: fields, total })
      const table = (caption, rows) => make("table", {}, make("caption", {}, caption),
        make("tbody", {}, ...rows.map(cells => make("tr", {}, ...cells))))
      const cells = fields.map(row => row.map(field => make("td", {}, field)))
      return make("div", { className: `channel c${c}` }, table(names[c], patch), make("span", { className: "sign" }, "⋆"),
        table(`K[${o},${c}]`, cells), make("span", { className: "sign" }, "="), total)
    }))
  }

  #field(layer, cell, o, c, i, j) {
    const field = make("input", { inputMode: "decimal", autocomplete: "off", spellcheck: false,
      ariaLabel: t("Kernel {o}, channel {c}, row {i}, column {j}", { o, c, i, j }) })
    const send = (text, pasted = false) => this.desk.post("weight", { layer, cell, text, pasted, n: Date.now() })
    field.onfocus = () => field.select()
    field.onchange = () => { if (field.value !== field.dataset.said) send(field.value) }
    field.onkeydown = event => {
      if (event.key === "Enter") field.blur()
      if (event.key === "Escape") {
        field.value = field.dataset.said
        field.blur()
      }
    }
    field.onpaste = event => {
      const text = event.clipboardData.getData("text")
      if (!/[\s,;]/.test(text.trim())) return
      event.preventDefault()
      field.blur()
      send(text, true)
    }
    return field
  }
}
