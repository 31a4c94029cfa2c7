import { make } from "./dom.js"

// What lies over everything until any key or a click, which does nothing else: a black screen, or a
// message that asks for a press.

export class Cover {
  constructor(className, end = () => this.hide()) {
    this.end = end
    this.element = make("div", { className: `cover ${className}`, popover: "manual",
      onmousedown: event => event.preventDefault(), // the focus stays where it is
      onclick: event => {
        event.stopPropagation()
        this.end()
      } })
  }

  get on() { return this.element.matches(":popover-open") }

  show() { this.element.showPopover() }

  hide() { if (this.on) this.element.hidePopover() }
}
