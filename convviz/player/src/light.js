import { asked } from "./address.js"
import { all, make } from "./dom.js"
import { Kept } from "./kept.js"
import { outbox } from "./outbox.js"
import { alike, partsOf, textOf } from "./parts.js"
import player from "./player.js"
import { scheme } from "./scheme.js"
import { pageHere } from "./travel.js"
import { speak, t } from "./words.js"

// The page of a lesson without a session. The document, its history and its place are here; what an
// edit makes of them is asked of Python, one question after another, and any server may answer.

const AGAIN = [500, 1000, 2000, 4000, 8000] // ms before a question that got no answer is asked again
const MOST_HISTORY = 200

// Texts that an address has no room for, by the names that it says instead: a server may forget them.
const copies = new Kept("sessionStorage", "convviz-copies")
const MOST_COPIES = 8

// The text for a name, where it was shown in this tab; else what the address says.
const recalled = s => new Map(Object.entries(copies.read() ?? {})).get(s) ?? s

class Light {
  text = ""
  /** @type {{ name: string, said: string } | undefined} where an address has no room for the text */
  kept
  past = []
  future = []
  taken = 0 // number of the last edit that was taken
  queued = 0
  heard = 0 // number of the last choice of the stage
  opened = 0 // counts the times that the place was set from outside the stage
  work = Promise.resolve() // questions are asked in the order in which they arose
  api = ""
  sender = ""
  /** @type {Told["refused"]} */
  refused = null
  id = Math.random().toString(36).slice(2)
  code = ""
  /** @type {Record<string, string[]>} names of the parts of an address that a scene stands in */
  reads = {}
  asks = "" // where steps of an experiment are asked for before they are shown
  /** @type {Record<string, number> | null} */
  sizes = null // that wait until what they make is predicted: they are seen, the picture is as it was
  numbers = "" // of the last lesson that had some, where they were changed

  constructor(root) {
    this.find = name => root.querySelector(`[data-part="${name}"]`)
    const told = this.find("data")
    const { text, kept, data, api, asks, reads } = JSON.parse(told.textContent)
    told.remove() // numbers that are not reached yet are nowhere in the document
    Object.assign(this, { data, asks, reads, api: new URL(api, document.baseURI) })
    this.#hold(text, kept)
    scheme(this.find("theme"), () => this.#show())
    this.#offer(this.find("examples"))
    for (const link of all(root, "a[data-page]"))
      link.onclick = event => this.#follow(event, () => outbox.stage.travel({ page: link.dataset.page }))
    for (const link of all(root, "a[data-leave]"))
      link.onclick = event => this.#follow(event, () => this.#leave(link))
    addEventListener("popstate", () => this.#went())
    speak(data.words)
    this.#place(asked(data))
    this.#show()
    const url = new URL(location.href)
    const s = textOf(this.names, url.searchParams)
    url.searchParams.set("lang", document.documentElement.dataset.lang) // as it was chosen, for others too
    history.replaceState(history.state, "", url)
    if (recalled(s) !== s && s !== this.kept?.name) this.#went() // the server has forgotten them
  }

  // All that the page shows of the document, as it is now.
  #show() {
    const { data, past, future, view, sizes } = this
    const { examples, example, said } = data.choices
    const numbers = data.choices.numbers.map(([name, label, value, ...ends]) => [name, label, sizes?.[name] ?? value, ...ends])
    document.title = `${data.title} · convviz`
    for (const name of ["title", "sentence", "shapes"]) this.find(name).textContent = data[name].replaceAll("  \n", "\n")
    const notes = [said, this.kept?.said, this.trouble]
    this.find("notice").textContent = notes.filter(Boolean).join("\n")
    const chooser = this.find("examples")
    chooser.replaceChildren(...examples.map(([value, title]) => make("option", { value, selected: value === example }, title)))
    this.#number(numbers)
    for (const link of all(document, "a[data-page]")) {
      link.ariaCurrent = link.dataset.page === pageHere() ? "page" : null
      const { parentElement: row } = link
      if (link.ariaCurrent) row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2
    }
    const able = { undo: past.length || sizes, redo: !sizes && future.length, reset: data.changed }
    /** @type {Component["setTriggerValue"]} */
    const tell = (kind, value) => kind === "edits" ? this.#edits(/** @type {any} */ (value)) : this.#choices(value)
    player({
      data: { ...data, view: { ...view, link: this.said, plain: !data.changed && example === examples[0][0] },
        document: `${this.id}-0`, text: this.text,
        fixed: false, // where no cell can be typed in, Undo still comes the way of what is typed
        outbox: this.sender, taken: this.taken, refused: this.refused ?? null,
        can: Object.keys(able).filter(name => able[name]), choices: { ...data.choices, numbers, heard: this.heard } },
      parentElement: this.find("stage"),
      setTriggerValue: tell,
    })
  }

  // An example that was chosen by a mouse or a finger gives the keys to the stage; who goes through the
  // list by keys stays there.
  #offer(chooser) {
    let pointed = false
    chooser.onpointerdown = () => { pointed = true }
    chooser.onkeydown = () => { pointed = false }
    chooser.onchange = () => {
      this.#choose("example", chooser.value)
      if (pointed) outbox.stage.root.focus({ preventScroll: true })
    }
  }

