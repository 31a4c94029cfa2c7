import { Beside } from "./beside.js"
import { focusedIn, make } from "./dom.js"
import { pageHere } from "./travel.js"
import { t } from "./words.js"

// Predict first: before a partial sum or an output number appears the page asks for it. Meanwhile it has
// no number beyond the steps that were reached: Python asks, judges, and sends what may be seen then.
// So it is with sizes that make another output shape, number of maps or of weights.

const NAME = "predict" // in the address

export class Predict {
  wanted = new URL(location.href).searchParams.get(NAME) === "1"
  /** @type {boolean | undefined} */
  told = undefined // what Python heard last
  question = null // that waits for an answer: { text, choices } and the step, or who is given the answer
  asked = {} // a later question overtakes one that is on its way

  constructor(stage) {
    this.stage = stage
    this.spoken = make("p", { className: "for-readers" }) // what is hidden at first would not be read
    this.spoken.setAttribute("role", "status")
    this.element = make("div", { className: "predict", hidden: true, role: "group", onclick: event => event.stopPropagation() })
    stage.root.append(this.element, this.spoken)
  }

  // Whether the page can ask: in a file of its own there is nobody to judge.
  get possible() { return Boolean(this.stage.data.asks && this.stage.tell) }

  // Whether numbers are held back.
  get on() { return Boolean(this.stage.data.known) }

  get open() { return !this.element.hidden }

  toggle() {
    const { stage } = this
    stage.pause()
    this.close()
    this.wanted = !this.wanted
    stage.address.write()
    stage.dress()
    this.agree()
  }

  // Python hears whether numbers are to be held back, where it did not know.
  agree() {
    if (!this.possible || this.wanted === this.on || this.wanted === this.told) return
    this.told = this.wanted
    this.stage.choices.tell(NAME, this.wanted)
  }

  // What an address says of it.
  write(searchParams) {
    if (this.wanted) searchParams.set(NAME, "1")
    else searchParams.delete(NAME)
  }

  // What Python is to know where it is asked for numbers: those up to here may be sent.
  get place() { return this.wanted ? { [NAME]: this.#here(this.stage.step) } : {} }

  // Whether all that a step shows is here.
  knows(step) {
    const { stage } = this
    if (!this.on || step <= 0) return true
    const [walk, position, upto] = stage.data.known
    const moment = stage.momentOf(step)
    const [there, here] = [moment.position, position].map(each => stage.route.indexOf(each))
    return walk === stage.walk && here >= 0 && (there < here || there === here && moment.upto <= upto)
  }

  // The last step, up to one, that can be shown.
  known(step) {
    while (!this.knows(step)) step--
    return step
  }

  // Numbers that were known stay known where the same are shown: Python may not have heard of the last
  // steps yet.
  over(data) {
    const before = this.stage.data
    const says = ({ layout, lang, view }) => JSON.stringify([layout, lang, view?.link])
    if (!data.known || !before?.known || says(data) !== says(before)) return data
    const { base, frames, forms, known } = before
    return { ...data, base, frames, forms, known }
  }

  // Go to a step that is not known yet: ask, unless it was reached by another walk.
  async reach(step) {
    const { stage } = this
    if (this.question?.give) return this.close()
    const [, position, upto] = stage.data.known
    const moment = stage.momentOf(step)
    const silent = moment.position === position && moment.upto <= upto
    const said = await this.#post(step, silent ? { reveal: true } : {})
    if (!said) return
    if (said.seen) {
      this.close()
      this.#see(said.seen, step)
    } else this.#ask({ step, ...said.question })
  }

  // Show a step without a question: it was shown before the numbers changed.
  async catchUp(step) {
    const said = await this.#post(step, { reveal: true })
    if (!said?.seen) return
    this.stays = true // what is asked or said of sizes
    this.#see(said.seen, step)
    this.stays = false
  }

  // Ask for what sizes make; give takes the answer, and gives what Python says of it. Who goes on
  // without one sees what they make.
  first(question, give) {
    this.question = null
    this.asked = {}
    this.#ask({ ...question, give })
  }

  // What was asked of sizes is asked no more: they were taken back.
  drop() {
    if (!this.question?.give) return
    this.question = null
    this.close()
  }

  close() {
    if (this.stays) return
    const { question } = this
    this.asked = {}
    this.question = null
    this.element.hidden = true
    this.element.replaceChildren()
    question?.give?.({ reveal: true })
  }

  // Keys while a question or a verdict is there; the others are the stage's. Whether this was one.
  press({ key }, target) {
    if (!this.open || this.element.contains(target) && target.matches("input") && key !== "Escape") return false
    if (key === "Escape") return this.#leave()
    if (!this.question || !this.element.contains(target) && target.matches?.("input:not([type=range]), select")) return false
    if (key === "PageDown" && this.stage.presenting.on) return this.#answer({ reveal: true }) // a clicker has no digits
    const choice = Number(key) - 1
    return this.question.choices[choice] !== undefined && this.#answer({ answer: choice })
  }

  #leave() {
    this.close()
    this.stage.root.focus({ preventScroll: true })
    return true
  }

  #here(step) {
    const { granularity, walk } = this.stage
    return { step: String(this.stage.placeOf(step)), g: granularity, walk }
  }

