import { make } from "./dom.js"
import { sameShow, stepOf } from "./places.js"
import { endLecture, playAt, playing } from "./playing.js"
import { pageHere } from "./travel.js"
import { t } from "./words.js"

// The lecture that is being played: where in it the stage is, and what comes before and after.
//
// A place is shown from its step on. It ends at its `until`, else where the next place of the same show
// begins, else at the last step. After its end comes the next place; before its step the one before.

export class Lecturing {
  constructor(stage) {
    this.stage = stage
    this.now = playing()
    this.where = make("span", { className: "which" })
    this.title = make("strong")
    this.note = make("span", { className: "note" })
    this.end = make("button", { type: "button", onclick: () => this.#end() })
    this.element = make("aside", { className: "playing", hidden: true }, this.where, this.title, this.note, this.end)
    stage.root.prepend(this.element)
  }

  get on() { return this.now !== null && Boolean(this.stage.data?.contents) }

  get place() { return this.now.places[this.now.index] }

  beside(direction) {
    const place = this.now.places[this.#next(direction)]
    return place && { ...place, title: place.title || this.#pageOf(place) }
  }

  // Whether a clicker pressed on leaves the place.
  ended(direction) {
    const { stage } = this
    if (stage.step === (direction > 0 ? stage.steps - 1 : 0)) return true
    if (!this.#isHere(this.place)) return false
    return direction > 0 ? "until" in this.place && this.#compare(this.place.until) >= 0
      : this.#compare(stepOf(this.place)) <= 0
  }

  // Whether the place beside is a further step of the same show: there is nothing to announce.
  continues(direction) {
    const place = this.beside(direction)
    return Boolean(place) && sameShow(place, this.place) && this.#isHere(place)
  }

  async go(direction) {
    const place = this.beside(direction)
    if (!place) return
    const { stage } = this
    const index = this.#next(direction)
    if (this.continues(direction)) {
      this.#at(index)
      stage.reach(...this.#moment(stepOf(place)))
    } else if (await stage.travel(place)) this.#at(index)
  }

  // After every step, and when the browser went to another address: which place it is.
  show() {
    this.element.hidden = !this.on
    if (!this.on) return
    const { places } = this.now
    let { index } = this.now
    if (!this.#isHere(places[index])) { // Back and Forward go from place to place too
      const found = [...places.keys()].filter(other => this.#isHere(places[other]))
      if (found.length) index = found.sort((a, b) => Math.abs(a - index) - Math.abs(b - index))[0]
    }
    // Steps lead from a place to a later one of the same show, and back.
    const follows = index => index > 0 && index < places.length && sameShow(places[index - 1], places[index]) &&
      stepOf(places[index - 1]) < stepOf(places[index])
    if (this.#isHere(places[index])) {
      while (follows(index + 1) && this.#compare(stepOf(places[index + 1])) >= 0) index++
      while (follows(index) && this.#compare(stepOf(places[index])) < 0) index--
    }
    if (index !== this.now.index) this.#at(index)
    this.where.textContent = t("place {n} of {all}", { n: index + 1, all: places.length })
    this.title.textContent = this.place.title || this.#pageOf(this.place) || ""
    this.note.textContent = this.place.note ?? ""
    this.end.textContent = t("End the lecture")
  }

  // While presenting the note is seen by a key alone.
  toggleNote() { this.element.classList.toggle("asked") }

  #end() {
    endLecture()
    this.now = null
    this.show()
    this.stage.dress()
    this.stage.root.focus({ preventScroll: true })
  }

  #at(index) {
    playAt(this.now, index)
    this.now = playing()
    this.element.classList.remove("asked")
    this.stage.dress()
  }

  // Index of the next place that can be shown here: a page without a stage is passed over.
  #next(direction) {
    const { places, index } = this.now
    let next = index + direction
    while (places[next] && !this.#pageOf(places[next])) next += direction
    return next
  }

  // The title of a place's page, where it has a stage.
  #pageOf({ page }) { return this.stage.data.contents.find(([address]) => address === page)?.[1] }

  // Whether the stage shows what a place shows, at whatever step.
  #isHere({ page, query }) {
    const { link } = this.stage.data.view ?? {}
    return page === pageHere() &&
      Object.entries(link ?? {}).every(([name, value]) => query[name] === value)
  }

  // A step of the place as the position and the phase that it reaches; it is counted as the place was.
  #moment(step) {
    const stops = this.stage.data.stops[this.place.query.g] ?? this.stage.stops
    return step ? [Math.floor((step - 1) / stops.length), stops[(step - 1) % stops.length]] : [-1, 0]
  }

  // Where the stage is, against a step of the place: below, at or above 0.
  #compare(step) {
    const [{ position, upto }, [there, phase]] = [this.stage.moment, this.#moment(step)]
    return position - there || upto - phase
  }
}
