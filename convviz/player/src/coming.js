import { make } from "./dom.js"
import { t } from "./words.js"

// The line that says what comes when a clicker is pressed on at either end of a lesson.

export class Coming {
  direction = 0 // 1: the next lesson, -1: the one before, 0: nothing is said

  constructor(stage) {
    this.stage = stage
    this.element = make("button", { type: "button", className: "coming", hidden: true,
      onclick: () => this.stage.course.go(this.direction) })
    this.spoken = make("p", { className: "for-readers" }) // what is hidden at first would not be read
    this.spoken.setAttribute("role", "status")
    stage.root.append(this.element, this.spoken)
  }

  // A clicker's key, which has no step to go to: the first press says what comes, the second goes
  // there, and the other key takes it back. Whether it was used for that.
  press(direction) {
    const { stage } = this
    if (this.direction) {
      if (this.direction === direction) stage.course.go(direction)
      else this.hide()
      return true
    }
    const { lecturing } = stage
    const end = lecturing.on ? lecturing.ended(direction) : stage.step === (direction > 0 ? stage.steps - 1 : 0)
    if (lecturing.on && end && lecturing.continues(direction)) {
      direction > 0 ? stage.course.go(direction) : stage.go(stage.step - 1)
      return true
    }
    const place = end && (stage.presenting.on || lecturing.on) && stage.course.beside(direction)
    const over = end && lecturing.on && direction > 0
    if (!place && !over) return false
    this.direction = direction
    this.#announce(!place ? t("The lecture ends here.")
      : direction > 0 ? t("PageDown: next, {title}", place) : t("PageUp: back to {title}", place))
    return true
  }

  #announce(text) {
    this.spoken.textContent = this.element.textContent = text
    this.element.hidden = false
    this.stage.presenting.crowd()
  }

  hide() {
    this.direction = 0
    this.element.hidden = true
    this.spoken.textContent = ""
  }
}
