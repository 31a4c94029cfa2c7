// Plays the frames that Python made: it shows, steps and hands edits back, and never calculates
// with a tensor. `fill` of convviz/drawing/picture.py says what a state means; `#write` does the
// same to the live document.

const SVG = "http://www.w3.org/2000/svg"
const GRANULARITIES = ["product", "channel", "window"]
const SPEEDS = [0.5, 1, 2, 4]
const SECOND = 1000
const NARROW = 640 // px; a stage narrower than this shows one channel at a time
const TARGET = 24 // px; no tile is smaller, so that it can be hit
const EDITABLE = /^[xkb] /

const ICONS = {
  "First step": "M5 5h2v14H5zM20 5v14L9 12z",
  "Previous step": "M17 5v14L6 12z",
  Play: "M7 4v16l13-8z",
  Pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  "Next step": "M7 5v14l11-7z",
  "Last step": "M17 5h2v14h-2zM4 5v14l11-7z",
  Undo: "M9 7V3L3 9l6 6v-4h5a4 4 0 0 1 0 8H8v2h6a6 6 0 0 0 0-14z",
  Redo: "M15 7V3l6 6-6 6v-4h-5a4 4 0 0 0 0 8h6v2h-6a6 6 0 0 1 0-14z",
  Reset: "M12 5V1L7 6l5 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
  Present: "M4 9V4h5v2H6v3zM15 4h5v5h-2V6h-3zM4 15h2v3h3v2H4zM18 15h2v5h-5v-2h3z",
}

const HELP = [
  ["→  PageDown  Space  N", "next step"],
  ["←  PageUp  P", "previous step"],
  ["Home  End", "first, last step"],
  ["1  2  3", "step by product, channel, window"],
  ["K", "play, pause"],
  ["+  −", "faster, slower"],
  ["Enter  F2  a digit", "edit the selected cell"],
  ["arrows  Tab  Esc", "in the cells: move, commit and go on, leave"],
  ["Ctrl+Z  Ctrl+Shift+Z", "undo, redo"],
  ["F", "present; Esc ends"],
  ["B  .", "blank the screen; any key brings it back"],
]

const stages = new WeakMap()

