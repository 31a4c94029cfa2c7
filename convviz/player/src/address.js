import { outbox } from "./outbox.js"
import { readPlace, writePlace } from "./places.js"
import { drawCurtain } from "./travel.js"

// The address in the browser: where a link, a reload or Back finds the stage again.

const PAUSE = 150 // ms without another step, before a step is written

export class Address {
  path = location.pathname

  constructor(stage) {
    this.stage = stage
    const { signal } = stage.listening
    addEventListener("popstate", () => this.#left(), { signal })
    // Streamlit writes back the address it saw first; the step in it is the browser's own. It is put
    // right at once: a reload in between would lose it.
    globalThis.navigation?.addEventListener("currententrychange",
      ({ navigationType }) => this.write(navigationType === "traverse" ? PAUSE : 0), { signal })
    addEventListener("convviz:sent", () => this.mark(), { signal })
  }

  remove() { clearTimeout(this.writing) }

  get presents() { return new URL(location.href).searchParams.get("present") === "1" }

  // The address of what is shown now.
  get here() {
    const { place, granularity, walk, presenting, predict } = this.stage
    const url = new URL(location.href)
    for (const [name, value] of Object.entries(writePlace({ step: place, granularity, walk })))
      if (value === null) url.searchParams.delete(name)
      else url.searchParams.set(name, value)
    predict.write(url.searchParams)
    if (presenting.on) url.searchParams.set("present", "1")
    else url.searchParams.delete("present")
    return url
  }

  // A link to it for others: with numbers that Streamlit has still to write into the address.
  get shown() {
    const { here } = this
    const { link = {}, plain } = this.stage.data.view ?? {}
    if (!plain) for (const [name, text] of Object.entries(link)) if (text) here.searchParams.set(name, text)
    here.searchParams.delete("present")
    return here
  }

  write(pause = PAUSE) {
    const { data, root } = this.stage
    if (!data || !root.isConnected || !/^(https?|file):$/.test(location.protocol)) return
    clearTimeout(this.writing)
    this.mark()
    this.writing = setTimeout(() => {
      const { here } = this
      if (location.pathname !== this.path) return
      if (here.href !== location.href) history.replaceState(history.state, "", here)
      this.mark()
    }, pause)
  }

  // The root says so while the address holds exactly what is shown: a reload would show the same.
  mark() { this.stage.root.toggleAttribute("data-saved", this.#saved) }

  get #saved() {
    const { link = {}, plain } = this.stage.data.view ?? {}
    const { searchParams } = new URL(location.href)
    return this.here.href === location.href && !outbox.edits.length && Object.entries(link).every(([name, text]) =>
      searchParams.has(name) ? text && searchParams.get(name) === text : plain)
  }

  // A page that was entered by a link has no numbers in its address yet, or those before what was
  // typed on the page before: that comes late.
  greet(entry, late = false) {
    const url = new URL(location.href)
    const names = Object.keys(entry)
    if (!names.length || (!late && names.some(name => url.searchParams.has(name)))) return
    for (const name of names) url.searchParams.set(name, entry[name])
    history.replaceState(history.state, "", url)
  }

  // The browser went to another address; Python shows what it says. One that presents as this one does
  // comes from behind a curtain.
  #left() {
    const { stage } = this
    if (location.pathname !== this.path && stage.presenting.on && this.presents)
      drawCurtain(stage, history.state?.title ?? stage.course.title)
  }
}

// Where the address says that a stage of its own should be; what others stand in is told by Python.
export function asked({ stops, granularity }) {
  const there = readPlace(Object.fromEntries(new URL(location.href).searchParams))
  return { ...there, id: "address", granularity: Object.hasOwn(stops, there.granularity) ? there.granularity : granularity }
}
