import { make } from "./dom.js"
import { isDark } from "./theme.js"
import { pageHere } from "./travel.js"
import { speak, t } from "./words.js"

// A file of what is shown, or of all steps: chosen here, made by Python, kept by the browser. A script
// of its own, which nobody loads who saves nothing.

const SOON = 500 // ms: what takes longer shows how far it is

export default class SaveDialog {
  /** @type {AbortController | null} ends the work that goes on */
  work = null
  offer = null

  constructor(stage, route) {
    this.stage = stage
    this.route = route
    this.element = make("dialog", { className: "save" })
    this.element.addEventListener("close", () => this.#cancel())
    this.element.addEventListener("click", event => event.stopPropagation())
  }

  async open() {
    const { stage, element } = this
    const lang = stage.data.lang.split("-")[0]
    try {
      this.offer ??= await (await fetch(new URL(`?offer=1&lang=${lang}`, this.route))).json()
      speak(this.offer.words)
    } catch {
      this.offer = null
    }
    if (!element.isConnected) this.#build()
    stage.blank.element.before(element)
    element.showModal()
    this.format?.focus({ preventScroll: true })
  }

  close() { this.element.close() } // the focus goes back to where it was

  #build() {
    const { element, offer } = this
    const close = make("button", { type: "button", onclick: () => this.close() }, t("Close"))
    this.status = make("p", { className: "note" })
    this.status.setAttribute("role", "status")
    element.ariaLabel = t("Save")
    if (!offer) {
      this.status.textContent = t("The server does not answer.")
      return element.replaceChildren(this.status, close)
    }
    const tensors = Boolean(this.stage.data.save.tensors)
    const formats = offer.formats.filter(each => tensors || !each.tensors)
    this.format = choice(formats.map(({ name, title }) => [name, title]), () => this.#dress())
    this.scale = choice(offer.scales.map(scale => [scale, `${scale}×`]))
    this.theme = choice([["", t("Light")], ["1", t("Dark")]])
    this.theme.value = isDark(this.stage.root) ? "1" : ""
    this.arrangement = choice(offer.arrangements)
    this.arrangement.value = this.stage.picture.stand
    this.seconds = make("input", { type: "number", min: offer.seconds[0], max: offer.seconds[1], step: .1, value: 1, required: true })
    const fields = Object.entries({ scale: t("Scale"), theme: t("Theme"), arrangement: t("Arrangement"), seconds: t("Seconds a step") })
      .map(([name, title]) => make("label", {}, title, this[name]))
    this.progress = make("progress", { hidden: true, ariaLabel: t("Progress") })
    this.stop = make("button", { type: "button", hidden: true, onclick: () => this.#cancel() }, t("Cancel"))
    this.go = make("button", { type: "button", className: "first", onclick: () => this.#save() }, t("Save"))
    this.copy = make("button", { type: "button", onclick: () => this.#copy() }, t("Copy picture"))
    const paper = make("a", { className: "paper", target: "_blank", hidden: !tensors }, t("A worksheet of these numbers, to print"))
    for (const comes of ["focus", "pointerenter"]) paper.addEventListener(comes, () => { paper.href = this.#sheet() })
    paper.href = this.#sheet()
    element.replaceChildren(make("h2", {}, t("Save")), make("label", {}, t("Format"), this.format), ...fields,
      make("div", { className: "row" }, this.go, this.copy, close), make("div", { className: "row" }, this.progress, this.stop), this.status, paper)
    this.#dress()
  }

  // What there is to choose of a format; many frames are small ones, unless that is chosen.
  #dress() {
    const { formats, arrangements } = this.offer
    const { name, dots, drawn, moves } = formats.find(each => each.name === this.format.value)
    const used = { scale: dots, theme: drawn || name === "html", arrangement: drawn && arrangements.length > 1, seconds: dots && moves }
    this.scale.value = moves ? "1" : "2"
    for (const [field, needed] of Object.entries(used)) this[field].closest("label").hidden = !needed
    this.copy.hidden = !drawn || moves || !globalThis.ClipboardItem || !navigator.clipboard
  }

  // The address of what is shown, with its numbers.
  /** @returns {Record<string, string>} */
  get #shown() {
    const { stage } = this
    const { data } = stage
    const query = Object.fromEntries(stage.address.here.searchParams)
    const numbers = data.text ? { s: data.text } : Object.fromEntries(Object.entries(data.view?.link ?? {}).filter(([, text]) => text))
    return { ...query, ...numbers, page: pageHere(), lang: data.lang.split("-")[0] }
  }

  // The way to a sheet on paper of it.
  #sheet() {
    const { page, lang, s = "" } = this.#shown
    const query = new URLSearchParams({ page, lang, s, address: new URL("..", this.route).href })
    return new URL(`handout?${query}`, this.route).href
  }

  // What Python is asked for: what is shown, and what was chosen.
  #asked(more) {
    return JSON.stringify({ ...this.#shown,
      format: this.format.value, scale: this.scale.value, dark: this.theme.value, arrangement: this.arrangement.value,
      seconds: this.seconds.value, progress: "1", ...more })
  }

  async #save() {
    if (!this.seconds.closest("label").hidden && !this.seconds.reportValidity()) return
    const file = await this.#made({})
    if (!file) return
    const link = make("a", { href: URL.createObjectURL(file.blob), download: file.name })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    this.status.textContent = t("Saved: {name}", { name: file.name })
  }

  // The clipboard takes PNG. A browser wants to be asked while the click is fresh: it waits for the picture.
  async #copy() {
    const made = this.#made({ format: "png" }).then(file => file?.blob ?? Promise.reject(new DOMException("", "AbortError")))
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": made })])
      this.status.textContent = t("Copied: paste the picture into a slide or a text.")
    } catch {
      if (await made.then(() => true, () => false)) this.status.textContent = t("The browser refused to copy it: save it instead.")
    }
  }

  #cancel() {
    this.work?.abort()
    this.#working(null)
  }

  #working(work) {
    this.work = work
    for (const button of [this.go, this.copy]) if (button) button.disabled = Boolean(work)
    if (!this.progress) return
    clearTimeout(this.waiting)
    this.progress.removeAttribute("value")
    this.progress.hidden = this.stop.hidden = true
    if (work) this.waiting = setTimeout(() => { this.progress.hidden = this.stop.hidden = false }, SOON)
  }

