import { AFTER } from "./outbox.js"

// A control of the page that has been used gives the keys to the stage: after an example, a size or a
// switch was chosen, arrows and letters act on the picture. Who goes through the controls with the
// Tab key stays there.

const CLICKED = "button, label, input[type=checkbox], input[type=radio], [role=radio], [role=switch], " +
  "[role=option], [role=menuitem]"
const OPENS = "[aria-haspopup], [aria-expanded], [role=combobox]" // what is chosen from comes next
const ENDED = "input:is([type=number], [type=text], :not([type])), [role=combobox][aria-expanded=true]" // by Enter
const ELSEWHERE = "[role=dialog], header, nav"
const WHILE = 300 // ms in which a control that is drawn anew, or a list that closes, may take the focus back

export class Release {
  until = 0

  constructor(stage) {
    this.stage = stage
    const options = { capture: true, signal: stage.listening.signal }
    addEventListener("click", event => this.#clicked(event), options)
    addEventListener("keydown", event => this.#ended(event), options)
    addEventListener("pointerdown", () => { this.until = 0 }, options)
    addEventListener("focusin", event => {
      // Later: a control that takes the focus back at once would do so again and again.
      if (performance.now() < this.until && event.target.matches(`${CLICKED}, ${OPENS}`))
        requestAnimationFrame(() => this.#take())
    }, options)
  }

  #clicked(event) {
    const [target] = event.composedPath()
    if (!event.detail || this.stage.root.contains(target)) return // a key presses a button too
    const control = target.closest?.(CLICKED)
    if (control && !control.closest(ELSEWHERE) && !control.matches(OPENS) && !control.querySelector(OPENS))
      this.#release()
  }

  #ended(event) {
    this.until = 0
    const [target] = event.composedPath()
    if (event.key !== "Enter" || event.isComposing || this.stage.root.contains(target)) return
    if (target.matches?.(ENDED)) this.#release()
  }

  #release() {
    this.until = performance.now() + WHILE
    setTimeout(() => this.#take(), AFTER)
  }

  #take() {
    const { root, editor } = this.stage
    if (performance.now() < this.until && root.isConnected && !editor.focused) root.focus({ preventScroll: true })
  }
}
