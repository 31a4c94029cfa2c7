import { focusedIn, make } from "./dom.js"
import { LIMITS, readList, sameShow, writeList } from "./places.js"
import { pageHere } from "./travel.js"
import { t } from "./words.js"

// One key adds the place that is shown to the lecture that is being prepared.

const SAID_FOR = 8000 // ms for which it is said
const KEPT = "k." // how a name begins that a server keeps numbers under for a while; a lecture lasts longer
const OF_THE_VISITOR = ["lang", "present", "embed", "embed_options"]

export class Collect {
  constructor(stage) {
    this.stage = stage
    this.said = make("span")
    this.said.setAttribute("role", "status")
    this.undo = make("button", { type: "button", onclick: () => this.#undo() })
    this.element = make("p", { className: "told", hidden: true }, this.said, this.undo)
    stage.root.append(this.element)
  }

  // Where there are other pages, and one that puts a lecture in order.
  get possible() { return Boolean(this.stage.data?.contents && !this.stage.data.folder) }

  async add() {
    const { stage } = this
    stage.pause()
    if (!await stage.editor.settled()) return // what was refused is not what is shown
    const place = this.#here()
    const list = readList()
    const last = list.places.at(-1)
    if (place.query.s?.startsWith(KEPT)) this.#tell(t("An address has no room for these numbers: they can't be a place of a lecture."))
    else if (list.places.length >= LIMITS.places)
      this.#tell(t("A lecture has at most {most} places.", { most: LIMITS.places }))
    else if (last && sameShow(last, place) && last.query.step === place.query.step)
      this.#tell(t("It is place {n} of the lecture already.", { n: list.places.length }))
    else this.#keep(list, [...list.places, place], t("Place {n} of the lecture.", { n: list.places.length + 1 }))
  }

  // The place that was added last ends at the step that is shown.
  endHere() {
    const list = readList()
    const [here, last] = [this.#here(), list.places.at(-1)]
    const until = Number(here.query.step)
    if (!last || !sameShow(last, here) || until < Number(last.query.step ?? 0))
      return this.#tell(t("L adds a place; Shift+L at a later step of the same numbers ends it there."))
    this.#keep(list, [...list.places.slice(0, -1), { ...last, until }],
      t("Place {n} of the lecture ends here.", { n: list.places.length }))
  }

  // What a link to it says; what Python tells of the numbers comes before an address that is still
  // to be written.
  #here() {
    const { data, address } = this.stage
    const said = [...address.here.searchParams].filter(([name]) => !OF_THE_VISITOR.includes(name))
    return { page: pageHere(), query: { ...Object.fromEntries(said), ...data.view?.link },
      title: data.headline.slice(0, LIMITS.title) }
  }

  #keep(list, places, said) {
    this.before = list
    try {
      const stays = writeList({ ...list, places })
      this.#tell(stays ? said : `${said} ${t("It is kept until the tab is closed.")}`, true)
    } catch {
      this.#tell(t("The list is too large for this browser to keep."))
    }
  }

  #undo() {
    writeList(this.before)
    this.#tell(t("Undone."))
    this.stage.root.focus({ preventScroll: true })
  }

  #tell(text, undo = false) {
    clearTimeout(this.resting)
    this.element.hidden = false
    this.said.textContent = text
    this.undo.textContent = t("Undo")
    this.undo.hidden = !undo
    this.resting = setTimeout(() => this.hide(), SAID_FOR)
  }

  hide() {
    clearTimeout(this.resting)
    if (this.element.contains(focusedIn(this.element))) this.resting = setTimeout(() => this.hide(), SAID_FOR)
    else this.element.hidden = true
  }
}
