import { make } from "./dom.js"
import { Picture } from "./picture.js"
import { isDark } from "./theme.js"
import { t } from "./words.js"

// A wrong rule beside the right one: two pictures of one number that step together, opened at the first
// product or sum where they part.

class Pane {
  // told: a title, a number, the data of a film with one position, and its last step.
  constructor({ title, number, data, last }, className, dark) {
    this.last = last
    this.at = data.frames.findIndex(frame => Object.keys(frame).length)
    this.picture = new Picture()
    this.root = make("div", { className: `convviz pane readonly ${dark ? "dark" : ""}`, lang: data.lang }, this.picture.svg, this.picture.prose)
    this.element = make("section", { className }, make("h3", {}, make("span", {}, title), make("b", {}, number)), this.root)
    this.picture.load(data, this.at, false)
    this.picture.walk([this.at])
    this.picture.hush(true)
  }

  fit() { this.picture.fit(this.root) }

  show(step) {
    const upto = Math.min(step, this.last)
    const moment = upto ? { position: this.at, next: this.at, after: upto - 1, upto } : { position: -1, next: this.at, after: 0, upto: 0 }
    this.picture.show(moment)
  }
}

export class Beside {
  // told: what Python says of both; within: the element whose style it has.
  constructor({ text, step, right, wrong }, within) {
    const dark = isDark(within)
    this.step = step
    this.panes = [new Pane(wrong, "wrong", dark), new Pane(right, "right", dark)]
    this.end = Math.max(...this.panes.map(pane => pane.last))
    const button = (name, by) => make("button", { type: "button", ariaLabel: name, title: name, onclick: () => this.#show(this.step + by) }, by < 0 ? "◀" : "▶")
    this.back = button(t("Previous step"), -1)
    this.next = button(t("Next step"), 1)
    this.counter = make("output")
    this.element = make("dialog", { className: "beside", onclick: event => event.stopPropagation(), onkeydown: event => this.#press(event) },
      make("p", {}, text), make("div", { className: "panes" }, ...this.panes.map(pane => pane.element)),
      make("div", { className: "steps" }, this.back, this.next, this.counter,
        make("button", { type: "button", onclick: () => this.element.close() }, t("Close"))))
    this.element.ariaLabel = t("Show where")
    this.element.addEventListener("close", () => {
      this.watching.disconnect()
      this.element.remove()
    })
    within.append(this.element)
    this.element.showModal()
    this.watching = new ResizeObserver(() => this.#fit())
    this.watching.observe(this.element)
    this.#fit()
  }

  #fit() {
    for (const pane of this.panes) pane.fit()
    this.#show(this.step)
  }

  #show(step) {
    this.step = Math.max(0, Math.min(step, this.end))
    for (const pane of this.panes) pane.show(this.step)
    this.back.disabled = !this.step
    this.next.disabled = this.step === this.end
    this.counter.textContent = `${this.step} / ${this.end}`
  }

  // The keys of a stage, and of a clicker; Escape is the browser's.
  #press(event) {
    event.stopPropagation()
    const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    this.#show(this.step + by)
  }
}
