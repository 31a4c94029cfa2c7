import { make, SVG } from "./dom.js"
import { shorten } from "./shorten.js"

// The arithmetic of the step as text: one or two lines of the drawing on a wide stage; elsewhere prose
// under it, which wraps where it must.

const SHORT = 12 // tokens that fit into two lines, whatever they are

export class Equation {
  constructor() {
    this.line = make("span")
    this.note = make("span", { className: "aside" }) // what is said beside it
    this.prose = make("p", { className: "prose" }, this.line, this.note)
    this.prose.setAttribute("aria-atomic", "true")
    this.prose.setAttribute("aria-live", "polite")
  }

  // The element of another drawing; nothing is written yet.
  stand(element) {
    this.drawn = element
    this.written = null
  }

  // Where it may stand.
  get places() { return [this.drawn, this.prose] }

  // line: what a frame says, if anything; forms: those of the frames' lines; stand: of the picture.
  // What stands there already stays, and with it the marks of what is pointed at.
  write(line, upto, product, forms, stand) {
    const prose = stand !== "wide"
    const wanted = [line, upto, product, forms, stand]
    if (wanted.every((part, index) => part === this.written?.[index])) return
    this.written = wanted
    const { size, form, texts } = line ?? {}
    const tokens = line ? forms[form].map((rest, index) => [texts[index], ...rest]) : []
    const [home, away] = prose ? [this.line, this.drawn] : [this.drawn, this.line]
    if (line) this.drawn.setAttribute("font-size", size)
    else this.drawn.removeAttribute("font-size")
    away.replaceChildren()
    away.removeAttribute("data-equation")
    home.dataset.equation = ""
    const said = tokens.filter(([, first, last]) => first <= upto && (!last || upto < last))
      .map(([text, , , ink, mark, lineBreak]) => {
        const span = prose ? make("span") : document.createElementNS(SVG, "tspan")
        span.textContent = text
        if (ink) span.setAttribute("class", ink)
        if (mark) span.dataset.mark = mark
        if (mark && mark === product) span.dataset.product = ""
        if (lineBreak && !prose) {
          span.setAttribute("x", "0")
          span.setAttribute("dy", "1.3em")
        }
        return span
      })
    this.long = stand === "present" && said.length > SHORT ? said : null
    if (!this.long) home.replaceChildren(...said)
  }

  // Say something beside the prose.
  beside(text) {
    if (this.note.textContent !== text) this.note.textContent = text
    this.note.hidden = false
  }

  // Make a long line fit. It reads how high the line is: after all is written, so that there is one
  // layout of the picture.
  fit(upto) { if (this.long) shorten(this.line, this.long, upto) }

  // While it plays nothing is read out: a step would cut the one before short.
  hush(on) { for (const place of this.places) place.setAttribute("aria-live", on ? "off" : "polite") }

  // Write it anew, so that it is read out.
  repeat() {
    const [line, upto, product, forms, stand] = this.written
    this.written = null
    this.write(line, upto, product, forms, stand)
    this.fit(upto)
  }
}
