import { make } from "./dom.js"
import { Bring } from "./images_bring.js"
import { Grid } from "./images_grid.js"
import { Presenting } from "./images_present.js"
import { View } from "./images_view.js"
import { mounted } from "./mounted.js"
import { isDark } from "./theme.js"
import { addressOf, pages } from "./travel.js"
import { speak, t } from "./words.js"

// A picture and its feature maps: what is shown is asked of the server, which calculates it. STYLE is
// put before this by `images_js`.

export default function images({ data, parentElement, setTriggerValue }) {
  return show(parentElement, desk => {
    desk.post = setTriggerValue
    desk.update(data)
  })
}

class Desk {
  /** @type {(name: string, value: unknown) => void} tells Python */
  post
  listening = new AbortController()
  asked = null // what the pictures were asked for, and the row under them
  place = { layer: 1, o: 0, row: 0, col: 0 }

  constructor(parent) {
    this.style = make("style", {}, STYLE)
    this.root = make("section", { className: "convviz images" })
    parent.append(this.style, this.root)
    addEventListener("popstate", () => { this.left = pages.here() !== "images" }, { signal: this.listening.signal })
  }

  remove() {
    this.listening.abort()
    this.bring?.remove()
    this.presenting?.remove()
    this.style.remove()
    this.root.remove()
  }

  update(data) {
    const before = this.data
    this.data = data
    this.left = false
    this.root.classList.toggle("dark", isDark(this.root))
    if (data.lang !== before?.lang) this.#build()
    this.bring.update(data)
    const query = JSON.stringify([data.query, data.lang])
    if (query !== this.asked) {
      this.asked = query
      this.#load(before?.id !== data.id)
    }
  }