  #number(numbers) {
    const box = this.find("numbers")
    if (numbers.map(([name]) => name).join() !== [...box.children].map(({ dataset }) => dataset.name).join())
      box.replaceChildren(...numbers.map(([name]) => {
        const input = make("input", { type: "number", required: true,
          onchange: () => input.reportValidity() && this.#choose(name, input.valueAsNumber) })
        const label = make("label", {}, make("span"), input)
        label.dataset.name = name
        return label
      }))
    for (const [index, [, label, value, min, max]] of numbers.entries()) {
      const [name, input] = box.children[index].children
      name.textContent = label
      Object.assign(input, { min, max, value })
    }
  }

  // The parts of an address that the document stands in: their names, and what they say.
  get names() { return this.reads[this.data.scene] }
  get said() { return this.#saying(this.text) }

  #saying(text) { return partsOf(this.names, text === this.text && this.kept ? this.kept.name : text) }

  // Have a document: its text, and the name that the server keeps it under, if an address has no room.
  #hold(text, kept) {
    Object.assign(this, { text, kept })
    if (kept) copies.write(Object.fromEntries([[kept.name, text],
      ...Object.entries(copies.read() ?? {}).filter(([name]) => name !== kept.name)].slice(0, MOST_COPIES)))
  }

  // Where the stage should be, from now on.
  #place({ step = 0, granularity = this.view?.granularity, walk = "all" }) {
    this.view = { id: `light ${++this.opened}`, step, granularity, walk, entry: {}, late: 0 }
  }

