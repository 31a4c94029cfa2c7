import { running } from "./running.js"

// What a switch opens under the fold is brought into sight once it is there; what is in sight already,
// or was open when the page came, moves nothing.

const STILL = 10 // frames
const LONGEST = 10_000 // ms
const LATE = 1500 // ms in which it is kept in sight once it was

export function revealOpened() {
  new MutationObserver(changes => {
    for (const change of changes) {
      const target = /** @type {Element} */ (change.target)
      if (!target.matches("[data-testid=stCheckbox][data-selected=true]")) continue
      const key = target.closest("[class*=st-key-]")?.className
      const [, name] = key?.match(/st-key-show_(\w+)/) ?? []
      new Waiting(`.st-key-${name ?? "views"}`)
    }
    // Streamlit's switches send no event of their own.
  }).observe(document.body, { subtree: true, attributeFilter: ["data-selected"] })
}

class Waiting {
  constructor(selector) {
    this.selector = selector
    this.until = performance.now() + LONGEST
    this.frames = 0
    this.given = new AbortController()
    // Whoever scrolls or goes on meanwhile decides what is in sight.
    for (const kind of ["wheel", "keydown", "pointerdown"])
      addEventListener(kind, () => this.given.abort(), { capture: true, passive: true, signal: this.given.signal })
    this.#look()
  }

  #look = () => {
    if (this.given.signal.aborted || performance.now() > this.until) return this.given.abort()
    const opened = document.querySelector(this.selector)
    const { y, height } = opened?.getBoundingClientRect() ?? { y: 0, height: 0 }
    const place = `${y} ${height}`
    this.frames = height && !running() && place === this.place ? this.frames + 1 : 0
    this.place = place
    if (this.frames !== STILL) return requestAnimationFrame(this.#look)
    // What comes late, such as a picture, may push it out of sight again.
    this.until = Math.min(this.until, performance.now() + LATE)
    requestAnimationFrame(this.#look)
    if (document.documentElement.classList.contains("convviz-presenting")) return
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    opened.scrollIntoView({ block: "nearest", behavior: calm ? "instant" : "smooth" })
  }
}
