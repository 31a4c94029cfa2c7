import { all, focusedIn, make } from "./dom.js"
import { OFTEN, running } from "./running.js"
import { t } from "./words.js"

// The examples and sizes of the page, chosen on the board that covers the page's own controls.

let told = [] // choices that Python has not taken yet, numbered: [n, name, value]
let last = 0
let madeOn = "" // path of the page that they were made on

export class Choices {
  constructor(stage) {
    if (madeOn !== stage.address.path) told = [] // what was chosen elsewhere is not meant for here
    madeOn = stage.address.path
    this.stage = stage
    this.examples = make("ul")
    this.numbers = make("div", { className: "numbers" })
    this.said = make("p", { className: "said" })
    this.said.setAttribute("role", "alert")
    this.element = make("div", { className: "choices", hidden: true, role: "dialog",
      ariaLabel: t("Examples and sizes"), onclick: event => event.stopPropagation(),
      onmousedown: event => event.preventDefault() }) // the focus stays where the keys act
    this.element.addEventListener("focusin", ({ target }) => { this.at = this.stops.indexOf(target) })
    // In the document only while it is open: the page's own controls have the same names.
    this.parts = [this.examples, make("div", {}, this.numbers, this.said)]
  }

  get on() { return !this.element.hidden }

  // All that the arrows go through.
  get stops() { return all(this.element, "[tabindex]") }

  // at: which of the stops gets the focus, unless the example that is shown does.
  show(on, at) {
    if (on === this.on || (on && !this.offers)) return
    const { stage } = this
    stage.pause()
    stage.editor.close?.(true)
    this.element.hidden = !on
    if (on) this.element.append(...this.parts)
    if (on) (this.stops[at] ?? this.element.querySelector("[aria-current=true]") ?? this.stops[0]).focus()
    else stage.root.focus({ preventScroll: true })
    if (!on) this.element.replaceChildren()
  }

  update(choices) {
    this.choices = choices ?? { examples: [], numbers: [] }
    const { examples, example, numbers, said, heard = 0 } = this.choices
    told = told.filter(([n]) => n > heard)
    last = Math.max(last, heard)
    this.offers = Boolean(this.stage.tell && examples.length + numbers.length)
    const made = JSON.stringify([examples, numbers.map(([name, label, , ...ends]) => [name, label, ends])])
    if (made !== this.made) this.#build(examples, numbers)
    this.made = made
    for (const [n, [name]] of examples.entries()) this.examples.children[n].firstElementChild.ariaCurrent = String(name === example)
    for (const [n, [name, , value]] of numbers.entries())
      this.rows[n].show(told.findLast(([, other]) => other === name)?.[2] ?? value)
    this.said.textContent = said ?? ""
    if (this.offers && !this.met) this.#send() // of a stage that was taken away
    this.met = true
  }

  // Only where others are offered: what is being pressed stays.
  #build(examples, numbers) {
    const focused = this.stops.indexOf(focusedIn(this.element))
    this.examples.replaceChildren(...examples.map(([name, title]) => make("li", {},
      make("button", { type: "button", tabIndex: -1, onclick: () => this.#choose(name) }, title))))
    this.rows = numbers.map(([name, label, , least, most]) => this.#row(name, label, least, most))
    this.numbers.replaceChildren(...this.rows)
    if (focused >= 0) (this.stops[focused] ?? this.stops.at(-1)).focus()
  }

  #row(name, label, least, most) {
    /** @type {any} */ // an element that can be stepped
    const row = make("div", { tabIndex: -1, role: "spinbutton", ariaLabel: label, ariaValueMin: least,
      ariaValueMax: most })
    const output = make("output")
    row.show = value => { row.ariaValueNow = output.textContent = value }
    row.step = by => {
      const next = Number(row.ariaValueNow) + by
      if (next < least || next > most) return
      row.show(next)
      this.tell(name, next)
    }
    const button = (text, by) => make("button", { type: "button", ariaHidden: true,
      onclick: () => { row.focus(); row.step(by) } }, text)
    row.append(make("span", {}, label), button("−", -1), output, button("+", 1))
    return row
  }

  #choose(name) {
    this.tell("example", name)
    this.show(false)
  }

  // Only the last of several triggers in a row arrives: each carries all that are not taken yet.
  tell(name, value) {
    told = [...told, [++last, name, value]]
    this.#send()
  }

  #send() {
    clearTimeout(this.turn)
    if (!told.length || !this.stage.root.isConnected) return // the next stage sends what is left
    if (running()) this.turn = setTimeout(() => this.#send(), OFTEN)
    else this.stage.tell(told)
  }

  // Keys while it is open; the others are the stage's. Whether this was one.
  press({ key, shiftKey }) {
    const stops = this.stops
    const at = stops.indexOf(focusedIn(this.element))
    const stop = stops[at]
    const move = by => () => stops[(at + by + stops.length) % stops.length].focus()
    const step = by => () => stop.step?.(by)
    const choose = () => stop.click()
    const act = { ArrowDown: move(1), PageDown: move(1), ArrowUp: move(-1), PageUp: move(-1),
      Tab: move(shiftKey ? -1 : 1), Home: () => stops[0].focus(), End: () => stops.at(-1).focus(),
      ArrowRight: step(1), "+": step(1), "=": step(1), ArrowLeft: step(-1), "-": step(-1), "−": step(-1),
      Enter: choose, " ": choose, ".": choose, // a clicker has a key that blanks, and no Enter
      Escape: () => this.show(false), e: () => this.show(false) }[key.length === 1 ? key.toLowerCase() : key]
    act?.()
    return Boolean(act)
  }
}
