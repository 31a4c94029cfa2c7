import { nameOf } from "./access.js"
import { signButton, touched } from "./touch.js"

// Cells that are selected, edited and pasted into. What was typed goes to Python as it is, and
// Python answers with a new picture or with the reason why not.

export const EDITABLE = /^[xkb] /
const FINGER = 44 // px: the least that a finger hits
const PATIENCE = 2000 // ms without an answer, after which edits are sent again; doubled each time

export class Editor {
  input = null // the open field, if any
  pending = [] // edits that Python has not taken yet
  sent = 0

  constructor(stage) {
    this.stage = stage
    this.bubble = document.createElement("p")
    Object.assign(this.bubble, { className: "bubble", hidden: true })
    this.bubble.setAttribute("role", "alert")
    stage.root.append(this.bubble)
    stage.root.addEventListener("focusin", event => this.#select(event.target))
    stage.root.addEventListener("paste", event => this.#paste(event))
    globalThis.visualViewport?.addEventListener("resize", () => this.#lift(), { signal: stage.listening.signal })
  }

  // Python took the edits up to a number, and refused one of them or none.
  answer(taken = 0, refused = null) {
    this.pending = this.pending.filter(edit => edit.n > taken)
    this.sent = Math.max(this.sent, taken)
    this.#await(PATIENCE)
    if (refused) this.refuse(refused)
  }

  // Only the last of several triggers in a row arrives: each carries all that are not taken yet.
  send(edit) {
    const { stage } = this
    if (!stage.post) return
    stage.pause()
    this.refuse(null)
    this.pending.push({ n: ++this.sent, ...edit })
    this.#post()
    this.#await(PATIENCE)
  }

  #post() {
    const { stage } = this
    stage.post?.({ edits: this.pending, step: stage.place, granularity: stage.granularity,
      walk: stage.walk, held: stage.data.layout })
  }

  // A message can be lost, in the network or among reruns. They are numbered: Python takes each once.
  #await(patience) {
    clearTimeout(this.waiting)
    if (this.pending.length) this.waiting = setTimeout(() => {
      this.#post()
      this.#await(2 * patience)
    }, patience)
  }

  // Once Python has answered all that was sent: whether it refused nothing. It is not waited for long.
  async settled() {
    const until = performance.now() + PATIENCE
    while (this.pending.length && performance.now() < until)
      await new Promise(done => setTimeout(done, 30))
    return this.bubble.hidden
  }

  remove() {
    clearTimeout(this.waiting)
  }

  open(cell, text) {
    const { stage } = this
    if (!stage.post) return
    this.refuse(null)
    const name = cell.dataset.cell
    const [short, , full] = stage.picture.values(stage.moment.position)[name]
    const input = this.input = document.createElement("input")
    const sign = this.sign = touched() ? signButton(input) : null
    Object.assign(input, { className: "editor", autocomplete: "off", spellcheck: false,
      enterKeyHint: "done", inputMode: "decimal", ariaLabel: nameOf(name),
      value: text ?? (full ?? short).replaceAll("−", "-") })
    // A new picture, as of another language, has another element for the cell, or none.
    const home = this.home = () => stage.picture.slots.get(name)?.element
    const before = text === undefined ? input.value : null
    const close = commit => {
      if (this.input !== input) return
      this.input = null
      input.remove()
      sign?.remove()
      if (commit && input.value !== before) this.send({ at: name, text: input.value })
    }
    this.close = close
    input.addEventListener("blur", () => close(true))
    input.addEventListener("keydown", event => {
      if (event.isComposing || !["Tab", "Enter", "Escape"].includes(event.key)) return
      event.preventDefault()
      close(event.key !== "Escape")
      const cell = home()
      ;(cell ?? stage.root).focus({ preventScroll: true })
      if (cell && event.key === "Tab") this.next(cell, event.shiftKey ? -1 : 1)
    })
    stage.root.append(...[input, sign].filter(Boolean))
    this.place()
    input.focus({ preventScroll: true })
    if (text === undefined) input.select()
  }

  // Put the open field over its cell, wherever that is now; a finger needs it larger.
  place() {
    const { input, sign, stage } = this
    const cell = input && this.home()
    if (!cell) return
    const [box, home] = [cell, stage.root].map(element => element.getBoundingClientRect())
    const figures = 3 * parseFloat(getComputedStyle(input).fontSize)
    const [width, height] = [Math.max(box.width, 72, figures), Math.max(box.height, sign ? FINGER : 0)]
    const [top, middle] = [box.top - home.top + (box.height - height) / 2, box.left - home.left + box.width / 2]
    const left = Math.max(0, Math.min(middle - width / 2, home.width - width))
    setBox(input, { left, top, width, height })
    const right = left + width + 6
    if (sign) setBox(sign, { left: right + FINGER > home.width ? left - FINGER - 6 : right, top, width: FINGER, height })
    this.#lift() // what was laid out anew may have moved it
  }

  // The keyboard of a phone came up: the field may not stay under it.
  #lift() {
    const { input } = this
    if (!input) return
    const { top, bottom } = input.getBoundingClientRect()
    const { offsetTop, height } = visualViewport
    if (top < offsetTop || bottom > offsetTop + height) input.scrollIntoView({ block: "center" })
  }

