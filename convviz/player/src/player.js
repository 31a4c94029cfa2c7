import { declared } from "./access.js"
import { Address, asked } from "./address.js"
import { Bar } from "./bar.js"
import { Cover } from "./blank.js"
import { Choices } from "./choices.js"
import { Collect } from "./collect.js"
import { Coming } from "./coming.js"
import { Course } from "./course.js"
import { all, make, scroller } from "./dom.js"
import { Editor } from "./editor.js"
import { Follow } from "./follow.js"
import { foresight } from "./foresight.js"
import { Keys } from "./keys.js"
import { LINES_STYLE } from "./lines.js"
import { Lecturing } from "./lecturing.js"
import { EARLY, mounted } from "./mounted.js"
import { Picture } from "./picture.js"
import { Predict } from "./predict.js"
import { Presenting } from "./present.js"
import { Program } from "./program.js"
import { Release } from "./release.js"
import { Saving } from "./saving.js"
import { Ring } from "./ring.js"
import { Whole } from "./whole.js"
import { Tour } from "./tour.js"
import { isDark } from "./theme.js"
import { swipes } from "./touch.js"
import { addressOf, pages, travelling } from "./travel.js"
import { speak, t } from "./words.js"

// Plays the frames that Python made. It shows, steps and hands edits back; it never calculates
// with a tensor. STYLE, the style sheet, is put before this by `player_js` in convviz/animation.py.

const GRANULARITIES = ["product", "channel", "window"]
const WALKS = ["all", "output", "window"] // positions: all, of one output channel, of one window
const SPEEDS = [0.5, 1, 2, 4]
const SECOND = 1000

/** @param {Component} component */
export default function player(component) {
  return show(component.parentElement, stage => stage.answer(component))
}

/** Show what Streamlit's page will show, before it is there. */
export const showEarly = component => show.early(component.parentElement, stage => stage.answer(component))

class Stage {
  /** @type {Told} what is shown, with what is foreseen over it */
  data
  /** @type {Told} what Python said last */
  answered
  /** @type {((value: unknown) => void) | undefined} tells Python of edits, where there can be any */
  post
  /** @type {((value: unknown) => void) | undefined} tells Python of choices */
  tell
  step = 0
  speed = 1
  granularity = "channel"
  walk = "all"
  route = [] // the positions that the walk goes through
  listening = new AbortController()

  constructor(parent) {
    const { signal } = this.listening
    this.picture = new Picture()
    this.title = make("h2")
    this.where = make("span", { className: "where" })
    this.blank = new Cover("blank")
    this.root = make("section", { className: "convviz", tabIndex: 0 },
      make("header", {}, this.title, this.where), this.picture.svg, this.picture.prose, this.blank.element)
    this.root.dataset.state = "paused"
    this.editor = new Editor(this)
    this.presenting = new Presenting(this)
    this.predict = new Predict(this)
    this.tour = new Tour(this)
    this.ring = new Ring(this)
    this.whole = new Whole(this)
    this.address = new Address(this)
    this.lecturing = new Lecturing(this)
    this.collect = new Collect(this)
    this.course = new Course(this)
    this.coming = new Coming(this)
    this.style = make("style", {}, STYLE + LINES_STYLE)
    parent.append(this.style, this.root)
    this.keys = new Keys(this)
    this.release = new Release(this)
    addEventListener("resize", () => this.fit(), { signal })
    this.root.addEventListener("click", event => this.#click(event))
    this.allowSwipes = swipes(this, signal)
    this.root.addEventListener("pointerover", event => this.picture.mark(event.target))
    this.root.addEventListener("pointerleave", () => this.picture.mark(null))
    this.resizing = new ResizeObserver(() => this.fit())
    this.#watch()
  }

  #watch() {
    this.resizing.disconnect()
    this.resizing.observe(this.root)
    const page = scroller(this.root)?.firstElementChild // what stands above may grow later
    if (page) this.resizing.observe(page)
  }

