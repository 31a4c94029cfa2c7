import { declared } from "./access.js"
import { make } from "./dom.js"
import { Kept } from "./kept.js"
import { t } from "./words.js"

// A tour of five stops for a first visit. It does not begin by itself: an invitation stands in the room
// of the line that is not written yet, until one goes on; the list of keys offers it again.

const seen = new Kept("localStorage", "convviz-tour")

// What each stop is about, found in a stage, and what is said of it.
const stops = () => [
  [stage => stage.picture.svg, t("This is one layer with all its numbers: the input X, the kernels K, the output Y. Nothing is computed yet.")],
  [stage => stage.bar.element.querySelector("[value=next]"), t("One step at a time: the window, its products, the partial sum of a channel, at last the number. The arrow keys do the same.")],
  [stage => [...stage.picture.slots.values()].find(({ name }) => declared(name).editable)?.element, t("Every number of X, K and b can be changed: click it and type. All that depends on it follows.")],
  [stage => stage.bar.predict, t("Predict first: before a number appears the page asks you for it, and tells the mistake in a wrong answer.")],
  [stage => stage.bar.element.querySelector("[value=present]"), t("In a room: present on the whole screen, and let others follow by a QR code. The last button lists all keys.")],
]

export class Tour {
  at = -1 // the stop, if any

  constructor(stage) {
    this.stage = stage
    this.element = make("div", { className: "tour", hidden: true, role: "group", onclick: event => event.stopPropagation() })
    this.invitation = make("p", { className: "invitation", hidden: true })
    stage.root.append(this.element)
  }

  get open() { return this.at >= 0 }

  // Where there is a page of the app to be shown.
  get possible() { return Boolean(this.stage.data.follow) }

  // Words of another language; the bar is another one too.
  speak() {
    this.element.ariaLabel = t("Tour")
    this.invitation.replaceChildren(
      make("button", { type: "button", value: "tour", onclick: () => this.start() }, t("Take the tour")),
      make("button", { type: "button", ariaLabel: t("No tour"), title: t("No tour"), onclick: () => this.decline() }, "×"))
    this.stage.bar.element.append(this.invitation)
    this.invitation.hidden = !this.invites
    if (this.open) this.#show(this.at)
  }

  // Once, who comes to a lesson by itself: no link to numbers or a step, no class, no frame.
  get invites() {
    const { stage } = this
    const { searchParams } = new URL(location.href)
    const elsewhere = ["s", "layers", "present", "embed"].some(name => searchParams.has(name)) || Number(searchParams.get("step") ?? 0)
    return this.possible && !elsewhere && !stage.step && !stage.presenting.on && !stage.lecturing.on && !seen.read()
  }

  // Whoever goes on by themselves is not asked again.
  decline() {
    if (this.invitation.hidden) return
    this.invitation.hidden = true
    seen.write(true)
  }

  start() {
    this.decline()
    this.stage.bar.showKeys(false)
    this.#show(0)
    this.element.querySelector("button").focus({ preventScroll: true })
  }

  end() {
    this.marked?.removeAttribute("data-toured")
    this.at = -1
    this.element.hidden = true
    this.element.replaceChildren()
  }

  // Escape ends it. Whether the key was that.
  press({ key }) {
    if (!this.open || key !== "Escape") return false
    this.#leave()
    return true
  }

  #leave() {
    this.end()
    this.stage.root.focus({ preventScroll: true })
  }

  #show(at) {
    const there = stops().map(([find, text]) => [find(this.stage), text]).filter(([element]) => element && !element.hidden)
    if (at >= there.length) return this.#leave()
    this.at = Math.max(0, at)
    const [element, text] = there[this.at]
    this.marked?.removeAttribute("data-toured")
    this.marked = element
    element.setAttribute("data-toured", "")
    const last = this.at === there.length - 1
    const go = (name, by) => make("button", { type: "button", onclick: () => {
      this.#show(this.at + by)
      this.element.querySelector("button")?.focus({ preventScroll: true })
    } }, name)
    const said = make("p", {}, text)
    said.setAttribute("role", "status")
    this.element.hidden = false
    this.element.replaceChildren(make("span", { className: "which" }, `${this.at + 1} / ${there.length}`), said,
      make("div", { className: "answers" }, go(last ? t("Done") : t("Next"), 1), ...this.at ? [go(t("Back"), -1)] : [],
        ...last ? [] : [make("button", { type: "button", onclick: () => this.#leave() }, t("Skip the tour"))]))
  }
}