  // The file, once it is made; null where it is refused or given up, which is said.
  /** @returns {Promise<{ name: string, blob: Blob } | null>} */
  async #made(more) {
    const { stage } = this
    stage.editor.close?.(true)
    if (!await stage.editor.settled()) { // what was refused has to be read
      this.close()
      return null
    }
    const work = new AbortController()
    this.#working(work)
    this.status.textContent = ""
    try {
      const response = await fetch(this.route, { method: "POST", signal: work.signal, body: this.#asked(more),
        headers: { "Content-Type": "application/json" } })
      const [told, blob] = await this.#read(response)
      const [kind, name, type] = told.split(" ")
      if (kind === "file") return { name, blob: new Blob([blob], { type }) }
      this.status.textContent = told.replace(/^refused /, "")
    } catch (error) {
      this.status.textContent = error.name === "AbortError" ? t("Given up: nothing was saved.") : t("The server does not answer.")
    } finally {
      if (this.work === work) this.#working(null)
    }
    return null
  }

  // The answer: lines that say how far the work is, then what came of it, then the file itself.
  async #read(response) {
    if (!response.ok) return [(await response.json()).refused.message, null]
    const text = new TextDecoder()
    const reader = response.body.getReader()
    const parts = []
    let head = new Uint8Array()
    let last = ""
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return [last, new Blob(parts)]
      if (last) {
        parts.push(value)
        continue
      }
      head = joined(head, value)
      for (let end = head.indexOf(10); end >= 0 && !last; end = head.indexOf(10)) {
        const line = text.decode(head.subarray(0, end))
        head = head.subarray(end + 1)
        if (/^\d/.test(line)) [this.progress.value, this.progress.max] = line.split(" ").map(Number)
        else last = line
      }
      if (last) parts.push(head)
    }
  }
}

function joined(one, other) {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

function choice(options, onchange = () => {}) {
  return make("select", { onchange }, ...options.map(([value, title]) => make("option", { value }, title)))
}