  // Stand in another element, with all that is open, selected, focused or on top of everything.
  move(parent) {
    const { style, root } = this
    const place = make("div") // Chromium draws nothing of what is moved into a shadow root itself
    parent.append(place)
    if (place.moveBefore) for (const part of [style, root]) place.moveBefore(part, null)
    else {
      const [focused, covers] = [this.editor.focused, [root, ...all(root, ".cover")].filter(each => each.matches(":popover-open"))]
      place.append(style, root)
      for (const cover of covers) cover.showPopover()
      focused?.focus({ preventScroll: true })
    }
    this.#watch()
    this.presenting.moved()
    this.fit()
  }

  remove() {
    clearInterval(this.timer)
    this.address.remove()
    this.editor.remove()
    this.presenting.remove()
    if (globalThis.convvizStep === this.latest) delete globalThis.convvizStep // another stage may have told
    this.listening.abort()
    this.resizing.disconnect()
    this.style.remove()
    this.root.remove()
  }

  /** @param {Component} component */
  answer({ data, setTriggerValue }) {
    this.tell = setTriggerValue && (value => setTriggerValue("choice", value))
    this.post = setTriggerValue && !data.fixed && (value => setTriggerValue("edits", value))
    if (this.data?.view?.id === EARLY && data.view) { // the place of the stage is where it has come to meanwhile
      this.data.view = { ...data.view }
      this.choices.met = false // what was chosen is told now
    }
    this.update(data)
  }

  // New data: the first picture, an edit, another example, another theme.
  update(answer) {
    this.answered = answer
    const before = this.data
    const data = this.predict.over(foresight.over(answer))
    const kept = before && { ...this.moment, whole: this.moment.upto === this.stops.at(-1) }
    const cell = before && this.picture.born[kept.next].name
    this.data = data
    if (!data.stops[this.granularity]) this.granularity = data.granularity
    if (data.lang !== before?.lang) this.#speak(data)
    this.editor.keep(() => this.picture.load(data, kept?.position, Boolean(this.post)))
    this.route = []
    if (data.outputs === 1) this.walk = "all"
    const view = data.view ?? (before ? null : asked(data))
    if (view && view.id !== before?.view?.id) {
      this.granularity = data.stops[view.granularity] ? view.granularity : data.granularity
      this.walk = WALKS.includes(view.walk) && data.outputs > 1 ? view.walk : "all"
      const [done, count] = [Math.max(0, view.step - 1), this.stops.length]
      this.step = this.#stepAt(Math.floor(done / count), view.step && this.stops[done % count])
    } else { // the same output cell, as far as it had come
      const position = this.picture.born.findIndex(slot => slot.name === cell)
      this.step = this.#stepAt(position, kept.whole ? Infinity : kept.upto)
    }
    const late = before && view?.late !== before.view?.late
    if (!before || late) this.address.greet(view?.entry ?? {}, late)
    this.title.textContent = data.headline
    this.root.dataset.stage = data.scene
    this.root.setAttribute("aria-label", data.title ?? data.label)
    this.root.classList.toggle("readonly", !this.post)
    this.root.classList.toggle("dark", isDark(this.root))
    this.root.classList.toggle("predicts", this.predict.on)
    this.choices.update(data.choices)
    this.program.update(data.program)
    const step = this.step
    this.#show(this.predict.known(step))
    if (step !== this.step) this.predict.catchUp(step)
    this.predict.agree()
    if (data.lang !== before?.lang) this.tour.speak()
    this.dress()
    if (data.layout !== before?.layout) this.fit()
    this.editor.answer(data.refused)
    this.follow?.update()
    if (!before && (this.address.presents || travelling() || this.presenting.awaited)) this.presenting.resume()
  }

