import { asked } from "./address.js"
import { make } from "./dom.js"
import player from "./player.js"
import { playAt, playing } from "./playing.js"
import { scheme } from "./scheme.js"
import { addressOf, pageHere, pages } from "./travel.js"
import { speak, t } from "./words.js"

// A page of a course in a folder: it plays what it holds, from any web server and from disk. Nothing is
// asked of a server and no number can be changed.
//
// It holds shows: { page, key, title, data }. page: the page of the app whose place it is; key: what of an
// address tells it from the others of its page.

/** @typedef {{ page: string, key: Record<string, string>, title: string, data: Partial<Told> }} Show */

class Page {
  /** @type {string} the page of the contents that the file stands for */
  page
  /** @type {Show[]} */
  shows
  /** @type {any} what all shows have in common */
  shared
  /** @type {Record<string, string>} */
  layouts
  /** @type {{ title: string, places: any[] } | null} */
  lecture
  opened = 0 // counts the times that the stage was sent to another place
  heard = 0 // number of the last choice of the stage

  constructor() {
    /** @type {(name: string) => any} */
    this.find = name => document.querySelector(`[data-part="${name}"]`)
    const told = this.find("data")
    Object.assign(this, JSON.parse(told.textContent))
    told.remove() // numbers that are not reached yet are nowhere in the document
    this.#address()
    speak(this.shared.words)
    if (this.lecture) this.#begin()
    this.chooser = this.find("examples")
    this.chooser.onchange = () => this.#choose(this.chooser.value)
    for (const link of document.querySelectorAll("a[data-lang]"))
      link.addEventListener("click", () => /** @type {any} */ (link).search = location.search) // the same place
    addEventListener("popstate", () => this.#show(true))
    addEventListener("convviz:step", () => this.#follow())
    scheme(this.find("theme"), () => this.#show())
    this.#show(true)
  }

  // Places of the pages that this file holds are told by the address behind its name; others are files.
  #address() {
    const held = new Set(this.shows.map(({ page }) => page))
    const file = page => new URL(page === this.page ? location.pathname : `${page || "multi_input"}.html`, location.href)
    pages.here = () => new URL(location.href).searchParams.get("page") ?? this.page
    pages.url = page => {
      if (page === this.page || !held.has(page)) return file(page)
      const url = file(this.page)
      url.searchParams.set("page", page)
      return url
    }
    const { go } = pages
    pages.go = (url, title) => url.pathname === location.pathname ? go(url, title) : location.assign(url)
  }

  // The lecture begins at its first place, or goes on where a reload left it.
  #begin() {
    const { places } = this.lecture
    if (JSON.stringify(playing()?.places) === JSON.stringify(places) && new URL(location.href).searchParams.has("page")) return
    playAt(this.lecture, 0)
    const url = addressOf(places[0])
    if (new URL(location.href).searchParams.get("present")) url.searchParams.set("present", "1")
    history.replaceState(history.state, "", url)
  }

  // What the address names, else the first of its page.
  get #found() {
    const { searchParams } = new URL(location.href)
    const mine = this.shows.filter(({ page }) => page === pageHere())
    const named = mine.find(({ key }) => Object.entries(key).every(([name, value]) => searchParams.get(name) === value))
    return named ?? mine[0] ?? this.shows[0]
  }

  // place: whether the stage goes where the address says.
  #show(place = false) {
    const { shared, layouts, shows, lecture } = this
    const { key, title, data } = this.#found
    const whole = { ...shared, ...data }
    if (place) this.view = { ...asked(whole), id: `folder ${++this.opened}`, entry: {} }
    document.title = `${whole.title} · convviz`
    this.find("title").textContent = lecture?.title || whole.title
    this.find("sentence").textContent = whole.sentence
    this.find("shapes").textContent = whole.shapes.replaceAll("  \n", "\n")
    if (!this.chooser.children.length) this.chooser.append(...this.#offered.map(([value, text]) => make("option", { value }, text)))
    if (!lecture) this.chooser.value = title
    this.#follow()
    const examples = lecture ? [] : shows.map(show => [show.title, show.title])
    /** @type {Component["setTriggerValue"]} */
    const tell = (_, value) => this.#told(value)
    player({ parentElement: this.find("stage"), setTriggerValue: tell, data: {
      ...whole, svg: layouts[whole.layout], fixed: true, folder: true,
      view: { ...this.view, link: key, plain: !lecture && this.shows[0].key === key },
      choices: { examples, example: title, numbers: [], said: "", heard: this.heard },
    } })
  }

  // What the chooser offers: the examples of a lesson, or the places of a lecture.
  get #offered() {
    if (!this.lecture) return this.shows.map(({ title }) => [title, title])
    return this.lecture.places.map(({ title }, index) => [String(index), t("{n}. {title}", { n: index + 1, title })])
  }

  // The place of the lecture that is reached by steps too.
  #follow() {
    const now = this.lecture && playing()
    if (now) this.chooser.value = String(now.index)
  }

  // What was chosen in the stage, each once.
  #told(choices) {
    for (const [n, name, value] of choices.filter(([n]) => n > this.heard)) {
      this.heard = n
      if (name === "example") this.#choose(value)
    }
  }

  #choose(value) {
    if (this.lecture) {
      playAt(this.lecture, Number(value))
      return location.assign(addressOf(this.lecture.places[value]))
    }
    const { page, key } = this.shows.find(({ title }) => title === value)
    const url = addressOf({ page, query: { ...key, step: 0 } })
    const { searchParams } = new URL(location.href)
    for (const name of ["g", "present"]) if (searchParams.has(name)) url.searchParams.set(name, searchParams.get(name))
    pages.go(url, value)
  }
}

new Page()
