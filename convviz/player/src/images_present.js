import { Cover } from "./blank.js"
import { make } from "./dom.js"
import { lettersOn } from "./letters.js"
import { t } from "./words.js"

// The pictures before a class: two of them fill the screen, with the sum of the window in large type. The
// keys are a stage's; those of a clicker go from map to map.

const MAPS = { PageDown: 1, " ": 1, n: 1, PageUp: -1, p: -1 }
const BLACK = ["b", "."]
const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]
const TYPING = "input:not([type=checkbox]), textarea, select, [role=combobox], [role=listbox], [contenteditable]"

const hints = () => [
  ["PageDown", t("next map")], ["← → ↑ ↓", t("move the window")], ["Enter", t("open it as a lesson")],
  ["B", t("blank")], ["Esc", t("end")],
]

export class Presenting {
  on = false
  covered = [] // what takes part in nothing meanwhile
  listening = new AbortController()

  constructor(desk) {
    this.desk = desk
    const { signal } = this.listening
    this.blank = new Cover("blank")
    this.button = make("button", { type: "button", onclick: () => this.start() }, t("Present"))
    this.hints = make("p", { className: "presses", ariaHidden: true },
      ...hints().map(([key, does]) => make("span", {}, make("kbd", {}, key), ` ${does}`)))
    addEventListener("keydown", event => this.#press(event), { capture: true, signal })
    document.addEventListener("fullscreenchange", () => {
      if (this.filling && !document.fullscreenElement) this.end()
    }, { signal })
  }

  remove() {
    this.listening.abort()
    if (this.on) this.end()
  }

  async start() {
    const { root } = this.desk
    this.on = true
    this.focused = root.getRootNode().activeElement
    root.classList.add("present")
    root.popover = "manual"
    root.showPopover()
    this.#cover()
    this.desk.output.picture.focus({ preventScroll: true })
    try {
      await document.documentElement.requestFullscreen()
    } catch { return } // refused, or no such thing: the page is covered all the same
    if (!this.on) return void document.exitFullscreen() // it was left before the browser was ready
    this.filling = true
    root.hidePopover() // what came last is on top: the page, when it got the screen
    root.showPopover()
    this.desk.output.picture.focus({ preventScroll: true })
  }

  end() {
    const { root } = this.desk
    this.on = false
    this.blank.hide()
    root.classList.remove("present")
    if (root.isConnected) root.hidePopover()
    root.popover = null
    for (const element of this.covered) element.inert = false
    this.covered = []
    if (this.filling && document.fullscreenElement) document.exitFullscreen()
    this.filling = false
    const back = this.focused?.isConnected ? this.focused : this.button
    back.focus({ preventScroll: true })
  }

  // What lies around the pictures gets no focus and is not read.
  #cover() {
    /** @type {any} */
    let element = this.desk.root
    while (element.parentNode) {
      const parent = element.parentNode
      for (const other of parent.children) {
        if (other === element || other.inert !== false) continue
        other.inert = true
        this.covered.push(other)
      }
      element = parent.host ?? parent
    }
  }

  #press(event) {
    const take = act => {
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    if (this.blank.on) return take(() => { if (!event.repeat) this.blank.hide() })
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey && event.key !== "F") return
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const target = event.composedPath()[0]
    const letter = key.length === 1 && key !== " "
    if (letter && (!lettersOn() || target.closest?.(TYPING))) return
    if (key === "f") return take(() => this.on ? this.end() : this.desk.study && this.start())
    if (!this.on) return
    const { picture } = this.desk.output
    if (key === "Escape") take(() => this.end())
    else if (BLACK.includes(key)) take(() => this.blank.show())
    else if (MAPS[key]) take(() => this.desk.turn(MAPS[key]))
    else if (ARROWS.includes(key) && !target.closest?.(".picture")) take(() => {
      picture.focus({ preventScroll: true })
      picture.dispatchEvent(new KeyboardEvent("keydown", { key }))
    })
  }
}
