import { declared, nameOf } from "./access.js"
import { all } from "./dom.js"
import { foresight } from "./foresight.js"
import { outbox } from "./outbox.js"
import { relay } from "./relay.js"
import { signButton, touched } from "./touch.js"

// Cells that are selected, edited and pasted into. What was typed goes to Python as it is, and
// Python answers with a new picture or with the reason why not.

const FINGER = 44 // px: the least that a finger hits

export class Editor {
  input = null // the open field, if any
  adrift = false // the selected cell is gone, and what is typed next was meant for it

  constructor(stage) {
    const { root, listening: { signal } } = this.stage = stage
    this.bubble = document.createElement("p")
    Object.assign(this.bubble, { className: "bubble", hidden: true })
    this.bubble.setAttribute("role", "alert")
    root.append(this.bubble)
    root.addEventListener("focusin", event => {
      this.last = event.target
      this.#select(event.target)
    })
    root.addEventListener("focusout", () => queueMicrotask(() => {
      if (root.isConnected && !this.focused) this.last = null // not because the stage was taken away
    }))
    root.addEventListener("paste", event => this.#paste(event))
    globalThis.visualViewport?.addEventListener("resize", () => this.#lift(), { signal })
    addEventListener("pagehide", () => this.close?.(true), { signal })
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.input) outbox.note(this.typed())
    }, { signal })
  }

  answer(refused) {
    outbox.meet(this.stage)
    relay.arrive(this)
    if (refused) this.refuse(refused)
  }

  send(edit) {
    const { stage } = this
    if (!stage.post) return
    if (edit.op) this.close?.(true) // what was typed comes first: Undo takes it back
    stage.pause()
    this.refuse(null)
    outbox.add(edit, sent => foresight.ask(sent))
  }

  // Once Python has answered all that was sent: whether it refused nothing. It is not waited for long.
  async settled() {
    await outbox.settled(() => !this.bubble.hidden) // a refusal may be foreseen: then nothing is waited for
    return this.bubble.hidden
  }

  remove() {
    outbox.leave(this.stage)
    relay.leave(this)
  }

  open(cell, text) {
    const { stage } = this
    if (!stage.post) return
    this.refuse(null)
    const name = cell.dataset.cell
    const [short, , full] = stage.picture.values(stage.moment.position)[name]
    const place = outbox.place
    const input = this.input = document.createElement("input")
    const sign = this.sign = touched() ? signButton(input) : null
    Object.assign(input, { className: "editor", autocomplete: "off", spellcheck: false,
      enterKeyHint: "done", inputMode: "decimal", ariaLabel: nameOf(name),
      value: text ?? outbox.latest(name) ?? (full ?? short).replaceAll("−", "-") })
    // A new picture, as of another language, has another element for the cell, or none.
    const home = this.home = () => stage.picture.slots.get(name)?.element
    const before = text === undefined ? input.value : null
    this.typed = () => input.value === before ? null : { at: name, text: input.value, document: place }
    this.name = name
    this.drop = () => {
      this.input = this.close = this.drop = null
      input.remove()
      sign?.remove()
    }
    const close = commit => {
      if (this.input !== input) return
      const typed = commit && this.typed()
      this.drop()
      if (typed) this.send(typed)
      else outbox.note(null)
      if (stage.presenting.on) this.unselect()
    }
    this.close = close
    // Neither for another window, nor when the stage is taken away.
    input.addEventListener("blur", () => queueMicrotask(() => {
      if (document.hasFocus() && input.isConnected && this.focused !== input) close(true)
    }))
    input.addEventListener("keydown", event => {
      if (event.isComposing || !["Tab", "Enter", "Escape"].includes(event.key)) return
      event.preventDefault()
      close(event.key !== "Escape")
      const cell = home() ?? this.nearest(name)
      if (cell && event.key === "Tab") this.next(cell, event.shiftKey ? -1 : 1)
      else if (cell && !stage.presenting.on) cell.focus({ preventScroll: true })
      else stage.root.focus({ preventScroll: true })
      this.adrift = !cell
    })
    stage.root.append(...[input, sign].filter(Boolean))
    this.place()
    input.focus({ preventScroll: true })
    if (text === undefined) input.select()
  }

  // Put the open field over its cell, wherever that is now; a finger needs it larger.
  place() {
    this.stage.picture.mark(null) // a tile that is marked is smaller
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
    const { stage } = this
    const cells = [...stage.picture.slots.values()].filter(({ part }) => !part?.gone)
      .map(({ element }) => element).filter(({ dataset }) => declared(dataset.cell).editable)
    const next = cells[(cells.indexOf(cell) + direction + cells.length) % cells.length]
    stage.seek(next)
    next.focus({ preventScroll: true })
  }

  refuse(refused) {
    const { bubble, stage } = this
    bubble.hidden = !refused
    if (!refused) return
    bubble.textContent = refused.message
    const cell = stage.picture.slots.get(refused.at)?.element
    const [box, home] = [cell ?? stage.picture.svg, stage.root].map(element => element.getBoundingClientRect())
    const [below, over] = [box.bottom - home.top + 6, box.top - home.top - bubble.offsetHeight - 6]
    bubble.style.top = `${below + bubble.offsetHeight > home.height && over > 0 ? over : below}px`
    bubble.style.left = `${Math.max(0, Math.min(box.left - home.left, home.width - bubble.offsetWidth))}px`
    // It can be typed anew, unless another cell has been selected meanwhile.
    if (!this.input && this.focused === stage.root) cell?.focus({ preventScroll: true })
  }

  // What has the focus in the stage, if anything.
  get focused() {
    const { root } = this.stage
    const { activeElement } = root.getRootNode()
    return root.contains(activeElement) ? activeElement : null
  }

  // Keeps what is selected while the picture is drawn anew: `draw` may put other elements, or none,
  // for its cells. Keys never fall to the page in between.
  keep(draw) {
    const { stage, selected, focused } = this
    const name = selected?.dataset.cell
    const held = selected && focused === selected
    draw()
    if (!selected || selected.isConnected) return
    this.selected = null
    const cell = this.nearest(name)
    if (held) (cell ?? stage.root).focus({ preventScroll: true })
    else if (cell) this.#select(cell)
    this.adrift = held && !cell
  }

  // The cell of a name, else the one of its tensor that is nearest to where it was.
  nearest(name) {
    const { slots } = this.stage.picture
    const [tensor, ...index] = name.split(" ")
    const far = slot => slot.name.split(" ").slice(1).reduce((sum, at, axis) => sum + Math.abs(at - index[axis]), 0)
    const cells = [...slots.values()].filter(({ element }) =>
      element.dataset.cell?.startsWith(`${tensor} `) && !element.closest("[data-off]"))
    return cells.length ? cells.reduce((best, slot) => far(slot) < far(best) ? slot : best).element : null
  }

  // No ring is left on the screen, and none on the outputs that use a cell.
  unselect() {
    if (!this.selected) return
    const held = this.focused === this.selected
    this.selected = null
    this.#showUses([])
    this.stage.unseek()
    if (held) this.stage.root.focus({ preventScroll: true })
  }

  // The selected cell is the one that Tab comes back to; an input cell marks the outputs that use it.
  #select(target) {
    this.adrift = false
    const cell = target.closest?.("[data-cell]")
    if (!cell || cell === this.selected) return
    this.selected = cell
    const { picture } = this.stage
    picture.tabStops.move(cell)
    this.#showUses(picture.uses(cell.dataset.cell))
  }

  #showUses(positions) {
    const { svg, born } = this.stage.picture
    for (const used of all(svg, "[data-uses]")) used.removeAttribute("data-uses")
    for (const position of positions) born[position].element.setAttribute("data-uses", "")
  }

  #paste(event) {
    const { selected: cell, input } = this
    const text = event.clipboardData.getData("text/plain")
    const block = /\S[\s;,]+\S|\[/.test(text.trim())
    if (!this.stage.post || !cell || !declared(cell.dataset.cell).editable || (input && !block)) return
    event.preventDefault()
    this.close?.(false)
    cell.focus({ preventScroll: true })
    this.send({ at: cell.dataset.cell, text, pasted: true })
  }
}

function setBox({ style }, lengths) {
  for (const [side, length] of Object.entries(lengths)) style[side] = `${length}px`
}
