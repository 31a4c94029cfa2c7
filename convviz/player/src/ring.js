import { make } from "./dom.js"

// A ring around the mouse while Shift is held, in place of a laser pointer.

export class Ring {
  constructor({ root, listening: { signal } }) {
    this.element = make("div", { className: "ring", hidden: true })
    root.append(this.element)
    root.addEventListener("pointermove", event => this.#move(event))
    root.addEventListener("pointerleave", () => this.#hide())
    addEventListener("keyup", ({ key }) => { if (key === "Shift") this.#hide() }, { capture: true, signal })
    addEventListener("blur", () => this.#hide(), { signal })
  }

  #move({ shiftKey, pointerType, clientX, clientY }) {
    this.element.hidden = !shiftKey || pointerType === "touch"
    this.element.style.translate = `${clientX}px ${clientY}px`
  }

  #hide() { this.element.hidden = true }
}
