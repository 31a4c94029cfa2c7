import { make } from "./dom.js"
import { Lines } from "./lines.js"
import { t } from "./words.js"

// The code of the lesson on the board, with the lines of the current step marked: under the picture,
// which makes room for it. Python writes it while it is open, and in one language at a time.

let preferred = "loops" // the language that was shown last

export class Program {
  constructor(stage) {
    this.stage = stage
    this.lines = new Lines()
    this.names = make("div", { className: "grains", role: "group", ariaLabel: t("Language") })
    this.element = make("div", { className: "program", hidden: true }, this.names, this.lines.box)
  }

  get on() { return !this.element.hidden }

  // Whether the lesson has code, and may be asked for it.
  get offered() { return Boolean(this.stage.tell && this.languages?.length) }

  toggle() {
    const known = this.languages.map(([name]) => name)
    this.#ask(this.on ? "" : known.includes(preferred) ? preferred : known[0])
  }

  // Presenting ended: nobody sees it any more.
  end() { if (this.on) this.#ask("") }

  #ask(language) { this.stage.choices.tell("language", language) }

  // languages: those that it is offered in; language: the one that it is shown in, if any.
  update(program) {
    const { languages = [], language = "" } = program ?? {}
    this.languages = languages
    this.language = language
    if (language) {
      preferred = language
      this.names.replaceChildren(...languages.map(([name, title]) => make("button", { type: "button",
        ariaPressed: name === language, onclick: () => this.#ask(name) }, title)))
      this.lines.update({ ...program, label: t("Code") })
    }
    this.show()
  }

  // It is on the board alone: the page has a place of its own for code.
  show() {
    const on = Boolean(this.language) && this.stage.presenting.on
    if (on === this.on) return
    this.element.hidden = !on
    this.stage.root.classList.toggle("coded", on)
    if (on) this.lines.reveal() // now that it has a height
    this.stage.fit()
  }

  mark(step) { if (this.on) this.lines.mark(step) }
}