  next(cell, direction) {
    const cells = [...this.stage.picture.slots.values()].map(slot => slot.element)
      .filter(element => EDITABLE.test(element.dataset.cell))
    cells[(cells.indexOf(cell) + direction + cells.length) % cells.length].focus()
  }

  refuse(refused) {
    const { bubble, stage } = this
    bubble.hidden = !refused
    if (!refused) return
    bubble.textContent = refused.message
    const cell = stage.picture.slots.get(refused.at)?.element
    if (!cell) return
    const [box, home] = [cell.getBoundingClientRect(), stage.root.getBoundingClientRect()]
    const [below, over] = [box.bottom - home.top + 6, box.top - home.top - bubble.offsetHeight - 6]
    bubble.style.top = `${below + bubble.offsetHeight > home.height && over > 0 ? over : below}px`
    bubble.style.left = `${Math.max(0, Math.min(box.left - home.left, home.width - bubble.offsetWidth))}px`
    if (!this.input) cell.focus({ preventScroll: true })
  }

  // The selected cell is the one that Tab comes back to; an input cell marks the outputs that use it.
  #select(target) {
    const cell = target.closest?.("[data-cell]")
    const { svg, data, born } = this.stage.picture
    if (!cell || cell === this.selected) return
    this.selected = cell
    this.stage.picture.tabStops.move(cell)
    for (const used of svg.querySelectorAll("[data-uses]")) used.removeAttribute("data-uses")
    for (const position of data.uses?.[cell.dataset.cell] ?? [])
      born[position].element.setAttribute("data-uses", "")
    const [tensor, c, i, j] = cell.dataset.cell.split(" ")
    if (tensor !== "x") return
    const site = data.sites.indexOf(`x * ${i} ${j}`)
    data.reads.forEach((read, position) => {
      const { channel, element } = born[position]
      if (read.includes(site) && data.inputs[channel].includes(+c)) element.setAttribute("data-uses", "")
    })
  }

  #paste(event) {
    const { selected: cell, input } = this
    const text = event.clipboardData.getData("text/plain")
    const block = /\S[\s;,]+\S|\[/.test(text.trim())
    if (!this.stage.post || !cell || !EDITABLE.test(cell.dataset.cell) || (input && !block)) return
    event.preventDefault()
    this.close?.(false)
    cell.focus({ preventScroll: true })
    this.send({ at: cell.dataset.cell, text, pasted: true })
  }
}

function setBox({ style }, lengths) {
  for (const [side, length] of Object.entries(lengths)) style[side] = `${length}px`
}
