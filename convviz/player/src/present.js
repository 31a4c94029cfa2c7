import { all, make, scroller } from "./dom.js"
import { Cover } from "./blank.js"
import { raiseCurtain, travelling } from "./travel.js"
import { t } from "./words.js"

// Presenting: the stage alone fills the screen; Escape gives the page back as it was.

const REST = 3000 // ms without a move of the mouse, after which bar and hints fade

const hints = () => [
  ["→", t("next")], ["←", t("back")], ["B", t("blank")], ["?", t("keys")], ["Esc", t("end")],
]

const TAKEN_OVER = 1000 // ms in which another stage presents instead of one that was removed
let presenter = null // what presents now, of all stages
let handed = null // by a stage that was taken away while it presented: { path, choices, until }

export class Presenting {
  on = false
  covered = [] // what takes part in nothing meanwhile
  watcher = new MutationObserver(() => this.#cover())

  constructor(stage) {
    this.stage = stage
    const { root, listening: { signal } } = stage
    this.asking = new Cover("asking", () => this.#restore()) // for full screen, which no page gets unasked
    this.hints = make("p", { className: "hints", ariaHidden: true }) // the list of keys says more
    this.line = make("div", { className: "progress" })
    root.append(this.hints, this.line, this.asking.element)
    root.addEventListener("pointermove", event => this.#moved(event))
    root.addEventListener("pointerdown", event => this.#touched(event), { capture: true })
    root.addEventListener("click", event => {
      if (this.unseen && event.target.closest(".bar")) event.stopPropagation()
    }, { capture: true })
    document.addEventListener("fullscreenchange", () => {
      if (this.filling && !document.fullscreenElement) this.#left()
    }, { signal })
    root.addEventListener("keydown", event => this.#turn(event))
    for (const gesture of ["keydown", "pointerup"])
      addEventListener(gesture, () => this.#fill(), { capture: true, signal })
  }

  speak() {
    this.asking.element.replaceChildren(
      make("p", { role: "status" }, t("Press any key, or click, for full screen")))
    this.hints.replaceChildren(
      ...hints().map(([key, does]) => make("span", {}, make("kbd", {}, key), ` ${does}`)))
  }

  show(step, steps) {
    this.line.style.setProperty("--done", `${100 * step / (steps - 1)}%`)
  }

  toggle() {
    if (this.on) return this.end()
    this.start()
    this.#fill()
  }

  // Whether the stage is put anew that presented here: Streamlit at times takes one away and puts
  // another. The address may not say so yet.
  get awaited() { return handed?.path === location.pathname && performance.now() < handed.until }

  // An address may ask for it too, such as after a reload; what fills the screen then asks for a press.
  resume() {
    this.start()
    this.wanted = !document.fullscreenElement // else the stage before handed it on
    this.filling = !this.wanted
    if (this.wanted && document.fullscreenEnabled) this.asking.show()
    if (this.awaited && handed.choices !== undefined) this.stage.choices.show(true, handed.choices)
    handed = null
  }

  start() {
    const { root } = this.stage
    presenter = this
    this.on = this.wanted = true
    this.focused = active()
    this.scrolled = [scroller(root), document.scrollingElement].filter(Boolean)
      .map(element => [element, element.scrollTop])
    root.classList.add("present")
    // A popover stays above everything and whole while Streamlit reruns; a fixed box does not.
    root.popover = "manual"
    root.showPopover()
    raiseCurtain()
    this.#cover()
    this.#wake()
    this.stage.rearrange()
    const kept = root.contains(this.focused) && this.focused.checkVisibility()
    if (!kept) root.focus({ preventScroll: true })
  }

  end() {
    const { root, editor } = this.stage
    presenter = null
    this.on = false
    this.asking.hide()
    editor.close?.(true)
    root.classList.remove("present", "awake", "aimed")
    root.hidePopover()
    root.popover = null
    this.uncover()
    this.stage.program.end()
    this.stage.rearrange()
    const scrollBack = () => { for (const [element, top] of this.scrolled) element.scrollTop = top }
    scrollBack()
    if (this.filling && document.fullscreenElement) document.exitFullscreen().then(scrollBack)
    this.filling = false
    if (this.focused === document.body) active().blur()
    else (this.focused.isConnected ? this.focused : root).focus({ preventScroll: true })
  }

  // The press that was asked for. Of some keys browsers think nothing: then the next one counts.
  #restore() {
    if (!navigator.userActivation.isActive) return
    this.asking.hide()
    this.#fill()
  }

  // Browsers want a key or a click first: after a reload they are asked for. Where they refuse, the
  // page stays covered. They do not take a popover, so it is the page that fills the screen.
  async #fill() {
    if (!this.on || !this.wanted || this.asking.on || !navigator.userActivation.isActive) return
    this.wanted = false
    try {
      await document.documentElement.requestFullscreen()
    } catch { return } // refused, or no such thing
    if (!this.on) return void document.exitFullscreen() // it was left before the browser was ready
    this.filling = true
    this.#lift()
  }

  // Browsers keep Escape for themselves in full screen, also where it is meant for what lies on top.
  #left() {
    const { blank, bar, editor, choices } = this.stage
    this.filling = false
    const editing = editor.input || editor.focused?.dataset.cell
    const over = blank.on || this.stage.over || choices.on || !bar.help.hidden || editing
    this.wanted = over // the next key fills it again
    if (!this.wanted) return this.end()
    editor.close?.(false)
    editor.unselect()
    blank.hide()
    this.stage.over?.close()
    choices.show(false)
    bar.showKeys(false)
  }

  // What came last is on top: the page, when it got the screen.
  #lift() {
    const { root, blank, over } = this.stage
    const [dark, focused] = [blank.on, active()]
    over?.element.close()
    if (dark) blank.hide()
    root.hidePopover()
    root.showPopover()
    over?.element.showModal()
    if (dark) blank.show()
    focused.focus({ preventScroll: true })
  }

  // Tab goes round in the stage.
  #turn(event) {
    const { root, over } = this.stage
    if (!this.on || event.key !== "Tab" || event.defaultPrevented || over) return
    const stops = [root, ...all(root, "[tabindex='0'], button:enabled, input")]
      .filter(element => element.checkVisibility())
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]]
    if (active() !== from) return
    event.preventDefault()
    to.focus({ preventScroll: true })
  }

  // What lies around the stage gets no focus and is not read, nor is what Streamlit adds to it.
  #cover() {
    this.watcher.disconnect()
    document.documentElement.classList.add("convviz-presenting") // the page's own style follows it
    for (const [parent, inside] of way(this.stage.root)) {
      for (const child of parent.children) {
        if (child === inside || child.inert !== false) continue
        child.inert = true
        this.covered.push(child)
      }
      this.watcher.observe(parent, { childList: true })
    }
  }

  // The stage stands elsewhere: other things lie around it.
  moved() {
    if (!this.on) return
    this.uncover()
    const { root } = this.stage
    this.scrolled = [scroller(root), document.scrollingElement].filter(Boolean).map(element => [element, 0])
    this.#cover()
  }

  // What the address names now presents in turn, or it does not.
  remove() {
    clearTimeout(this.resting)
    this.uncover()
    if (presenter === this) presenter = null
    const { address, choices } = this.stage
    if (this.on) handed = { path: address.path, choices: choices.on ? choices.at : undefined,
      until: performance.now() + TAKEN_OVER }
    if (this.filling && !travelling()) setTimeout(() => { // a stage that is put anew takes the screen over
      if (!presenter && document.fullscreenElement) document.exitFullscreen()
    }, TAKEN_OVER)
  }

  uncover() {
    this.watcher.disconnect()
    if (!travelling()) document.documentElement.classList.remove("convviz-presenting")
    for (const element of this.covered) element.inert = false
    this.covered = []
  }

  #moved({ screenX, screenY }) { // browsers also tell of a pointer that rests while the page changes
    const place = `${screenX} ${screenY}`
    if (this.on && place !== this.place) this.#wake("aimed")
    this.place = place
  }

  // A finger comes without a move: its first touch shows the bar, and presses nothing in it.
  #touched({ pointerType }) {
    if (!this.on) return void (this.unseen = false)
    this.unseen = pointerType === "touch" && getComputedStyle(this.stage.bar.element).opacity === "0"
    this.#wake("aimed")
  }

  // Hints, and the line that says what comes, give way to a bar that is as long as they leave no room.
  crowd() {
    const { root, bar, coming } = this.stage
    const { right } = bar.element.getBoundingClientRect()
    const beside = [this.hints, coming.element].filter(element => element.checkVisibility())
    root.classList.toggle("crowded", beside.some(element => element.getBoundingClientRect().left < right + 8))
  }

  // The hints are seen for a while, and the bar where it is aimed at.
  #wake(...also) {
    clearTimeout(this.resting)
    const { classList } = this.stage.root
    classList.add("awake", ...also)
    this.crowd()
    this.resting = setTimeout(() => classList.remove("awake", "aimed"), REST)
  }
}

// What has the focus, in shadow roots too.
/** @returns {any} */
function active() {
  let element = document.activeElement ?? document.body
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element
}

// Everything that holds an element, each with its child on the way there, out of shadow roots too.
function* way(element) {
  while (element.parentNode) {
    const parent = element.parentNode
    yield [parent, element]
    element = parent instanceof ShadowRoot ? parent.host : parent
  }
}
