import { declare, declared, describe, label, Stops } from "./access.js"
import { Crop } from "./crop.js"
import { readable } from "./digits.js"
import { all } from "./dom.js"
import { Equation } from "./equation.js"

// The live picture: a layout filled with the state of one moment. `fill` of
// convviz/drawing/picture.py says what a state means; this does the same to the document, and only
// where it differs from what is shown.

const SVG = "http://www.w3.org/2000/svg"
const NARROW = 640 // px; a stage narrower than this shows the row of one channel
const TARGET = 24 // px; no tile is smaller, so that it can be hit
const BELOW = 25 // px under the picture beside the bar: margins of the bar and of the page
const LINES = 60 // px of the equation under it, where it is no part of it
const LARGER = 1.05 // times the room that there is: what is hardly larger is shown whole
const LOW = 480 // px; in a window as low as this the whole page is another
const AROUND = 124 // px that Streamlit's top row and the row of buttons cover in a low window
const FULL_SIZE = 2 // characters that a tile takes at full size

const layouts = new Map() // every layout that came; Python need not send one twice

export class Picture {
  changed = new Set() // slots that the last edit changed
  sought = "" // the name of a cell that is in sight wherever the step is
  fresh = [] // what fades in, as the style sheet says
  marked = []

  constructor() {
    this.svg = document.createElementNS(SVG, "svg")
    this.svg.setAttribute("role", "group")
    // What has faded in does not do so again where its part is hidden and shown.
    this.svg.addEventListener("animationend", ({ target }) => /** @type {Element} */ (target).removeAttribute("data-fresh"))
    this.arithmetic = new Equation()
  }

  get prose() { return this.arithmetic.prose }

  // editable: whether numbers can be changed.
  load(data, position, editable) {
    const built = this.data?.layout === data.layout && this.data.lang === data.lang
    if (data.svg) layouts.set(data.layout, data.svg)
    const comparable = this.data && Boolean(this.data.known) === Boolean(data.known) // to hold back numbers changes none
    const before = comparable ? this.#results(position) : new Map()
    this.data = data
    declare(data.tensors)
    this.#rewind()
    if (!built) this.#build(editable)
    this.svg.setAttribute("aria-label", data.label)
    const names = [...this.slots.values()].filter(slot => slot.late).map(slot => slot.name)
    const same = names.length === before.size && names.every(name => before.has(name))
    const after = same && this.#results(position)
    const changed = same ? names.filter(name => before.get(name) !== after.get(name)) : []
    if (same && !changed.length) return // another widget, or a refused edit: the marks stay
    this.changed = new Set(changed)
    this.changedAt = position
  }

  // The same numbers, and more of them.
  learn(data) {
    this.data = data
    this.#rewind()
  }

