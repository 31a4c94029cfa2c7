import { asked } from "./address.js"
import { EARLY, early } from "./mounted.js"
import { outbox } from "./outbox.js"
import player, { showEarly } from "./player.js"
import { scroller } from "./dom.js"
import { running } from "./running.js"
import top, { Row } from "./top.js"
import { pages } from "./travel.js"

// The stage in the page's own HTML: seen, stepped, edited and presented while Streamlit's client is on
// its way. Under it that one builds its page, unseen; once the place of its stage has come to rest, the
// stage moves there, and what stood around it goes.

const LOOK = 16 // ms between two looks at the place that waits
const STILL = 2 // looks in which it stays where the stage is, after which it is taken
const ELSEWHERE = 20 // the same, where it is another place than the one that was kept for it
const LATEST = 5000 // ms after which it is taken, wherever it is
const NONE = 10_000 // ms in which a page that is done has shown no stage: it shows none

const host = document.getElementById("convviz-early")
const within = host.shadowRoot
const source = document.getElementById("convviz-early-data")
const { data, view, row } = JSON.parse(source.textContent)
source.remove() // numbers that are not reached yet are nowhere in the document
const room = within.querySelector(".stage")
const below = document.getElementById("root")
const spacer = Object.assign(document.createElement("div"), { className: "convviz-room" })

// What Streamlit asks for: these need no files.
globalThis.convvizScripts = { player, top }

new Row(within.querySelector(".top"), url => pages.go(url)).update(row, language => {
  const url = new URL(location.href)
  url.searchParams.set("lang", language)
  pages.go(url)
})

// Nothing is told yet: what was typed and chosen waits, and is told by the page that comes.
const stage = showEarly({ data: { ...data, view: { ...view, ...asked(data), id: EARLY } }, parentElement: room, setTriggerValue() {} })

// There is no page yet that could follow the address: another one is loaded, unless something fills the
// screen until it comes. What was typed is told before.
const { go } = pages
pages.go = async (url, title) => {
  if (early.view && outbox.edits.length) await arrived.then(() => outbox.settled())
  if (early.view && !stage.presenting.on) location.assign(url)
  else go(url, title)
}
/** @type {() => void} */
let arrive
const arrived = new Promise(done => { arrive = () => done(null) })

globalThis.convvizScheme?.addEventListener("change", () => early.view && stage.update(stage.answered))

// A click on a control that is only drawn yet is done when the control stands in its place.
const clicks = []
host.addEventListener("click", event => {
  const on = event.composedPath().some(at => at === room || (at instanceof Element && at.matches("a, .top")))
  if (!on) clicks.push([event.clientX, event.clientY])
})

let place = ""
let still = 0
let since = 0 // when the page was first seen to wait for the stage, or to be done without one

function look() {
  const { view, home } = early
  if (!view) return
  const waits = Boolean(home?.isConnected)
  const done = document.querySelector("[data-test-script-state=notRunning]") && !running()
  if (!waits && !done) since = 0
  else since ||= performance.now()
  const spent = since && performance.now() - since
  if (!waits) return spent > NONE ? early.leave() : again()
  const [there, here] = [box(home.host ?? home, below.getBoundingClientRect().left), box(room, 0)]
  hold(home)
  const now = there.join()
  still = now === place && done && !document.querySelector("[data-testid=stSkeleton]") ? still + 1 : 0
  place = now
  const same = there.every((length, n) => Math.abs(length - here[n]) <= 1)
  if (still < (same ? STILL : ELSEWHERE) && spent < LATEST) return again()
  move(home)
}

const again = () => setTimeout(look, LOOK)

// Left of where the page begins, top and width, the page not scrolled.
function box(element, begin) {
  const { left, top, width } = element.getBoundingClientRect()
  return [left - begin, top + (scroller(element)?.scrollTop ?? 0), width]
}

// What comes under the stage is where it will be, before the stage is there.
function hold(home) {
  spacer.style.height = `${room.clientHeight}px`
  if (spacer.parentNode !== home) home.append(spacer)
}

function move(home) {
  const scrolled = host.scrollTop
  early.view = early.home = null
  host.dataset.done = "" // what was built under it is seen from now on
  spacer.remove()
  stage.move(home)
  host.remove()
  const main = scroller(stage.root)
  if (main) main.scrollTop = scrolled
  arrive()
  for (const [x, y] of clicks) {
    const at = /** @type {HTMLElement | null} */ (document.elementFromPoint(x, y))
    const control = at?.closest("label")?.control ?? at
    control?.click()
  }
}

early.leave = () => {
  arrive()
  early.view = early.home = null
  spacer.remove()
  stage.remove()
  host.remove()
}

host.dataset.live = ""
again()
