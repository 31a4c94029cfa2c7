import { make } from "./bar.js"

// A black screen over everything, until any key or a click; neither does anything else.

export class Blank {
  constructor() {
    this.element = make("div", { className: "blank", popover: "manual",
      onmousedown: event => event.preventDefault(), // the focus stays where it is
      onclick: event => {
        event.stopPropagation()
        this.hide()
      } })
  }

  get on() { return this.element.matches(":popover-open") }

  show() { this.element.showPopover() }

  hide() { this.element.hidePopover() }
}