  #do(task) {
    this.work = this.work.then(task)
    return this.work
  }

  // A question to Python about the document; without an answer it is asked again.
  async #ask(change, { s = this.text, scene = this.data.scene, held = this.data.layout, place = outbox.stage?.predict.place, given = {} } = {}) {
    const body = JSON.stringify({ scene, s, change, held, ...place, ...given, quiet: true, code: this.code, lang: document.documentElement.dataset.lang })
    for (let tries = 0; ; tries++) {
      try {
        const response = await fetch(this.api, { method: "POST", body, headers: { "Content-Type": "application/json" } })
        const answer = await response.json()
        if (response.status < 500) {
          this.trouble = ""
          return answer
        }
      } catch { /* no answer at all, or none in JSON */ }
      this.trouble = t("The server does not answer. What was typed is kept here and sent again.")
      this.find("notice").textContent = this.trouble
      await new Promise(done => setTimeout(done, AGAIN[Math.min(tries, AGAIN.length - 1)]))
    }
  }

  // Take an answer; whether it was one.
  #take({ s, kept, data, refused }) {
    this.refused = refused
    if (refused) return false
    this.#hold(s, kept)
    const { follow, save } = this.data // of the page, not of its numbers
    this.data = { ...data, follow, save: { ...save, tensors: data.experiment }, asks: data.experiment ? this.asks : null,
      svg: data.svg || (data.layout === this.data.layout ? this.data.svg : "") }
    return true
  }

  #remember(text) {
    if (alike(this.#saying(text), this.said)) return
    this.past = [...this.past, text].slice(-MOST_HISTORY)
    this.future = []
  }

  // The address with what is shown; null if it says that already.
  #addressed() {
    const url = new URL(location.href)
    const { names, said } = this
    if (alike(partsOf(names, textOf(names, url.searchParams)), said)) return null
    for (const name of names)
      if (name in said) url.searchParams.set(name, said[name])
      else url.searchParams.delete(name)
    return url
  }

  // The address says what is shown, in an entry of its own.
  #write(place = {}) {
    const url = this.#addressed()
    if (!url) return
    for (const [name, value] of Object.entries(place)) url.searchParams.set(name, value)
    history.pushState(history.state, "", url)
  }

  #edits({ outbox: sender, edits }) {
    if (sender !== this.sender) Object.assign(this, { sender, queued: 0, taken: 0 })
    for (const edit of edits.filter(({ n }) => n > this.queued)) {
      this.queued = edit.n
      this.#do(() => this.#edit(edit))
    }
  }

  async #edit({ n, op, at, text, pasted }) {
    const before = this.text
    if (op === "undo" && this.sizes) this.#drop() // they came last
    else if (op === "undo" || op === "redo") await this.#back(...op === "undo" ? [this.past, this.future] : [this.future, this.past])
    else {
      if (op === "reset") this.#drop()
      const change = op === "reset" ? { reset: true } : { at, text, ...pasted && { pasted } }
      if (this.#take(await this.#ask(change))) this.#remember(before)
    }
    this.taken = n
    this.#write()
    this.#show()
  }

  // Go back in one of the two histories; what is left goes to the other.
  async #back(from, to) {
    if (!from.length) return
    const before = this.text
    if (!this.#take(await this.#ask({}, { s: from.at(-1) }))) return
    from.pop()
    to.push(before)
  }

  // What was chosen in the stage, each once.
  #choices(told) {
    for (const [n, name, value] of told.filter(([n]) => n > this.heard)) {
      this.heard = n
      this.#choose(name, value)
    }
  }

  #choose(name, value) {
    return this.#do(async () => {
      const before = this.text
      if (name === "language" || name === "predict") {
        if (name === "language") this.code = value
        this.#take(await this.#ask({}))
        return this.#show()
      }
      if (name !== "example") {
        const waiting = this.sizes
        this.sizes = { ...waiting, [name]: value }
        if ((await this.#size()).refused) this.sizes = waiting
      } else if (this.#take(await this.#ask({ example: value }))) {
        this.#drop()
        this.#remember(before)
        this.#place({})
        this.#write({ step: 0 })
      } else this.#refuse()
      this.#show()
    })
  }

  #refuse() {
    this.data.choices.said = this.refused.message
    this.refused = null
  }

  // Set the sizes that wait, unless what they make is asked for: then they wait for the answer.
  async #size(given = {}) {
    const { text, sizes } = this
    const said = await this.#ask({ size: sizes }, { given })
    if (said.question)
      outbox.stage.predict.first(said.question, given => this.#do(async () => {
        if (sizes !== this.sizes) return null // more was set, or all taken back
        const said = await this.#size(given)
        this.#show()
        return said
      }))
    else if (said.refused && "answer" in given) return said // no number: it can be typed again
    else if (this.#take(said)) {
      if (!said.verdict) outbox.stage.predict.drop()
      this.sizes = null
      this.#remember(text)
      this.#write()
    } else this.#refuse()
    return said
  }

  // Sizes that wait are taken back.
  #drop() {
    this.sizes = null
    outbox.stage.predict.drop()
  }

  // The browser went to another address, of this lesson or of another one. Where that says nothing of
  // numbers, those that were changed here go along.
  #went() {
    this.#do(async () => {
      const { searchParams } = new URL(location.href)
      const page = pageHere()
      const scene = page || "multi_input"
      const left = scene !== this.data.scene
      if (left && this.sizes) this.#take(await this.#ask({ size: this.sizes }, { given: { reveal: true } })) // they go along
      this.#drop()
      const before = this.text
      const names = this.reads[scene]
      if (left && this.names.length === 1) this.numbers = this.data.changed ? this.text : ""
      const along = left && names[0] === "s" && !names.some(name => searchParams.has(name)) && this.numbers
      const text = along ? textOf(names, new URLSearchParams({ s: along })) : textOf(names, searchParams)
      const place = searchParams.get("predict") === "1" ? { predict: Object.fromEntries(searchParams) } : {}
      const answer = await this.#ask({}, { scene, s: recalled(text), place })
      if (page !== pageHere()) return // and went on
      if (!this.#take(answer)) this.data.choices.said = this.refused.message
      this.refused = null
      if (!left) this.#remember(before)
      else [this.past, this.future] = [[], []]
      this.#place(asked(this.data))
      if (along) {
        const url = this.#addressed()
        if (url) history.replaceState(history.state, "", url)
      }
      this.#show()
    })
  }

  // A link that this page follows by itself: another tab is the browser's affair.
  #follow(event, go) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go()
  }

  // To another page of the app, with everything as it is; what is being typed comes first.
  async #leave({ dataset: { leave, lang } }) {
    const { stage } = outbox
    stage.editor.close?.(true)
    if (!await stage.editor.settled()) return
    await this.#do(() => this.sizes && this.#size({ reveal: true }))
    const { here } = stage.address
    const url = new URL({ full: `../${pageHere()}`, practice: "practice" }[leave] ?? here, document.baseURI)
    if (leave === "practice") url.searchParams.set("lang", document.documentElement.dataset.lang)
    else url.search = here.search
    if (lang) url.searchParams.set("lang", lang)
    location.assign(url)
  }
}

new Light(document)
