import { AFTER } from "./outbox.js"
import { OFTEN, running } from "./running.js"

// A control of the page that has been used gives the keys to the stage: after an example, a size or a
// switch was chosen, arrows and letters act on the picture. Who goes through the controls with the
// Tab key stays there.

const CLICKED = "button, label, input[type=checkbox], input[type=radio], [role=radio], [role=switch], " +
  "[role=option], [role=menuitem]"
const OPENS = "[aria-haspopup], [aria-expanded], [role=combobox]" // what is chosen from comes next
const ENDED = "input:is([type=number], [type=text], :not([type])), [role=combobox][aria-expanded=true]" // by Enter
const ELSEWHERE = "[role=dialog], header, nav"
const WHILE = 300 // ms at rest in which a control that is drawn anew, or a list that closes, may take the focus back

let free = 0 // until when the keys are the stage's, also of one that Streamlit puts in the place of another

export class Release {
  constructor(stage) {
    this.stage = stage
    const options = { capture: true, signal: stage.listening.signal }
    addEventListener("click", event => this.#clicked(event), options)
    addEventListener("keydown", event => this.#ended(event), options)
    addEventListener("pointerdown", () => { free = 0 }, options)
    addEventListener("focusin", event => {
      // Later: a control that takes the focus back at once would do so again and again.
      if (performance.now() < free && /** @type {Element} */ (event.target).matches(`${CLICKED}, ${OPENS}`))
        requestAnimationFrame(() => this.#take())
    }, options)
    if (performance.now() < free) this.#release()
  }

  #clicked(event) {
    const [target] = event.composedPath()
    if (!event.detail || this.stage.root.contains(target)) return // a key presses a button too
    const control = target.closest?.(CLICKED)
    if (control && !control.closest(ELSEWHERE) && !control.matches(OPENS) && !control.querySelector(OPENS))
      this.#release()
  }

  #ended(event) {
    free = 0
    const [target] = event.composedPath()
    if (event.key !== "Enter" || event.isComposing || this.stage.root.contains(target)) return
    if (target.matches?.(ENDED)) this.#release()
  }

  #release() {
    free = Infinity
    setTimeout(() => {
      this.#take()
      this.#rest()
    }, AFTER)
  }

  // What was chosen is drawn, however long that takes: only then the time runs.
  #rest() {
    if (free !== Infinity || !this.stage.root.isConnected) return
    if (running()) setTimeout(() => this.#rest(), OFTEN)
    else free = performance.now() + WHILE
  }

  #take() {
    const { root, editor } = this.stage
    if (performance.now() < free && root.isConnected && !editor.focused) root.focus({ preventScroll: true })
  }
}