export default function player({ data, parentElement, setTriggerValue }) {
  const stage = stages.get(parentElement) ?? new Stage(parentElement)
  stages.set(parentElement, stage)
  stage.post = setTriggerValue && (value => setTriggerValue("edits", value))
  stage.update(data)
  return () => {
    stages.delete(parentElement)
    stage.remove()
  }
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

function toggle(slot, attribute, on) {
  if (Boolean(slot[attribute]) === on) return
  slot[attribute] = on
  slot.element.toggleAttribute(attribute, on)
}

class Stage {
  step = 0
  speed = 1
  granularity = "channel"
  pending = [] // edits that Python has not taken yet
  sent = 0
  changed = new Set() // slots that the last edit changed
  listening = new AbortController()

  constructor(parent) {
    this.title = make("h2", {})
    this.place = make("span", { className: "place" })
    this.scene = document.createElementNS(SVG, "svg")
    this.scene.setAttribute("role", "group")
    this.prose = make("p", { className: "prose" })
    this.bubble = make("p", { className: "bubble", role: "alert", hidden: true })
    this.blank = make("div", { className: "blank", hidden: true })
    this.help = make("dl", { className: "help", hidden: true })
    for (const [keys, what] of HELP) this.help.append(make("dt", {}, keys), make("dd", {}, what))
    this.root = make("section", { className: "convviz", tabIndex: 0 },
      make("header", {}, this.title, this.place), this.scene, this.prose, this.#bar(),
      this.bubble, this.help, this.blank)
    parent.append(this.root)
    const { signal } = this.listening
    addEventListener("keydown", event => this.#key(event), { capture: true, signal })
    this.root.addEventListener("click", event => this.#click(event))
    this.root.addEventListener("paste", event => this.#paste(event))
    this.root.addEventListener("pointerover", event => this.#mark(event.target))
    this.root.addEventListener("pointerleave", () => this.#mark(null))
    this.root.addEventListener("focusin", event => this.#select(event.target))
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement && this.presenting) this.present(false)
    }, { signal })
    // Streamlit writes back the address it saw first; the step in it is the browser's own.
    globalThis.navigation?.addEventListener("currententrychange", () => this.#link(), { signal })
    this.resizing = new ResizeObserver(() => this.#fit())
    this.resizing.observe(this.root)
  }

  remove() {
    clearInterval(this.timer)
    clearTimeout(this.linking)
    this.listening.abort()
    this.resizing.disconnect()
    this.root.remove()
  }

  // ---- data in: the first picture, an edit, another example, another theme ----

  update(data) {
    const before = this.data
    const kept = before && { cell: this.born[this.moment.position].name, ...this.moment }
    const shown = before?.svg === data.svg ? this.#results() : null
    this.data = data
    this.values = { ...data.base }
    this.at = -1
    if (!shown) this.#build()
    if (data.view && data.view.id !== before?.view.id) {
      this.granularity = data.view.granularity
      this.step = data.view.step
    } else if (kept) {
      this.step = this.#stepAt(this.born.findIndex(slot => slot.name === kept.cell), kept.upto)
    } else {
      this.granularity = data.granularity
    }
    this.step = Math.max(0, Math.min(this.step, this.steps - 1))
    const taken = data.taken ?? 0
    this.pending = this.pending.filter(edit => edit.n > taken)
    this.sent = Math.max(this.sent, taken)
    this.changed.clear()
    this.#dress()
    this.#render()
    this.#fit()
    if (shown) this.#markChanges(shown)
    if (data.refused) this.#refuse(data.refused)
    this.#link()
  }

  #dress() {
    const { data, root } = this
    root.dataset.stage = data.scene
    root.dataset.state ??= "paused"
    root.setAttribute("aria-label", data.title ?? data.label)
    this.scene.setAttribute("aria-label", data.label)
    this.title.textContent = data.title ?? data.label
    root.classList.toggle("readonly", !this.post)
    root.classList.toggle("dark", isDark(root))
    for (const name of ["Undo", "Redo", "Reset"]) {
      this.buttons[name].hidden = !this.post
      this.buttons[name].disabled = !data.can?.includes(name)
    }
  }

  #build() {
    const { svg, cell, size } = this.data
    this.scene.innerHTML = svg // drawn from the shape alone: it holds nothing that a user typed
    this.root.style.setProperty("--least", `${Math.round(size[1] * TARGET / cell)}px`)
    this.slots = new Map()
    this.born = []
    for (const element of this.scene.querySelectorAll("[data-cell], [data-slot]")) {
      const { cell: tensor, slot: other, phase = 0, born } = element.dataset
      const slot = { element, name: tensor ?? other, phase: +phase, born: born && +born,
        late: element.classList.contains("late") }
      this.slots.set(slot.name, slot)
      if (slot.born !== undefined) this.born[slot.born] = slot
      if (tensor && (EDITABLE.test(tensor) || slot.late)) element.setAttribute("tabindex", -1)
    }
    this.equation = this.slots.get("equation")
    this.slots.get("x 0 0 0").element.setAttribute("tabindex", 0)
    this.parts = [...this.scene.querySelectorAll("[data-narrow]")].map(element =>
      ({ element, wide: element.getAttribute("transform"), narrow: element.dataset.narrow,
        row: +element.dataset.row || 0 }))
    this.narrow = undefined
  }

  // ---- steps ----

  get stops() { return this.data.stops[this.granularity] }
  get steps() { return this.data.frames.length * this.stops.length }

  // The position, and the phases of it that the current step covers.
  get moment() {
    const stop = this.step % this.stops.length
    return { position: (this.step - stop) / this.stops.length,
      after: stop ? this.stops[stop - 1] : 0, upto: this.stops[stop] }
  }

  #stepAt(position, phase) {
    const stop = this.stops.findIndex(end => end >= phase)
    const last = this.stops.length - 1
    return position < 0 ? this.step : position * (last + 1) + (stop < 0 ? last : stop)
  }

  go(step) {
    this.pause()
    this.#show(step)
  }

  #show(step) {
    this.step = Math.max(0, Math.min(step, this.steps - 1))
    this.#refuse(null)
    this.#render()
    this.#link()
    this.#follow()
  }

  play() {
    if (this.step === this.steps - 1) this.#show(0)
    clearInterval(this.timer)
    this.timer = setInterval(() => {
      this.#show(this.step + 1)
      if (this.step === this.steps - 1) this.pause()
    }, SECOND / this.speed)
    this.#playing("playing", "Pause")
  }

  pause() {
    clearInterval(this.timer)
    this.#playing("paused", "Play")
  }

  #playing(state, name) {
    if (this.root.dataset.state === state) return
    this.root.dataset.state = state
    label(this.buttons.Play, name)
  }

  setSpeed(speed) {
    this.speed = this.speeds.value = speed
    if (this.root.dataset.state === "playing") this.play()
  }

  setGranularity(name) {
    const { position, upto } = this.moment
    this.granularity = name
    this.go(this.#stepAt(position, upto))
  }

  // ---- the picture ----

  #fold(position) {
    if (position < this.at) {
      this.values = { ...this.data.base }
      this.at = -1
    }
    while (this.at < position) Object.assign(this.values, this.data.frames[++this.at])
  }

  #render() {
    const { position, after, upto } = this.moment
    this.#fold(position)
    const inputs = this.#inputs(position).slice(after, upto)
    const active = new Set(inputs)
    for (const slot of this.slots.values()) {
      const here = slot.born === undefined || slot.born === position
      const reached = !slot.late || slot.born < position || (here && slot.phase <= upto)
      if (slot === this.equation) this.#writeEquation(upto)
      else this.#write(slot, reached ? this.values[slot.name] : undefined)
      const current = here && slot.phase > after && slot.phase <= upto
      toggle(slot, "data-active", current || active.has(slot.name))
      toggle(slot, "data-changed", reached && this.changed.has(slot.name) &&
        (slot.born !== undefined || this.changedAt === position))
    }
    this.root.dataset.step = this.step
    this.root.dataset.steps = this.steps
    this.scrubber.max = this.steps - 1
    this.scrubber.value = this.step
    this.scrubber.style.setProperty("--done", `${100 * this.step / Math.max(1, this.steps - 1)}%`)
    this.counter.textContent = `${this.step + 1} / ${this.steps}`
    this.place.textContent = `${this.#where(position)} · ${position + 1} / ${this.born.length}`
    for (const [name, button] of Object.entries(this.grains))
      button.setAttribute("aria-pressed", name === this.granularity)
    if (this.narrow) this.#focusRow()
  }

  #where(position) {
    const [, o, i, j] = this.born[position].name.split(" ")
    return this.data.outputs > 1 ? `Y[${o}, ${i}, ${j}]` : `Y[${i}, ${j}]`
  }

  // Names of the input cells of a position, in the order of their products.
  #inputs(position) {
    const names = []
    for (let c = 0; c < this.data.channels; c++)
      for (const site of this.data.reads[position]) names.push(this.data.sites[site].replace("*", c))
    return names
  }

  #write(slot, value) {
    if (slot.shown === value) return
    slot.shown = value
    const [box, leaf, title] = slot.element.children
    if (Array.isArray(value) && typeof value[0] === "number") {
      for (const pin of slot.element.children) {
        pin.setAttribute("x", value[0])
        pin.setAttribute("y", value[1])
      }
      return
    }
    title?.remove()
    if (!value) {
      box.removeAttribute("fill")
      leaf.textContent = ""
      delete leaf.dataset.length
      return
    }
    const [text, tile, full] = value
    box.setAttribute("fill", this.data.tiles[tile])
    leaf.textContent = text
    if (text.length > 4) leaf.dataset.length = text.length
    else delete leaf.dataset.length
    if (full) {
      const tip = document.createElementNS(SVG, "title")
      tip.textContent = full
      slot.element.append(tip)
    }
  }

  // Lines of SVG on a wide stage; on a narrow one prose, which wraps where it must.
  #writeEquation(upto) {
    const { size, tokens } = this.values.equation
    const [line, other] = [this.equation.element, this.prose]
    const [home, away] = this.narrow ? [other, line] : [line, other]
    line.setAttribute("font-size", size)
    away.replaceChildren()
    away.removeAttribute("data-equation")
    home.dataset.equation = ""
    home.replaceChildren(...tokens.filter(([, first, last]) =>
      first <= upto && (!last || upto < last)).map(([text, , , ink, mark, lineBreak]) => {
      const span = this.narrow ? make("span") : document.createElementNS(SVG, "tspan")
      span.textContent = text
      if (ink) span.setAttribute("class", ink)
      if (mark) span.dataset.mark = mark
      if (lineBreak && !this.narrow) {
        span.setAttribute("x", 0)
        span.setAttribute("dy", "1.3em")
      }
      return span
    }))
  }

  #fit() {
    if (!this.data) return
    const narrow = this.root.clientWidth < NARROW && !this.presenting
    if (narrow === this.narrow) return
    this.narrow = narrow
    this.root.classList.toggle("narrow", narrow)
    const [width, height] = narrow ? this.data.narrow : this.data.size
    this.scene.setAttribute("viewBox", `0 0 ${width} ${height}`)
    for (const { element, wide, narrow: spot } of this.parts) {
      const place = narrow ? spot : wide
      element.toggleAttribute("hidden", narrow && !spot)
      element.classList.toggle("off", narrow && !spot)
      if (place) element.setAttribute("transform", place)
    }
    this.#render()
  }

  // A narrow stage shows the row of one channel.
  #focusRow() {
    const { upto } = this.moment
    const row = Math.max(...this.parts.map(part => part.row).filter(first => first <= upto))
    for (const part of this.parts)
      if (part.row) part.element.classList.toggle("off", !part.narrow || part.row !== row)
  }

  // Where a stage is taller than the window, keep the part that just changed in sight.
  #follow() {
    if (this.root.clientHeight <= innerHeight) return
    const active = this.scene.querySelectorAll("[data-active]")
    active[active.length - 1]?.scrollIntoView({ block: "nearest" })
  }

  #results() {
    return new Map([...this.slots.values()].filter(slot => slot.late)
      .map(slot => [slot.name, this.values[slot.name]?.join()]))
  }

  #markChanges(before) {
    this.changedAt = this.moment.position
    for (const [name, text] of before)
      if (text !== undefined && text !== this.values[name]?.join()) this.changed.add(name)
    this.#render()
  }

  // ---- pointing: a term and its cells, an input cell and the outputs that use it ----

  #mark(target) {
    const element = target?.closest?.("[data-mark], [data-cell], [data-slot]")
    if (element === this.pointed) return
    this.pointed = element
    for (const marked of this.root.querySelectorAll("[data-marked]")) marked.removeAttribute("data-marked")
    if (!element) return
    const { mark, cell, slot, phase } = element.dataset
    const inputs = this.#inputs(this.moment.position)
    const used = inputs.flatMap((name, index) => name === cell ? [index + 1] : [])
    const keys = mark ? [mark] : used.length ? used : /^[kp] /.test(cell) ? [phase] : [slot ?? cell]
    for (const key of keys) {
      this.slots.get(inputs[key - 1])?.element.setAttribute("data-marked", "")
      for (const same of this.root.querySelectorAll(
        `[data-mark="${key}"], [data-slot="${key}"], [data-cell^="k "][data-phase="${key}"], ` +
        `[data-cell^="p "][data-phase="${key}"]`)) same.setAttribute("data-marked", "")
    }
  }

  #select(target) {
    const element = target.closest?.("[data-cell]")
    if (element === this.selected) return
    this.selected = element
    for (const used of this.scene.querySelectorAll("[data-uses]")) used.removeAttribute("data-uses")
    if (!element) return
    for (const entry of this.scene.querySelectorAll('[tabindex="0"]')) entry.setAttribute("tabindex", -1)
    element.setAttribute("tabindex", 0)
    const [, , i, j] = element.dataset.cell.split(" ")
    const site = this.data.sites.indexOf(`x * ${i} ${j}`)
    if (!element.dataset.cell.startsWith("x ")) return
    this.data.reads.forEach((read, position) => {
      if (read.includes(site)) this.born[position].element.setAttribute("data-uses", "")
    })
  }

  #click(event) {
    const cell = event.target.closest("[data-cell]")
    if (!cell || cell.querySelector("input")) return
    this.pause()
    const { born } = this.slots.get(cell.dataset.cell)
    cell.focus({ preventScroll: true })
    if (born !== undefined) this.#visit(born)
    else if (EDITABLE.test(cell.dataset.cell)) this.#edit(cell)
  }

  // Go to an output cell as it is when it has just been reached.
  #visit(position) {
    this.go((position + 1) * this.stops.length - 1)
  }

  #move(cell, rows, columns) {
    const [tensor, ...index] = cell.dataset.cell.split(" ")
    const [i, j] = index.slice(-2).map(Number)
    const at = (...rest) => this.slots.get([tensor, ...rest].join(" "))?.element
    const lead = index.slice(0, -2)
    let next = at(...lead, i + rows, j + columns)
    if (!next && rows && lead.length) { // over the edge: the same tensor's next channel
      const channel = +lead.pop() + rows
      const column = [...this.slots.keys()].filter(name =>
        name.startsWith(`${[tensor, ...lead, channel].join(" ")} `) && name.endsWith(` ${j}`))
      next = this.slots.get(column.at(rows > 0 ? 0 : -1))?.element
    }
    if (!next) return
    next.focus()
    const { born } = this.slots.get(next.dataset.cell)
    if (born !== undefined) this.#visit(born)
  }

  // ---- editing: the text goes to Python as it was typed, and Python answers ----

  #edit(cell, text) {
    if (!this.post) return
    this.#refuse(null)
    const { name } = this.slots.get(cell.dataset.cell)
    const [short, , full] = this.values[name]
    const input = make("input", { className: "editor", autocomplete: "off", spellcheck: false,
      inputMode: "text", enterKeyHint: "done", ariaLabel: name })
    input.value = text ?? (full ?? short).replace("−", "-")
    const [box, home] = [cell.getBoundingClientRect(), this.root.getBoundingClientRect()]
    const width = Math.max(box.width, 72)
    Object.assign(input.style, { left: `${box.left - home.left + (box.width - width) / 2}px`,
      top: `${box.top - home.top}px`, width: `${width}px`, height: `${box.height}px` })
    const before = input.value
    const close = commit => {
      if (this.editor !== input) return
      this.editor = null
      input.remove()
      if (commit && (text !== undefined || input.value !== before)) this.#send({ at: name, text: input.value })
    }
    input.addEventListener("blur", () => close(true))
    input.addEventListener("keydown", event => {
      const tab = event.key === "Tab"
      if (!tab && event.key !== "Enter" && event.key !== "Escape") return
      event.preventDefault()
      close(event.key !== "Escape")
      cell.focus({ preventScroll: true })
      if (tab) this.#tab(cell, event.shiftKey ? -1 : 1)
    })
    this.editor = input
    this.root.append(input)
    input.focus({ preventScroll: true })
    if (text === undefined) input.select()
  }

  #tab(cell, direction) {
    const cells = [...this.slots.values()].map(slot => slot.element)
      .filter(element => EDITABLE.test(element.dataset.cell))
    cells[(cells.indexOf(cell) + direction + cells.length) % cells.length].focus()
  }

  #paste(event) {
    const text = event.clipboardData.getData("text/plain")
    const cell = this.selected
    const block = /\S[\s;,]+\S|\[/.test(text.trim())
    if (!this.post || !cell || !EDITABLE.test(cell.dataset.cell) || (this.editor && !block)) return
    event.preventDefault()
    if (this.editor) {
      this.editor.value = ""
      const editor = this.editor
      this.editor = null
      editor.remove()
      cell.focus({ preventScroll: true })
    }
    this.#send({ at: cell.dataset.cell, text, pasted: true })
  }

  // Only the last of several triggers in a row arrives: each carries all that are not taken yet.
  #send(edit) {
    if (!this.post) return
    this.pause()
    this.#refuse(null)
    this.pending.push({ n: ++this.sent, ...edit })
    this.post({ edits: this.pending, step: this.step, granularity: this.granularity })
  }

  #refuse(refused) {
    this.bubble.hidden = !refused
    if (!refused) return
    this.bubble.textContent = refused.message
    const cell = this.slots.get(refused.at)?.element
    if (!cell) return
    const [box, home] = [cell.getBoundingClientRect(), this.root.getBoundingClientRect()]
    this.bubble.style.top = `${box.bottom - home.top + 6}px`
    this.bubble.style.left = `${Math.max(0, Math.min(box.left - home.left, home.width - 320))}px`
    if (!this.editor) cell.focus({ preventScroll: true })
  }

  // ---- keys ----

  #key(event) {
    const { key } = event
    const target = event.composedPath()[0]
    const turn = { PageDown: 1, PageUp: -1 }[key]
    if (turn) event.preventDefault() // also in an open cell editor, where the page would scroll
    if (this.editor || event.defaultPrevented && !turn) return
    if (turn && event.repeat) return
    if (!this.blank.hidden) {
      event.preventDefault()
      event.stopPropagation()
      this.blank.hidden = true
      return
    }
    const mine = this.root.contains(target)
    const free = mine || this.presenting || target === document.body || target === document.documentElement
    if (!turn && !free) return
    const act = turn ? () => this.go(this.step + turn) : this.#command(event, target, mine)
    if (this.root.dataset.state === "playing" && !act && key !== "Shift") this.pause()
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  #command(event, target, mine) {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event
    if (altKey) return null
    if (ctrlKey || metaKey) {
      const op = { z: shiftKey ? "redo" : "undo", y: "redo" }[key.toLowerCase()]
      return op && mine && (() => this.#send({ op }))
    }
    const control = mine && target.matches("button, input, select")
    if (control && (key === "Enter" || key === " " || /^Arrow|Home|End/.test(key))) return null
    const cell = mine && target.closest("[data-cell]")
    const arrow = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key]
    if (cell && arrow) return () => this.#move(cell, ...arrow)
    if (cell && key === "Escape" && !this.presenting) return () => this.root.focus({ preventScroll: true })
    if (cell && EDITABLE.test(cell.dataset.cell)) {
      if (key === "Enter" || key === "F2") return () => this.#edit(cell)
      if (/^[\d.,−-]$/.test(key) && (key !== "." || this.post)) return () => this.#edit(cell, key)
    }
    const speed = SPEEDS.indexOf(this.speed)
    const commands = {
      ArrowRight: () => this.go(this.step + 1), " ": () => this.go(this.step + 1),
      n: () => this.go(this.step + 1),
      ArrowLeft: () => this.go(this.step - 1), p: () => this.go(this.step - 1),
      Home: () => this.go(0), End: () => this.go(this.steps - 1),
      k: () => this.root.dataset.state === "playing" ? this.pause() : this.play(),
      f: () => this.present(!this.presenting),
      Escape: this.presenting ? () => this.present(false) : null,
      b: () => { this.pause(); this.blank.hidden = false },
      "+": () => this.setSpeed(SPEEDS[Math.min(speed + 1, SPEEDS.length - 1)]),
      "-": () => this.setSpeed(SPEEDS[Math.max(speed - 1, 0)]),
      "?": () => { this.help.hidden = !this.help.hidden },
    }
    GRANULARITIES.forEach((name, index) => { commands[index + 1] = () => this.setGranularity(name) })
    Object.assign(commands, { ".": commands.b, "=": commands["+"], "−": commands["-"] })
    return commands[key.length === 1 ? key.toLowerCase() : key]
  }

  present(on) {
    this.presenting = on
    this.root.classList.toggle("present", on)
    // A popover stays above everything and whole while Streamlit reruns; a fixed box does not.
    if (on) {
      this.root.popover = "manual"
      this.root.showPopover()
      this.root.requestFullscreen?.().catch(() => {}) // refused: the cover over the page remains
    } else {
      if (document.fullscreenElement) document.exitFullscreen()
      this.root.hidePopover()
      this.root.popover = null
    }
    this.#fit()
    this.root.focus({ preventScroll: true })
  }

  // ---- the bar, the address ----

  #bar() {
    const go = {
      "First step": () => this.go(0), "Previous step": () => this.go(this.step - 1),
      Play: () => this.root.dataset.state === "playing" ? this.pause() : this.play(),
      "Next step": () => this.go(this.step + 1), "Last step": () => this.go(this.steps - 1),
      Undo: () => this.#send({ op: "undo" }), Redo: () => this.#send({ op: "redo" }),
      Reset: () => this.#send({ op: "reset" }), Present: () => this.present(!this.presenting),
    }
    this.buttons = {}
    for (const [name, act] of Object.entries(go))
      label(this.buttons[name] = make("button", { type: "button", onclick: act }), name)
    this.scrubber = make("input", { type: "range", min: 0, ariaLabel: "Step",
      oninput: () => this.go(+this.scrubber.value) })
    this.counter = make("output", {})
    this.speeds = make("select", { ariaLabel: "Speed", title: "Speed",
      onchange: () => this.setSpeed(+this.speeds.value) })
    for (const speed of SPEEDS) this.speeds.append(make("option", { value: speed }, `${speed}×`))
    this.speeds.value = this.speed
    this.grains = {}
    for (const [index, name] of GRANULARITIES.entries())
      this.grains[name] = make("button", { type: "button", title: `Step by ${name} (${index + 1})`,
        onclick: () => this.setGranularity(name) }, name)
    const { buttons: b } = this
    const bar = make("div", { className: "bar" },
      make("div", { className: "steps" }, b["First step"], b["Previous step"], b.Play, b["Next step"], b["Last step"]),
      make("div", { className: "track" }, this.scrubber, this.counter, this.speeds),
      make("div", { className: "grains", role: "group", ariaLabel: "Granularity" }, ...Object.values(this.grains)),
      make("div", { className: "more" }, b.Undo, b.Redo, b.Reset, b.Present))
    // A click with the mouse leaves the keys to the stage.
    bar.addEventListener("mousedown", event => {
      if (event.target.closest("button")) event.preventDefault()
    })
    return bar
  }

  #link() {
    if (!this.data?.view || !this.root.isConnected) return
    clearTimeout(this.linking)
    this.linking = setTimeout(() => {
      const url = new URL(location.href)
      url.searchParams.set("step", this.step)
      url.searchParams.set("g", this.granularity)
      if (url.href !== location.href) history.replaceState(history.state, "", url)
    }, 150)
  }
}

function label(button, name) {
  button.ariaLabel = button.title = name
  const icon = document.createElementNS(SVG, "svg")
  icon.setAttribute("viewBox", "0 0 24 24")
  icon.setAttribute("aria-hidden", "true")
  icon.append(document.createElementNS(SVG, "path"))
  icon.firstChild.setAttribute("d", ICONS[name])
  button.replaceChildren(icon)
}

// Whether the page around the stage is dark: Streamlit says its colour, other pages follow the system.
function isDark(root) {
  const colour = getComputedStyle(root).getPropertyValue("--st-background-color").trim()
  if (!colour) return matchMedia("(prefers-color-scheme: dark)").matches
  const probe = make("i", { style: `color:${colour}` })
  root.append(probe)
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g)
  probe.remove()
  return +red + +green + +blue < 384
}