  #speak({ lang, words }) {
    speak(words)
    this.root.lang = lang
    this.saving?.remove()
    for (const part of [this.bar?.element, this.bar?.help, this.choices?.element, this.program?.element, this.follow?.element]) part?.remove()
    this.choices = new Choices(this)
    this.program = new Program(this)
    this.follow = this.data.follow && new Follow(this)
    this.saving = this.data.save && new Saving(this)
    this.bar = new Bar(this, GRANULARITIES, WALKS, SPEEDS)
    this.picture.prose.after(this.program.element)
    this.blank.element.before(this.bar.element, this.bar.help, this.choices.element, this.follow?.element ?? "")
    this.bar.playing(this.playing)
    this.bar.showSpeed(SPEEDS.indexOf(this.speed), this.speed)
    this.presenting.speak()
  }

  // Whether the browser went to another page: Streamlit may put that one's stage into the same element.
  get left() { return this.address.path !== location.pathname }

  // What lies over the stage and takes its keys, if anything.
  get over() { return [this.follow, this.saving].find(each => each?.opened) }

  get stops() { return this.data.stops[this.granularity] }
  get steps() { return 1 + this.route.length * this.stops.length }
  get playing() { return this.root.dataset.state === "playing" }

  // The position, and the phases of it that the current step covers: after one, up to another.
  // At step 0 nothing is computed, and the walk's first position is the next.
  get moment() { return this.momentOf(this.step) }

  momentOf(step) {
    if (!step) return { position: -1, next: this.route[0], after: 0, upto: 0 }
    const stop = (step - 1) % this.stops.length
    const position = this.route[(step - 1 - stop) / this.stops.length]
    return { position, next: position, after: stop ? this.stops[stop - 1] : 0, upto: this.stops[stop] }
  }

  // The step among all positions, whatever the walk: this is what a link says.
  get place() { return this.placeOf(this.step) }

  placeOf(step) {
    return step && this.momentOf(step).position * this.stops.length + (step - 1) % this.stops.length + 1
  }

  // What Python hears of the stage with every edit.
  get told() {
    const { place: step, granularity, walk, data: { layout: held } } = this
    return { step, granularity, walk, held }
  }

  // The step that reaches a phase of a position, 0 before its first one; where the walk does not come
  // by the position, the walk goes there.
  #stepAt(position, phase) {
    const { born } = this.picture
    position = Math.max(0, Math.min(position, born.length - 1))
    if (!this.route.includes(position)) {
      const part = slot => ({ all: "", output: slot.channel, window: slot.window })[this.walk]
      this.route = [...born.keys()].filter(other => part(born[other]) === part(born[position]))
      this.picture.walk(this.route)
    }
    if (!phase) return 0
    const stop = this.stops.findIndex(end => end >= phase)
    const before = this.route.indexOf(position) * this.stops.length
    return before + (stop < 0 ? this.stops.length : stop + 1)
  }

  #show(step) {
    this.coming.hide()
    // What the next step adds fades in, unless it is played so fast that all would flicker.
    const fades = step === this.step + 1 && !(this.playing && this.speed > 1)
    if (step !== this.step) this.picture.sought = ""
    this.step = Math.max(0, Math.min(step, this.steps - 1))
    const { position } = this.moment
    this.picture.show(this.moment, fades)
    this.root.dataset.step = String(this.step)
    this.root.dataset.steps = String(this.steps)
    this.root.dataset.grain = this.granularity
    this.where.textContent = position < 0 ? t("nothing computed yet")
      : t("position {n} of {all} · {cell}", { n: position + 1, all: this.data.frames.length,
        cell: this.picture.born[position].label })
    this.bar.show(this.step, this.steps, this.granularity, this.walk)
    this.presenting.show(this.step, this.steps)
    this.lecturing.show()
    if (this.step) this.tour.decline()
    this.address.write()
    this.#tell(this.moment)
  }

  // Other views of the page mark the same step: the cells that it reads and writes, the output
  // cell's [o, i, j], and the phases of the position that it covers, after one up to another. At
  // step 0 there are none. They show of what is calculated no more than is reached.
  #tell({ position, after, upto }) {
    const written = position < 0 ? [] : [this.picture.born[position].name]
    const output = written.flatMap(name => name.split(" ").slice(1).map(Number))
    const names = [...this.picture.inputs(position), ...written]
    this.latest = { names, output, after, upto, reached: name => this.picture.reached(name) }
    globalThis.convvizStep = this.latest
    dispatchEvent(new CustomEvent("convviz:step", { detail: this.latest }))
    this.program.mark(this.latest)
  }

  go(step) {
    this.pause()
    this.editor.refuse(null)
    if (this.#asks(step)) return
    this.predict.close()
    this.#show(step)
    this.picture.follow(this.root)
  }

  // Whether a step brings what is to be predicted first: then that is asked for, and the stage stays
  // where it is.
  #asks(step) {
    step = Math.max(0, Math.min(step, this.steps - 1))
    if (this.predict.knows(step)) return false
    this.#show(this.predict.known(this.step)) // another walk, or other stops, may have begun
    this.predict.reach(step)
    return true
  }

  // There is more to be seen.
  learn(seen) {
    this.data = { ...this.data, ...seen }
    this.picture.learn(this.data)
  }

  // Go to where a position has come as far as a phase.
  reach(position, phase) { this.go(this.#stepAt(position, phase)) }

  // The bar offers what there is to do here.
  dress() { this.bar.dress(this.data, !this.post && !this.data.can, this) }

  play() {
    clearInterval(this.timer)
    if (this.step === this.steps - 1) this.#show(0)
    this.timer = setInterval(() => {
      if (!this.predict.knows(this.step + 1)) return this.go(this.step + 1)
      this.#show(this.step + 1)
      this.picture.follow(this.root)
      if (this.step === this.steps - 1) this.pause()
    }, SECOND / this.speed)
    this.root.dataset.state = "playing"
    this.picture.hush(true)
    this.bar.playing(true)
  }

  pause() {
    if (!this.playing) return
    clearInterval(this.timer)
    this.root.dataset.state = "paused"
    this.picture.hush(false)
    this.picture.repeat()
    this.bar.playing(false)
  }

  toggle() { this.playing ? this.pause() : this.play() }

  setSpeed(speed) {
    this.speed = speed
    this.bar.showSpeed(SPEEDS.indexOf(speed), speed)
    if (this.playing) this.play()
  }

  // Faster or slower, as far as it goes.
  hasten(by) { this.setSpeed(SPEEDS[SPEEDS.indexOf(this.speed) + by] ?? this.speed) }

  setGranularity(name) {
    const { next, upto } = this.moment
    this.granularity = name
    this.go(this.#stepAt(next, upto))
  }

  setWalk(name) {
    const { next, upto } = this.moment
    this.walk = name
    this.route = []
    this.go(this.#stepAt(next, upto))
  }

  // Go to another place, as travel.js says what one is; while presenting, that goes on there. What is
  // being typed comes first: where it is refused, nothing is left. Whether it went.
  async travel({ page, query, title }) {
    this.pause()
    this.editor.close?.(true)
    if (travelling() || !await this.editor.settled()) return false
    const url = addressOf({ page, query })
    if (this.presenting.on) url.searchParams.set("present", "1")
    pages.go(url, title)
    return true
  }

  // Presenting began or ended.
  rearrange() {
    this.tour.decline()
    this.tour.end()
    this.choices.show(false)
    this.coming.hide()
    this.program.show()
    this.dress()
    this.fit()
    this.address.write()
  }

  fit() {
    if (!this.data) return
    this.picture.fit(this.root)
    this.picture.show(this.moment)
    this.editor.place()
    this.allowSwipes()
  }

  #click(event) {
    if (!event.target.closest(".invitation")) this.tour.decline()
    this.editor.refuse(null)
    this.coming.hide()
    if (!event.target.closest("[value=choices]")) this.choices.show(false)
    if (!event.target.closest(".help, [value=keys]")) this.bar.showKeys(false)
    const cell = event.target.closest("[data-cell], [data-born]")
    if (!cell) return
    this.pause()
    this.visit(cell)
    if (declared(cell.dataset.cell).editable) this.editor.open(cell)
  }

  // Bring a cell into sight that is not: in another channel, or beyond what is shown of its own.
  seek(cell) {
    if (!cell.closest("[data-off]")) return
    this.picture.sought = cell.dataset.cell
    this.picture.show(this.moment)
  }

  unseek() {
    if (!this.picture.sought) return
    this.picture.sought = ""
    this.picture.show(this.moment)
  }

  // Select a cell; the picture goes to an output cell, as it is when it has just been reached.
  visit(cell) {
    this.seek(cell)
    cell.focus({ preventScroll: true })
    const { born } = this.picture.slots.get(cell.dataset.cell ?? cell.dataset.slot)
    if (born !== undefined) this.go(this.#stepAt(born, Infinity))
  }
}

const show = mounted(Stage)
