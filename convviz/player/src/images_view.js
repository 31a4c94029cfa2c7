import { make } from "./dom.js"
import { t } from "./words.js"

// A large picture with the window, or the pixel that it becomes, marked in it. Mouse, finger and arrow
// keys move the window; a click or Enter opens it.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }
const FAR = 10

export class View {
  constructor(desk, kind, name) {
    this.desk = desk
    this.kind = kind
    this.image = make("img", { alt: "", draggable: false, onload: () => this.#place() })
    this.marker = make("i", { className: "marker" })
    this.picture = make("div", { className: "picture", tabIndex: 0, onkeydown: event => this.#key(event),
      onpointermove: event => { if (event.pointerType === "mouse") this.#point(event) },
      onpointerdown: event => this.#point(event),
      onclick: event => { if (event.pointerType === "mouse") desk.open() } }, this.image, this.marker)
    this.picture.setAttribute("role", "application")
    this.picture.setAttribute("aria-roledescription", t("picture"))
    this.name = name
    this.caption = make("figcaption")
    this.element = make("figure", { className: kind }, this.caption, this.picture)
  }

  show(picture) {
    this.caption.replaceChildren(make("b", {}, picture.label), " ", make("span", {}, picture.ends ?? ""))
    this.picture.ariaLabel = t("{name} {label}: arrow keys move the window, Enter opens it as a lesson",
      { name: this.name, label: picture.label })
    if (this.image.src !== picture.url) this.image.src = picture.url
  }

  // Rows and columns of the maps, wherever the window can be.
  size() {
    const { study, place: { layer } } = this.desk
    const [, , height, width] = study.kernels[1]
    const first = [study.height - height + 1, study.width - width + 1]
    if (layer === 1) return first
    const [, , below, across] = study.kernels[2]
    return [Math.floor(first[0] / study.step) - below + 1, Math.floor(first[1] / study.step) - across + 1]
  }

  mark(row, col, height, width) {
    this.at = { row, col, height, width }
    this.#place()
  }

  // In shares of the picture, however large it is drawn.
  #place() {
    const { naturalWidth: cols, naturalHeight: rows } = this.image
    if (!this.at || !cols) return
    this.image.classList.toggle("pixels", cols < 600)
    this.picture.style.setProperty("--shape", String(cols / rows))
    const { row, col, height, width } = this.at
    const { style } = this.marker
    style.left = `${100 * (col + width / 2) / cols}%`
    style.top = `${100 * (row + height / 2) / rows}%`
    style.width = `${100 * width / cols}%`
    style.height = `${100 * height / rows}%`
  }

  #point({ clientX, clientY }) {
    if (!this.at) return
    const box = this.image.getBoundingClientRect()
    const { height, width } = this.at
    const col = (clientX - box.left) / box.width * this.image.naturalWidth - width / 2 + .5
    const row = (clientY - box.top) / box.height * this.image.naturalHeight - height / 2 + .5
    this.#move(Math.floor(row), Math.floor(col))
  }

  #move(row, col) {
    const { place } = this.desk
    if (row !== place.row || col !== place.col) this.desk.move({ row, col })
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = STEPS[event.key]
    if (event.key === "Enter") this.desk.open()
    else if (step) {
      const { row, col } = this.desk.place
      const by = event.shiftKey ? FAR : 1
      this.#move(row + step[0] * by, col + step[1] * by)
    } else return
    event.preventDefault()
  }
}
