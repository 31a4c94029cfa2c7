import { all, make } from "./dom.js"
import { Follow } from "./follow.js"
import { mounted } from "./mounted.js"
import { LIMITS, LIST, readList, writeList } from "./places.js"
import { playAt } from "./playing.js"
import { row } from "./row.js"
import { isDark } from "./theme.js"
import { addressOf } from "./travel.js"
import { speak, t } from "./words.js"

// The list of a lecture's places: here it is put in order. Python reads and writes links and files; the
// list itself stays in the browser. STYLE is put before this by `lecture_js`.

const MOST_UNDO = 50
let past = [] // what the list was before: Undo works after a visit to a lesson too
let settled = null // the link of the address whose lecture was taken or refused in this tab

export default function lecture({ data, parentElement, setTriggerValue }) {
  return show(parentElement, desk => {
    desk.post = setTriggerValue
    desk.update(data)
  })
}

class Desk {
  /** @type {(name: string, value: unknown) => void} tells Python */
  post
  listening = new AbortController()

  constructor(parent) {
    const { signal } = this.listening
    this.style = make("style", {}, STYLE)
    this.root = make("section", { className: "convviz lecture" })
    parent.append(this.style, this.root)
    addEventListener("storage", event => { // another tab added a place
      if (event.key === LIST) this.#show(readList())
    }, { signal })
  }

  remove() {
    this.listening.abort()
    this.style.remove()
    this.root.remove()
  }

  update(data) {
    const before = this.data
    this.data = data
    this.root.classList.toggle("dark", isDark(this.root))
    if (data.lang !== before?.lang) this.#build()
    this.#answer(data.answer)
    this.#arrive(data.opened)
  }

  // The page in a language.
  #build() {
    const { data } = this
    speak(data.words)
    this.root.lang = data.lang
    this.shown = null // the link that the code shows
    this.follow = new Follow({ data, pause() {}, address: this }) // it asks for `shown`
    const button = (text, onclick, name) => make("button", { type: "button", value: name ?? "", onclick }, text)
    this.file = make("input", { type: "file", accept: ".json,application/json", hidden: true,
      onchange: () => this.#openFile() })
    this.title = make("input", { className: "title", maxLength: LIMITS.title, ariaLabel: t("Title of the lecture"),
      placeholder: t("Title of the lecture") })
    this.writes(this.title, text => { this.list.title = text })
    this.start = button(t("Play from the first"), () => this.play(0), "play")
    this.undo = button(t("Undo"), () => this.#undo())
    this.ofList = [button(t("Save a file"), () => this.#saveFile()),
      button(t("Copy the link"), () => this.#ask("link")), button(t("QR code"), () => this.#ask("code"))]
    this.status = make("p", { className: "status" })
    this.status.setAttribute("role", "status")
    this.link = make("input", { readOnly: true, className: "link", hidden: true, ariaLabel: t("Link of this lecture") })
    this.question = make("div", { className: "question", hidden: true })
    this.question.setAttribute("role", "group")
    this.none = make("p", { className: "none" },
      t("No place yet. In a lesson the key L adds what is shown; or begin with the lecture of the chapter."))
    this.places = make("ol")
    this.root.replaceChildren(
      make("div", { className: "tools" }, this.start, this.title),
      make("div", { className: "tools" },
        button(t("New lecture"), () => this.#replace({ title: "", places: [] }, t("A new lecture."))),
        button(t("Lecture of the chapter"), () => this.#replace(this.data.chapter, t("The lecture of the chapter."))),
        button(t("Open a file"), () => this.file.click()), ...this.ofList, this.undo, this.file),
      this.question, this.status, this.link, this.none, this.places, this.follow.element)
    this.#show(readList())
  }

  #show(list) {
    this.list = list
    this.title.value = list.title
    const { length } = list.places
    this.places.replaceChildren(...list.places.map((place, index) => row(this, place, index, length)))
    this.none.hidden = length > 0
    for (const button of [this.start, ...this.ofList]) button.disabled = !length
    this.undo.disabled = !past.length
  }

  // Keep the list as it is now; what it was can be had back.
  #keep(before) {
    past = [...past, before].slice(-MOST_UNDO)
    this.undo.disabled = false
    this.#store()
  }

  #store() {
    try {
      if (!writeList(this.list))
        this.#tell(t("This browser keeps nothing: the list is there until the tab is closed. Save it as a file."))
    } catch {
      this.#tell(t("The list is too large for this browser to keep: save it as a file, or delete places."))
    }
  }

  // Change the places, say what came of it, and put the focus on a button of one of them.
  change(change, said, index, button) {
    const before = JSON.stringify(this.list)
    const places = change(this.list.places)
    if (places.length > LIMITS.places)
      return this.#tell(t("A lecture has at most {most} places.", { most: LIMITS.places }))
    this.list = { ...this.list, places }
    this.#tell(said)
    this.#keep(before)
    this.#show(this.list)
    if (!button) return
    const row = this.places.children[index]
    const acts = row ? all(row, "button:enabled") : []
    const named = name => acts.find(each => each.value === name)
    const focused = named(button) ?? named({ up: "down", down: "up" }[button]) ?? this.title
    focused.focus()
  }

  move(from, to, button) {
    const said = t("Place {from} is place {to} now.", { from: from + 1, to: to + 1 })
    this.change(places => {
      const moved = places.toSpliced(from, 1)
      return moved.toSpliced(to, 0, places[from])
    }, said, to, button)
  }

  // A field of the list: what is typed in one go is undone in one go.
  writes(field, take) {
    let before = null
    field.onfocus = () => { before = JSON.stringify(this.list) }
    field.oninput = () => {
      take(field.value)
      if (before) this.#keep(before)
      else this.#store()
      before = null
    }
  }

  #undo() {
    this.list = JSON.parse(past.pop())
    this.#tell(t("Undone."))
    this.#store()
    this.#show(this.list)
    if (this.undo.disabled) this.title.focus()
  }

  #replace(list, said) {
    const before = JSON.stringify(this.list)
    const { title, places } = structuredClone(list)
    this.list = { title, places }
    const lost = JSON.parse(before).places.length
    this.#tell(lost ? t("{said} Undo brings back the one before.", { said }) : said)
    this.#keep(before)
    this.#show(this.list)
  }

  // The click that starts it may fill the screen; the stage that comes goes on filling it.
  async play(index) {
    const place = this.list.places[index]
    playAt(this.list, index)
    try { await document.documentElement.requestFullscreen() } catch { /* refused, or no such thing */ }
    this.go({ ...place, query: { ...place.query, present: 1 } })
  }

  go(place) {
    history.pushState(null, "", addressOf(place))
    dispatchEvent(new PopStateEvent("popstate", { state: null }))
  }

  #tell(text) {
    this.status.textContent = text
    this.link.hidden = true
  }

  // Python writes a link, and reads a file.
  #ask(kind, text) {
    this.asked = `${Date.now()} ${Math.random()}`
    this.post("asked", { n: this.asked, kind, text: text ?? JSON.stringify({ version: 1, ...this.list }) })
  }

