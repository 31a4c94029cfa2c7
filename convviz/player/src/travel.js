import { make } from "./dom.js"

// Going to another place of the app as the browser's Back and Forward do: nothing is loaded anew, so
// what fills the screen goes on filling it. Between the stage that is left and the one that comes
// stands a curtain.
//
// A place is { page, query, title }. page: the page's address below the app's own, "" for the first;
// query: names and values of its address as a link to it has them, such as { s, step, g, walk }, where
// null and undefined are left out; title: what the curtain says, by default the page's own.

const LONGEST = 20_000 // ms for a page to come, after which the visitor gets back what there is
const CARRIED = ["lang", "embed", "embed_options", "predict"] // of the address, wherever one goes

export function addressOf({ page, query = {} }) {
  const here = new URL(location.href)
  const url = pages.url(page)
  for (const name of CARRIED)
    for (const value of here.searchParams.getAll(name)) url.searchParams.append(name, value)
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined) url.searchParams.set(name, value)
  return url
}

// How the pages of the app are addressed, and how one goes to an address. A folder of files has ways of
// its own.
export const pages = {
  url: page => new URL(page || ".", document.baseURI),
  here: () => location.pathname.slice(new URL(".", document.baseURI).pathname.length),
  go(url, title) {
    history.pushState({ title }, "", url)
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }))
  },
}

// The page that the browser's address names, below the app's own address.
export const pageHere = () => pages.here()

let curtain = null // it outlives the stage that drew it

export const travelling = () => curtain !== null

// Draw the curtain in front of a stage that presents: what comes to the address presents too.
export function drawCurtain(stage, title) {
  curtain?.lower()
  curtain = new Curtain(stage, title)
}

// The stage that comes is ready to be seen.
export function raiseCurtain() { curtain?.lower() }

class Curtain {
  listening = new AbortController()

  constructor(stage, title) {
    const { signal } = this.listening
    const { backgroundColor, color, fontFamily } = getComputedStyle(stage.root)
    this.left = stage
    // Modal: what lies behind it gets no focus and is not read.
    this.element = make("dialog", { ariaLabel: title, lang: stage.root.lang, oncancel: () => this.#giveUp() },
      title)
    this.element.setAttribute("style", `position: fixed; inset: 0; box-sizing: border-box; width: 100vw;
      height: 100vh; max-width: none; max-height: none; margin: 0; padding: 0 6vw; border: 0;
      outline: none; display: grid; place-content: center; text-align: center; cursor: none;
      font: 700 min(6vh, 4vw)/1.3 ${fontFamily}; background: ${backgroundColor}; color: ${color}`)
    stage.presenting.uncover() // a curtain that is inert would take no key
    document.body.append(this.element)
    this.element.showModal()
    document.documentElement.classList.add("convviz-presenting") // the page's own style follows it
    // Keys that are pressed meanwhile are meant for nothing that is seen.
    addEventListener("keydown", event => {
      if (event.key === "Escape") return
      event.preventDefault()
      event.stopPropagation()
    }, { capture: true, signal })
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) this.#giveUp()
    }, { signal })
    this.waiting = setTimeout(() => {
      // The page never changed: its own address comes back too.
      if (this.left.root.isConnected) history.back()
      this.#giveUp()
    }, LONGEST)
  }

  // The visitor ends the presentation, or nothing came: whatever is there is an ordinary page.
  #giveUp() {
    this.lower()
    const url = new URL(location.href)
    url.searchParams.delete("present")
    history.replaceState(history.state, "", url)
    if (this.left.root.isConnected && this.left.presenting.on) this.left.presenting.end()
    else if (document.fullscreenElement) document.exitFullscreen()
  }

  lower() {
    curtain = null
    clearTimeout(this.waiting)
    this.listening.abort()
    this.element.remove()
    document.documentElement.classList.remove("convviz-presenting")
  }
}