  #build(editable) {
    this.svg.innerHTML = layouts.get(this.data.layout) // drawn from the shape alone: nothing that a user typed
    this.slots = new Map()
    this.products = new Set() // the phases that are products
    for (const element of all(this.svg, "[data-cell], [data-slot]")) {
      const { cell, slot: other, phase = 0, born, whole, every, since, output } = element.dataset
      const slot = { element, name: cell ?? other, phase: +phase, born: born && +born, whole: whole && +whole,
        every: every && +every,
        since: since && +since,
        outputs: output?.split(" "),
        late: element.classList.contains("late"),
        factor: element.classList.contains("factor"),
        pin: element.classList.contains("place") }
      this.slots.set(slot.name, slot)
      if (slot.factor) this.products.add(slot.phase)
    }
    this.born = this.data.writes.map(name => this.slots.get(name))
    this.only = all(this.svg, ".only").map(element => ({ element,
      outputs: element.dataset.output.split(" ") }))
    this.turns = all(this.svg, "[data-turn]").map(element => ({ element,
      outputs: element.dataset.output?.split(" "),
      spans: element.dataset.turn.match(/\d+ \d+/g).map(span => span.split(" ").map(Number)) }))
    for (const [position, slot] of this.born.entries()) {
      const [o, ...place] = slot.name.split(" ").slice(1)
      slot.channel = o
      slot.window = place.join(" ")
      slot.label = this.data.labels?.[position] ?? `${declared(slot.name).letter}[${(this.data.outputs > 1 ? [o, ...place] : place).join(", ")}]`
    }
    this.equation = this.slots.get("equation")
    this.aside = this.slots.get("aside")
    this.arithmetic.stand(this.equation.element)
    this.tabStops = new Stops(this.slots, this.tabStops)
    describe(this.svg, this.slots, editable)
    this.parts = all(this.svg, "[data-narrow]").map(element => ({ element,
      wide: element.getAttribute("transform"), narrow: element.dataset.narrow,
      present: element.dataset.present, board: element.dataset.board,
      row: +element.dataset.row || 0, outputs: element.dataset.only?.split(" "),
      held: +element.dataset.narrow.split("scale(")[1]?.slice(0, -1) || 1,
      gone: false, waits: false }))
    const holders = new Map(this.parts.map(part => [part.element, part]))
    for (const slot of this.slots.values()) slot.part = holders.get(slot.element.closest("[data-narrow]"))
    this.crops = this.parts.filter(({ element }) => element.dataset.seen).map(part => new Crop(part))
    this.copies = all(this.svg, "[data-copy]").map(element => ({ element, ...element.dataset }))
    this.tensors = all(this.svg, ".tensor")
    this.weights = Map.groupBy([...this.slots.keys()].filter(name => declared(name).role === "weight"), name => name.split(" ")[1])
    this.stand = undefined
    this.inTurn = []
  }

  // The values at a position: the base with the frames up to it folded onto it. Before the first
  // position, at -1, nothing is computed: that is the base alone.
  values(position) {
    if (position < this.at) this.#rewind()
    while (this.at < position) Object.assign(this.folded, this.data.frames[++this.at])
    return this.folded
  }

  // A number is there when the walk has come by it: the positions that it goes through, in order.
  walk(route) {
    this.places = Array(this.born.length) // of those that it leaves out, undefined
    for (const [place, position] of route.entries()) this.places[position] = place
  }

  // Where in the walk a slot comes: where the position does that it belongs to, if to one.
  #place({ born, every, since, outputs }, position, now) {
    if (since && this.places[position - since] === undefined) return
    if (every) return this.places[position - position % every + +outputs[0]]
    return born === undefined ? now : this.places[born]
  }

  // Whether the number of a slot is shown at this step.
  reached(name) { return this.slots.get(name)?.reached ?? false }

  #rewind() {
    this.folded = { ...this.data.base }
    this.at = -1
  }

  // next: the position that comes first where nothing is computed yet, else the position itself.
  // fades: whether numbers that were not there fade in; unless it is told, fades go on.
  show({ position, next, after, upto }, fades) {
    if (fades !== undefined) for (const element of this.fresh.splice(0)) element.removeAttribute("data-fresh")
    const values = this.values(position)
    const active = new Set(this.#phases(position).slice(after, upto).flat())
    const channel = this.born[position]?.channel
    const product = upto - after === 1 && this.products.has(upto) ? upto : 0 // the one that the step is, if it is one
    this.position = position
    for (const item of this.only) toggle(item, "data-off", !item.outputs.includes(channel))
    for (const item of this.turns)
      toggle(item, "data-lit", (!item.outputs || item.outputs.includes(channel)) &&
        item.spans.some(([first, last]) => first <= upto && after < last))
    const turn = this.#takeTurns(next, upto)
    const now = this.places[position] ?? -1
    for (const slot of this.slots.values()) {
      const { name, phase, outputs } = slot
      const mine = !outputs || outputs.includes(channel)
      const at = slot.whole ?? this.#place(slot, position, now)
      const here = at === now && mine
      // What belongs to another output channel does not wait for this one's phases.
      const reached = slot.reached = !slot.late || at < now || (at === now && (!mine || phase <= upto))
      if (slot.part?.waits) continue // it is written when its part is seen
      // What is null takes no part in this position.
      const current = here && phase > after && phase <= upto && values[name] !== null
      const changed = this.changed.has(name) && (slot.born !== undefined || position === this.changedAt)
      const value = reached ? values[name] : undefined
      if (slot === this.equation) this.arithmetic.write(value, upto, product, this.data.forms, this.stand)
      else this.#write(slot, value, fades)
      if (slot.pin) toggle(slot, "data-off", !value)
      toggle(slot, "data-active", current || active.has(name))
      toggle(slot, "data-product", Boolean(product) && (active.has(name) || (current && slot.factor)))
      toggle(slot, "data-changed", reached && changed)
    }
    this.arithmetic.beside(this.stand !== "wide" && this.aside?.shown || "")
    if (this.stand === "present") {
      const sought = this.slots.get(this.sought)?.element
      for (const crop of this.crops) if (!crop.part["data-off"]) crop.show(values, upto, sought)
      this.#copy(values, { position, next, after, upto }, turn, product)
    }
    if (this.inTurn.length || this.crops.length) this.tabStops.settle()
    this.arithmetic.fit(upto)
  }

  // Of the parts at one place show the one in use, or that of a cell that was sought, with what belongs
  // to its output channel. Which channel that is.
  #takeTurns(next, upto) {
    const { row, outputs } = this.slots.get(this.sought)?.part ?? {}
    const own = this.born[next].channel
    const turn = outputs?.includes(own) === false ? outputs[0] : own
    const until = row || Math.max(upto, 1)
    const come = part => part.row <= until && (!part.outputs || part.outputs.includes(turn))
    for (const parts of this.inTurn) {
      const last = Math.max(...parts.filter(come).map(part => part.row))
      for (const part of parts) {
        part.waits = !come(part) || part.row !== last
        toggle(part, "data-off", part.waits)
        part.element.ariaHidden = part.waits || null
      }
    }
    return turn
  }

  // The factors of the terms in use, repeated where the matrices are too large to be read.
  #copy(values, { position, next, after, upto }, output, product) {
    if (!this.copies.length) return
    const factors = { read: this.#phases(next).flat(), weight: this.weights.get(output) }
    const [, map, left, top] = values["view map"]?.findLast(([first]) => first <= Math.max(upto, 1)) ?? []
    for (const copy of this.copies) {
      if (copy.copy === "view") {
        const [row, column] = [Math.floor(copy.nth / copy.of), copy.nth % copy.of]
        const cell = map === undefined ? null : this.#cells(map)[top + row][left + column]
        copy.name = cell?.dataset.cell ?? copy.name ?? ""
        this.#write(copy, cell ? values[copy.name] : undefined)
        continue
      }
      const last = Math.min(Math.max(upto, 1), factors.weight.length) - 1
      const term = last - last % copy.of + +copy.nth
      copy.name = factors[copy.copy][term] ?? copy.name ?? ""
      this.#write(copy, factors[copy.copy][term] && values[copy.name])
      toggle(copy, "data-active", position >= 0 && after <= term && term < upto)
      toggle(copy, "data-product", product === term + 1)
    }
  }

  // The cells of a map of a network, row by row.
  #cells(map) {
    return [...this.tensors[map].children].map(row => row.children)
  }

  // Names of the cells that each phase of a position takes in, beside those that are drawn with it.
  #phases(position) {
    if (position < 0) return []
    const { cells, patterns, reads } = this.data
    const [first, pattern] = reads[position]
    return patterns[pattern].map(phase => [phase].flat().map(far => cells[first + far]))
  }

  // All of them, in the order of the phases.
  inputs(position) {
    return [...new Set(this.#phases(position).flat())]
  }

  // The positions that take in a cell.
  uses(name) {
    const { cells, patterns, reads } = this.data
    const [n, taken] = [cells.indexOf(name), patterns.map(phases => new Set(phases.flat()))]
    return n < 0 ? [] : [...reads.keys()].filter(position => {
      const [first, pattern] = reads[position]
      return taken[pattern].has(n - first)
    })
  }

  #write(slot, value, fades) {
    if (slot.shown === value || String(slot.shown) === String(value)) return
    const { classList } = slot.element
    const tip = classList.contains("label") // it says what it says on hover
    if (fades && slot.late && !slot.pin && !tip && !slot.shown) {
      slot.element.setAttribute("data-fresh", "")
      this.fresh.push(slot.element)
    }
    slot.shown = value
    if (classList.contains("bitmap")) {
      if (value) slot.element.setAttribute("href", value)
      else slot.element.removeAttribute("href")
      return
    }
    if (classList.contains("said")) return void (slot.element.textContent = value ?? "")
    if (tip || typeof value === "string") return setTip(slot.element, value)
    if (slot.pin) return place(slot.element.children, value ?? (slot.late ? [0, 0, 0, 0] : [0, 0]))
    const [box, leaf] = slot.element.children
    const [said = "", tile, full, ...shorter] = value ?? []
    const { text, size, squeeze } = this.#fitting(slot, [said, ...shorter])
    setTip(slot.element, full)
    slot.full = full ?? said
    leaf.textContent = text
    label(slot, slot.full)
    if (value) box.setAttribute("fill", this.data.tiles[tile])
    else box.removeAttribute("fill")
    if (text.length > FULL_SIZE && !size) leaf.dataset.length = text.length
    else delete leaf.dataset.length
    if (size) Object.assign(leaf.style, { fontSize: `${size}px`, transform: `scaleX(${squeeze.toFixed(2)})`,
      transformBox: "fill-box", transformOrigin: "center" })
    else if (slot.sized) leaf.removeAttribute("style")
    slot.sized = Boolean(size)
  }

  // How a number stands in its tile at the size that the picture has; the board has room for all.
  /** @returns {{ text: string, size?: number, squeeze?: number }} */
  #fitting(slot, forms) {
    if (this.stand === "present" || !this.scale) return { text: forms[0] }
    slot.digits ??= [+slot.element.getAttribute("font-size"), +slot.element.firstElementChild.getAttribute("width")]
    const held = this.stand === "narrow"
    const scale = this.scale * (held ? slot.part?.held ?? 1 : 1)
    const [full, wide] = slot.digits.map(length => length * scale)
    const found = readable(forms, { full, wide, held })
    return { ...found, size: found.size && found.size / scale }
  }

  // Numbers are written anew where the picture got larger or smaller.
  #measure() {
    const { width, height } = this.svg.getBoundingClientRect()
    const [wide, high] = this.data.sizes[this.stand]
    const scale = Math.min(width / wide, height / high)
    if (Math.abs(scale - this.scale) < .01 * scale || !scale) return
    this.scale = scale
    for (const slot of this.slots.values()) if (Array.isArray(slot.shown)) slot.shown = NaN // like nothing
  }

  hush(on) { this.arithmetic.hush(on) }

  repeat() { this.arithmetic.repeat() }

  // The parts stand in one of three ways: wide, narrow, or on the board: while presenting, and where
  // the wide picture would be larger than the window.
  fit(root) {
    const { cell, sizes } = this.data
    const bar = root.querySelector(":scope > .bar")?.offsetHeight ?? 0
    const around = root.getBoundingClientRect().top + (scroller(root)?.scrollTop ?? 0) + bar + BELOW
    const below = parseFloat(getComputedStyle(root).getPropertyValue("--convviz-below")) || 0
    const room = [root.clientWidth, innerHeight - around - below]
    const wide = room.every((length, axis) => length * cell * LARGER >= sizes.wide[axis] * TARGET)
    const boards = root.classList.contains("present") || !(wide || innerHeight <= LOW)
    const stand = root.clientWidth < NARROW ? "narrow" : boards ? "present" : "wide"
    const lines = stand === "present" ? LINES : 0
    root.style.setProperty("--around", `${Math.round(around + lines)}px`)
    root.style.setProperty("--least", `${stand === "present" ? 0 : Math.round(sizes.wide[1] * TARGET / cell)}px`)
    if (stand === this.stand) return this.#measure()
    this.stand = stand
    root.classList.toggle("narrow", stand === "narrow")
    root.classList.toggle("onboard", stand === "present")
    this.svg.setAttribute("viewBox", `0 0 ${sizes[stand].join(" ")}`)
    const places = new Map()
    for (const part of this.parts) {
      const place = part[stand]
      part.gone = place === ""
      toggle(part, "data-off", part.gone)
      const transform = place || part.wide // what is gone keeps none of another arrangement
      if (transform) part.element.setAttribute("transform", transform)
      else part.element.removeAttribute("transform")
      if (stand === "present" && part.board) part.element.style.cssText = part.board
      else part.element.removeAttribute("style")
      if (part.row && place) places.set(place, [...places.get(place) ?? [], part])
    }
    // Parts at one place are shown one at a time: that of the channel in use.
    this.inTurn = stand === "wide" ? [] : [...places.values()].filter(parts => parts.length > 1)
    const waiting = new Set(this.inTurn.flat())
    for (const part of this.parts) {
      part.element.toggleAttribute("data-inturn", waiting.has(part))
      if (waiting.has(part)) continue
      part.waits = false
      part.element.removeAttribute("aria-hidden")
    }
    if (stand !== "present") for (const crop of this.crops) crop.end()
    this.scale = NaN
    this.#measure()
  }

  // Where a stage is taller than the window, keep the picture in sight, or what just changed in it.
  follow(root) {
    if (root.clientHeight < innerHeight) return
    if (this.svg.clientHeight + AROUND <= innerHeight) return this.svg.scrollIntoView({ block: "nearest" })
    const active = all(this.svg, "[data-active]")
    active[active.length - 1]?.scrollIntoView({ block: "nearest" })
  }

  // A term marks its cells, a cell its term: what stands for the same product has the same phase.
  mark(target) {
    const element = target?.closest?.("[data-mark], [data-cell], [data-slot]") ?? null
    if (element === this.pointed) return
    this.pointed = element
    for (const marked of this.marked) marked.removeAttribute("data-marked")
    this.marked = []
    if (!element) return
    const { mark, cell, slot, phase, from } = element.dataset
    const phases = this.#phases(this.position)
    const channel = this.born[this.position]?.channel
    const used = phases.flatMap((names, n) => this.products.has(n + 1) && names.includes(cell) ? [n + 1] : [])
    const factor = element.classList.contains("factor")
    const own = mark ? [mark] : used.length ? used : factor ? [phase] : [slot ?? cell]
    const keys = from ? [...own, from] : own // the border marks what it copies too
    for (const key of keys) {
      const terms = this.arithmetic.places.flatMap(line => all(line, `[data-mark="${key}"]`))
      const cells = [...this.slots.values()].filter(({ name, phase: own, outputs, factor }) =>
        name === key || phases[key - 1]?.includes(name) || (factor && own === +key &&
          (!outputs || outputs.includes(channel))))
      this.marked.push(...terms, ...cells.map(each => each.element))
    }
    for (const marked of this.marked) marked.setAttribute("data-marked", "")
  }

  // What is calculated, as shown at a position: an edit is compared with what was there before.
  #results(position) {
    const values = this.values(position)
    return new Map([...this.slots.values()].filter(slot => slot.late)
      .map(({ name, pin }) => [name, pin ? String(values[name]) : number(values[name])]))
  }
}

// What a cell shows, and nothing of its colour.
function number(value) {
  const [text, , full] = value ?? []
  return full ?? text
}

function place(boxes, lengths) {
  for (const box of boxes)
    lengths.forEach((length, side) => box.setAttribute(["x", "y", "width", "height"][side], length))
}

function setTip(element, text) {
  element.querySelector("title")?.remove()
  if (!text) return
  const tip = document.createElementNS(SVG, "title")
  tip.textContent = text
  element.append(tip)
}

function toggle(item, attribute, on) {
  if (Boolean(item[attribute]) === on) return
  item[attribute] = on
  item.element.toggleAttribute(attribute, on)
}

export function scroller(element) {
  let host = element.getRootNode().host ?? element.parentElement
  while (host && !/auto|scroll/.test(getComputedStyle(host).overflowY)) host = host.parentElement
  return host
}