  #answer(answer) {
    if (!answer || answer.n !== this.asked) return
    this.asked = null
    const { kind, refused, lecture, link } = answer
    if (refused) this.#tell(refused)
    else if (kind === "file") this.#replace(lecture, t("The file is open."))
    else {
      this.shown = new URL(location.href)
      this.shown.searchParams.set("l", link)
      if (kind === "code") this.follow.open()
      else this.#copy(this.shown.href)
    }
  }

  // A browser may refuse: then the link is selected, for the person to copy.
  async #copy(link) {
    let said = t("The link is copied.")
    try {
      await navigator.clipboard.writeText(link)
    } catch {
      said = t("The browser refused to copy the link. It is selected: copy it from there.")
    }
    this.#tell(said)
    this.link.value = link
    this.link.hidden = false
    if (said !== t("The link is copied.")) this.link.select()
  }

  async #openFile() {
    const [file] = this.file.files
    this.file.value = ""
    if (!file) return
    if (file.size > 4 * LIMITS.whole)
      return this.#tell(t("This file is too large to be a lecture."))
    this.#ask("file", await file.text())
  }

  #saveFile() {
    const blob = new Blob([JSON.stringify({ version: 1, ...this.list }, null, 1)], { type: "application/json" })
    const href = URL.createObjectURL(blob)
    const name = this.list.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "lecture"
    make("a", { href, download: `${name}.json` }).click()
    setTimeout(() => URL.revokeObjectURL(href), 60_000)
    this.#tell(t("The file is saved."))
  }

  // A link brought a lecture: a list of one's own that is not empty is not lost to it.
  #arrive(opened) {
    if (!opened || opened.link === settled) return
    const { link, refused, lecture } = opened
    const done = act => () => {
      settled = link
      this.question.hidden = true
      const url = new URL(location.href)
      url.searchParams.delete("l")
      history.replaceState(history.state, "", url)
      act()
    }
    if (refused) return done(() => this.#tell(refused))()
    const take = done(() => this.#replace(lecture, t("The lecture of the link is open.")))
    const same = JSON.stringify(lecture.places) === JSON.stringify(this.list.places)
    if (!this.list.places.length || same) return take()
    const title = lecture.title || t("without a title") // in a call of its own: there it is found
    const both = this.list.places.length + lecture.places.length
    const button = (text, onclick) => make("button", { type: "button", onclick }, text)
    this.question.hidden = false
    this.question.replaceChildren(
      make("p", {}, t("The link holds the lecture “{title}” with {n} places; a list of yours has {mine}.",
        { title, n: lecture.places.length, mine: this.list.places.length })),
      button(t("Open it"), take),
      button(t("Put it after mine"), done(() =>
        this.change(places => [...places, ...lecture.places], t("The list has {n} places now.", { n: both })))),
      button(t("Keep mine"), done(() => this.#tell(t("Your list is as it was.")))))
    this.question.ariaLabel = t("A lecture in the link")
  }
}

const show = mounted(Desk)
