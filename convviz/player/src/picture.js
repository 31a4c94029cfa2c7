import { declare, declared, describe, Stops } from "./access.js"
import { Crop } from "./crop.js"
import { all, SVG, toggle } from "./dom.js"
import { Equation } from "./equation.js"
import { sameProduct } from "./marks.js"
import { phasesOf, usesOf } from "./reads.js"
import { arrange, partsOf, standing } from "./standing.js"
import { isTip, number, write } from "./writing.js"

// The live picture: a layout filled with the state of one moment. `fill` of
// convviz/drawing/picture.py says what a state means; this does the same to the document, and only
// where it differs from what is shown.

const AROUND = 124 // px that Streamlit's top row and the row of buttons cover in a low window

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
    this.parts = partsOf(all(this.svg, "[data-narrow]"))
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

  #phases(position) { return phasesOf(this.data, position) }

  // All that a position takes in, in the order of the phases.
  inputs(position) { return [...new Set(this.#phases(position).flat())] }

  // The positions that take in a cell.
  uses(name) { return usesOf(this.data, name) }

  // The cells of a map of a network, row by row.
  #cells(map) {
    return [...this.tensors[map].children].map(row => row.children)
  }

  // What is not shown yet is written; a number that was not there fades in, where it may.
  #write(slot, value, fades = false) {
    if (slot.shown === value || String(slot.shown) === String(value)) return
    if (fades && slot.late && !slot.pin && !isTip(slot) && !slot.shown) {
      slot.element.setAttribute("data-fresh", "")
      this.fresh.push(slot.element)
    }
    write(slot, value, { tiles: this.data.tiles, stand: this.stand, scale: this.scale })
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

  // Stand as there is room.
  fit(root) {
    const { sizes } = this.data
    const stand = standing(root, this.data)
    if (stand === this.stand) return this.#measure()
    this.stand = stand
    root.classList.toggle("narrow", stand === "narrow")
    root.classList.toggle("onboard", stand === "present")
    this.svg.setAttribute("viewBox", `0 0 ${sizes[stand].join(" ")}`)
    this.inTurn = arrange(this.parts, stand)
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
    this.marked = sameProduct(element, { phases: this.#phases(this.position), products: this.products,
      channel: this.born[this.position]?.channel, slots: [...this.slots.values()], lines: this.arithmetic.places })
    for (const marked of this.marked) marked.setAttribute("data-marked", "")
  }

  // What is calculated, as shown at a position: an edit is compared with what was there before.
  #results(position) {
    const values = this.values(position)
    return new Map([...this.slots.values()].filter(slot => slot.late)
      .map(({ name, pin }) => [name, pin ? String(values[name]) : number(values[name])]))
  }
}
