import { make } from "./dom.js"
import { mounted } from "./mounted.js"
import { isDark } from "./theme.js"
import { speak, t } from "./words.js"

// A file of the visitor, chosen or dropped. Of a .safetensors file the header is sent, then each tensor
// that Python asks for, and nothing else: how large the file is makes no difference. Every other file is
// sent whole. STYLE is put before this by `opening_js`.

const LENGTH = 8 // bytes at the start of a .safetensors file that say how long its header is

export default function opening({ data, parentElement, setTriggerValue }) {
  return show(parentElement, desk => {
    desk.post = setTriggerValue
    desk.update(data)
  })
}

class Desk {
  /** @type {(name: string, value: unknown) => void} tells Python */
  post
  /** @type {File | null} */
  held = null // the file that Python asks parts of
  opened = 0 // counts the files
  asked = "" // the part that was sent last
  listening = new AbortController()

  constructor(parent) {
    this.root = make("section", { className: "convviz opening" })
    this.style = make("style", {}, STYLE)
    parent.append(this.style, this.root)
    const { signal } = this.listening
    addEventListener("dragover", event => {
      if (![...event.dataTransfer.types].includes("Files")) return
      event.preventDefault()
      this.root.classList.add("dropping")
    }, { signal })
    const over = () => this.root.classList.remove("dropping")
    addEventListener("dragleave", event => { if (!event.relatedTarget) over() }, { signal })
    addEventListener("drop", event => {
      over()
      const [file] = event.dataTransfer.files
      if (!file || !this.#mine(file)) return
      event.preventDefault()
      this.take(file, tensorAt(event))
    }, { signal, capture: true })
  }

  // Where the page takes pictures too, those are not for here.
  #mine({ name }) {
    const { pictures, kinds } = this.data
    return !pictures || kinds.split(", ").some(end => name.toLowerCase().endsWith(end))
  }

  remove() {
    this.listening.abort()
    this.style.remove()
    this.root.remove()
  }

  update(data) {
    const language = this.data?.lang
    if (!this.data) this.opened = data.answers // those that came before the panel was shut
    this.data = data
    this.root.classList.toggle("dark", isDark(this.root))
    if (data.lang !== language) this.#build()
    if (data.answers >= this.opened) this.tell(data.said, data.refused)
    const { wanted } = data
    const part = JSON.stringify(wanted)
    if (!wanted || wanted.file !== this.opened) return
    if (!this.held) return this.tell(t("The page was made anew: choose the file again."), true)
    if (part === this.asked) return
    this.asked = part
    this.#send("part", async () => ({ file: wanted.file, parts: await this.#parts(wanted.places) }))
  }

  #build() {
    speak(this.data.words)
    this.root.lang = this.data.lang
    this.file = make("input", { type: "file", accept: this.data.kinds, hidden: true,
      onchange: () => {
        const [file] = this.file.files
        if (file) this.take(file, "")
        this.file.value = "" // the same one may be chosen again
      } })
    this.status = make("p")
    this.status.setAttribute("role", "status")
    this.root.replaceChildren(make("button", { type: "button", onclick: () => this.file.click() }, t("Choose a file")),
      this.file, make("p", {}, this.#hint()), this.status)
  }

  #hint() {
    const kinds = this.data.kinds.replaceAll(",", " ")
    return this.data.pictures ? t("or drop it here: {kinds}", { kinds }) : t("or drop it here, or on X or K: {kinds}", { kinds })
  }

  tell(text, refused = false) {
    this.status.textContent = text
    this.status.classList.toggle("refused", refused)
  }

  async take(file, at) {
    const { name, size } = file
    const told = { file: ++this.opened, name, size, at }
    this.held = null
    this.tell(t("The file is read …"))
    if (name.toLowerCase().endsWith(".safetensors")) {
      try {
        const start = new DataView(await file.slice(0, LENGTH).arrayBuffer())
        const length = start.byteLength < LENGTH ? 0 : Number(start.getBigUint64(0, true))
        this.held = file
        const head = file.slice(0, LENGTH + Math.min(length, this.data.head))
        return this.#send("file", async () => ({ ...told, data: await base64(head) }))
      } catch {
        return this.tell(t("The browser can't read the file."), true)
      }
    }
    if (size > this.data.most)
      return this.tell(t("The file has more than {most} MB. Of a .safetensors file only what is shown is sent, however large it is.",
        { most: this.data.most >> 20 }), true)
    this.#send("file", async () => ({ ...told, data: await base64(file) }))
  }

  // The texts of parts of the file, by the names of what lies there.
  async #parts(places) {
    const texts = Object.entries(places).map(async ([name, [begin, end]]) => [name, await base64(this.held.slice(begin, end))])
    return Object.fromEntries(await Promise.all(texts))
  }

  async #send(event, read) {
    try {
      this.post(event, await read())
    } catch {
      this.tell(t("The browser can't read the file."), true)
    }
  }
}

// The tensor that a file was dropped on, or "" beside all of them: Python knows which can be filled.
const tensorAt = event =>
  event.composedPath().map(element => element.dataset?.cell?.split(" ")[0]).find(Boolean) ?? ""

const base64 = part => new Promise((resolve, reject) => {
  const reader = new FileReader()
  reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ""))
  reader.onerror = reject
  reader.readAsDataURL(part)
})

const show = mounted(Desk)