  // A question about a step; null where a later one overtook it, or it is refused, which is told.
  async #post(step, more) {
    const { stage } = this
    const { data } = stage
    const asked = this.asked = {}
    const link = data.text ? { s: data.text } : Object.fromEntries(Object.entries(data.view?.link ?? {}).filter(([, text]) => text))
    const query = { ...Object.fromEntries(stage.address.here.searchParams), ...link, ...this.#here(step),
      page: pageHere(), lang: data.lang.split("-")[0] }
    let said
    try {
      const response = await fetch(new URL(data.asks, document.baseURI), { method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...query, ...more, since: Math.max(0, data.known[1]), quiet: true }) })
      said = await response.json()
    } catch {
      said = { refused: { message: t("The server does not answer.") } }
    }
    if (asked !== this.asked) return null
    if (!said.refused) return said
    if (this.question) this.note.textContent = said.refused.message
    else this.#put(said.refused.message, make("button", { type: "button", onclick: () => this.reach(step) }, t("Try again")))
    return null
  }

  #see({ since, frames, forms, known }, step) {
    const { stage } = this
    stage.learn({ frames: [...stage.data.frames.slice(0, since), ...frames], forms, known })
    stage.go(step)
  }

  #put(text, ...more) {
    const said = make("p", { className: "asks" }, text)
    this.element.ariaLabel = t("Predict first")
    this.element.replaceChildren(said, ...more)
    this.element.hidden = false
    this.spoken.textContent = text
  }

  #ask(question) {
    this.question = question
    const button = (name, text, onclick) => make("button", { type: "button", value: name, onclick }, text)
    const choices = question.choices.map((text, n) => {
      const choice = button("choice", "", () => this.#answer({ answer: n }))
      choice.append(make("kbd", { ariaHidden: "true" }, n + 1), text)
      return choice
    })
    const field = make("input", { autocomplete: "off", spellcheck: false, size: 8, ariaLabel: question.text })
    const form = make("form", { onsubmit: event => {
      event.preventDefault()
      if (field.value.trim()) this.#answer({ answer: field.value })
    } }, field, make("button", {}, t("Check")))
    this.note = make("p", { className: "note" })
    this.note.setAttribute("role", "alert")
    this.#put(question.text, make("div", { className: "answers" }, ...choices.length ? choices : [form],
      button("reveal", t("Reveal"), () => this.#answer({ reveal: true })),
      button("close", "×", () => this.#leave())), this.note)
    this.element.querySelector("[value=close]").ariaLabel = t("Close")
    if (question.give) return // a size may be stepped further
    if (!choices.length) field.focus({ preventScroll: true })
    else if (!this.stage.root.contains(focusedIn(this.stage.root))) this.stage.root.focus({ preventScroll: true })
  }

  // The wrong rule and the right one, step by step beside each other.
  async #where(step, mistake) {
    const said = await this.#post(step, { beside: mistake.name })
    if (said?.beside) new Beside(said.beside, this.stage.root)
  }

  // Answer what is asked; from then on the number may be seen. Always true: the key was used.
  #answer(given) {
    const { question, question: { step, give } } = this
    if (give) give(given).then(said => {
      if (this.question !== question || !said) return
      if (said.refused) return this.note.textContent = said.refused.message
      this.question = null
      this.#tell(said.verdict)
      this.stage.root.focus({ preventScroll: true })
    })
    else this.#post(step, given).then(said => {
      if (!said) return
      this.#see(said.seen, step)
      this.question = null
      this.#tell(said, step)
      this.stage.root.focus({ preventScroll: true })
    })
    return true
  }

  // The answer and the number side by side, with the sentence of why.
  #tell({ right, answer, truth, mistake }, step = 0) {
    const number = (name, title, text) => make("p", { className: name }, make("span", {}, title), make("b", {}, text))
    const well = right ? t("Right: {number}", { number: truth }) : t("It is {number}", { number: truth })
    const pair = right !== false ? [] : [make("div", { className: "pair" },
      number("given", t("Your answer"), answer), number("truth", t("By the rule"), truth))]
    const why = mistake ? [make("p", {}, make("b", {}, t("This is what you get when: {mistake}.", { mistake: mistake.title }))),
      make("p", {}, mistake.why), make("p", {}, mistake.truth)] : []
    const where = mistake?.shown ? [make("button", { type: "button", value: "where", onclick: () => this.#where(step, mistake) }, t("Show where"))] : []
    this.#put(well, ...pair, make("div", { className: "why" }, ...why), ...where,
      make("button", { type: "button", value: "close", ariaLabel: t("Close"), onclick: () => this.#leave() }, "×"))
    if (mistake) this.spoken.textContent = `${well} ${t("This is what you get when: {mistake}.", { mistake: mistake.title })}`
  }
}