  // The page in a language.
  #build() {
    speak(this.data.words)
    this.root.lang = this.data.lang
    this.bring?.remove()
    this.presenting?.remove()
    this.bring = new Bring(this)
    this.presenting = new Presenting(this)
    this.bring.element.append(this.presenting.button)
    this.status = make("p", { className: "status" })
    this.status.setAttribute("role", "status")
    this.input = new View(this, "reads", t("Input"))
    this.output = new View(this, "writes", t("Map"))
    this.grid = new Grid(this)
    this.rows = make("div", { className: "rows" })
    this.root.replaceChildren(this.bring.element, this.status,
      make("div", { className: "desk" }, this.input.element, this.output.element, this.grid.element), this.rows,
      this.presenting.hints, this.presenting.blank.element)
  }

  url(what, more = {}) {
    const url = new URL(`.${this.data.path}/${what}`, document.baseURI)
    for (const [name, value] of Object.entries({ ...this.data.query, ...more, lang: this.data.language, quiet: 1 }))
      url.searchParams.set(name, value)
    return url
  }

  // Ask the server; what is answered when something else has been asked for since is dropped.
  async ask(kind, what, more) {
    const mine = this[kind] = {}
    try {
      const answer = await (await fetch(this.url(what, more))).json()
      if (this[kind] !== mine) return null
      if (answer.refused) return this.tell(answer.refused.message, true)
      return answer
    } catch {
      return this[kind] === mine ? this.tell(t("The server does not answer. Try again in a moment."), true) : null
    }
  }

  tell(text, refused = false) {
    this.status.textContent = text
    this.status.classList.toggle("refused", refused)
    return null
  }

  async #load(fresh) {
    this.root.setAttribute("aria-busy", "true")
    this.tell(t("Calculating …"))
    const study = await this.ask("loading", "maps")
    if (!study) return this.root.removeAttribute("aria-busy")
    this.study = study
    this.root.removeAttribute("aria-busy")
    this.tell(study.notes.join(" "))
    if (fresh) this.#arrive()
    this.#settle()
    this.#draw()
    this.move({})
    this.#added()
  }

  // The place that the address says: `at` is layer, map, row and column.
  #arrive() {
    const { width, height, kernels } = this.study
    const said = new URL(location.href).searchParams.get("at")?.match(/^([12])\.(\d{1,2})\.(\d{1,4})\.(\d{1,4})$/)
    const [layer, o, row, col] = said ? said.slice(1).map(Number) : [1, 0, height >> 1, width >> 1]
    this.place = kernels[layer] ? { layer, o, row, col } : { layer: 1, o: 0, row: height >> 1, col: width >> 1 }
    this.shown = {}
  }

  // A place that there is, whatever was chosen since.
  #settle() {
    const { place } = this
    if (!this.study.kernels[place.layer]) place.layer = 1
    place.o = Math.min(place.o, this.study.kernels[place.layer][0] - 1)
  }

  pictures(layer, kind) {
    return this.study.rows.filter(row => row.layer === layer && row[kind]).flatMap(row => row.pictures)
  }

  #draw() {
    this.rows.replaceChildren(...this.study.rows.map(row => this.#row(row)))
    this.#look()
  }

  #row(row) {
    const pictures = row.pictures.map(picture => make("li", {}, make("button", { type: "button", value: picture.name,
      onclick: () => this.#choose(row, picture) },
    make("img", { src: picture.url, alt: "" }), make("span", { className: "name" }, picture.label),
    make("span", { className: "ends" }, picture.ends ?? ""))))
    return make("section", {}, make("h2", {}, row.title), make("p", { className: "scale" }, row.scale),
      make("ul", {}, ...pictures))
  }

  // A picture of the rows comes to the left or to the right view, with the layer that it belongs to.
  #choose(row, picture) {
    const { place } = this
    const own = this.pictures(row.layer, row.reads ? "reads" : "writes")
    if (row.layer !== place.layer) {
      this.place = { layer: row.layer, o: 0, row: 0, col: 0 }
      this.shown = {}
    }
    if (row.reads) this.shown.reads = picture.name
    else {
      const number = own.indexOf(picture)
      if (number >= 0 && number < this.study.kernels[row.layer][0]) this.place.o = number
      this.shown.writes = number >= 0 && picture.name !== "colour" ? null : picture
    }
    this.#look()
    this.move({})
    this.#added()
  }

  // The map that many further, through all layers: at either end it stays.
  turn(by) {
    const maps = Object.entries(this.study.kernels).flatMap(([layer, [count]]) =>
      Array.from({ length: count }, (_, o) => ({ layer: Number(layer), o })))
    const here = maps.findIndex(({ layer, o }) => layer === this.place.layer && o === this.place.o)
    const next = maps[here + by]
    if (!next) return
    const same = next.layer === this.place.layer
    this.shown = {}
    Object.assign(this.place, next)
    if (!same) [this.place.row, this.place.col] = this.output.size().map(side => side >> 1)
    this.#look()
    this.move({})
    this.#added()
  }

  // What the views show, and which pictures of the rows these are.
  #look() {
    const { layer, o } = this.place
    const reads = this.pictures(layer, "reads")
    const left = reads.find(({ name }) => name === this.shown.reads) ?? reads[0]
    const right = this.shown.writes ?? this.pictures(layer, "writes")[o]
    this.input.show(left)
    this.output.show(right)
    const names = [left.name, right.name]
    for (const button of this.rows.querySelectorAll("button"))
      button.ariaPressed = String(names.includes(button.value))
  }

  // What each channel adds stands under the maps of its layer.
  async #added() {
    const { layer, o } = this.place
    const row = await this.ask("adding", "added", { layer, o })
    if (!row) return
    this.rows.querySelector(".added")?.remove()
    const section = this.#row(row)
    section.className = "added"
    const at = this.study.rows.findIndex(each => each.layer === layer && each.writes)
    this.rows.children[at].before(section)
  }

  // Put the window at a place of the map, by changes of it, and ask for its numbers.
  async move(change) {
    Object.assign(this.place, change)
    const [rows, cols] = this.output.size()
    const { place } = this
    place.row = Math.max(0, Math.min(rows - 1, place.row))
    place.col = Math.max(0, Math.min(cols - 1, place.col))
    const [, , height, width] = this.study.kernels[place.layer]
    this.input.mark(place.row, place.col, height, width)
    this.output.mark(place.row, place.col, 1, 1)
    this.#note()
    if (this.waiting) return void (this.again = true)
    this.waiting = true
    const { layer, o, row, col } = place
    const numbers = await this.ask("pointing", "window", { layer, o, row, col })
    this.waiting = false
    if (this.again) {
      this.again = false
      return this.move({})
    }
    if (!numbers) return
    this.numbers = { ...numbers, at: this.#at() }
    this.grid.show(numbers, layer, o)
  }

  #at() {
    const { layer, o, row, col } = this.place
    return [layer, o, row, col].join(".")
  }

  // The address says the place, so that Back comes to it.
  #note() {
    clearTimeout(this.noting)
    this.noting = setTimeout(() => this.write(), 300)
  }

  write() {
    clearTimeout(this.noting)
    if (this.left || pages.here() !== "images") return
    const url = new URL(location.href)
    url.searchParams.set("at", this.#at())
    history.replaceState(history.state, "", url)
  }

  // The window as a lesson: exactly its numbers, with the kernels of its layer.
  async open() {
    if (this.numbers?.at !== this.#at()) await this.move({})
    if (this.numbers?.at !== this.#at()) return
    this.write()
    this.left = true
    const { page, s } = this.numbers
    pages.go(addressOf({ page, query: { s } }), "")
  }
}

const show = mounted(Desk)
