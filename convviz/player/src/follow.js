import { make } from "./dom.js"
import { pageHere } from "./travel.js"
import { t } from "./words.js"

// Follow along: a link to exactly what is shown, as a QR code over everything else.

const ADDRESS = "convviz-address"
const LOCAL = /^(localhost|.*\.localhost|127\..*|\[::1\]|0\.0\.0\.0)$/
let typed = null // where storage is forbidden or full, for as long as the page is open

export class Follow {
  constructor(stage) {
    this.stage = stage
    this.code = make("img", { alt: t("QR code of the link") })
    this.link = make("p", { className: "link" })
    this.note = make("p", { className: "note" })
    this.note.setAttribute("role", "status")
    this.field = make("input", { type: "url", autocomplete: "off", spellcheck: false,
      onchange: () => this.#choose(this.field.value.trim()) })
    const copy = make("button", { type: "button", hidden: !navigator.clipboard,
      onclick: () => this.#copy() }, t("Copy the link"))
    this.copy = copy
    let pressed = null // a click is where it began: a text may be selected to beyond its end
    this.element = make("dialog", { className: "follow", tabIndex: -1,
      onpointerdown: event => { pressed = event.target },
      onclick: event => {
        event.stopPropagation()
        if (event.target === this.element && pressed === this.element) this.close() // beside it, or on its margin
      } },
      this.code, make("div", {}, make("h2", {}, t("Follow along")), this.link, copy, this.note,
        make("label", {}, t("Address that others reach"), this.field),
        make("button", { type: "button", onclick: () => this.close() }, t("Close"))))
    this.element.ariaLabel = t("Follow along")
  }

  get opened() { return this.element.open }

  open() {
    this.stage.pause()
    this.copy.textContent = t("Copy the link")
    this.element.showModal()
    this.#show()
    this.element.focus({ preventScroll: true }) // not its field: no keyboard comes up on a phone
  }

  // The numbers are others now.
  update() { if (this.opened) this.#draw() }

  close() { this.element.close() } // the focus goes back to where it was

  // The app's own address.
  get #root() { return new URL(this.stage.data.follow.root, document.baseURI) }

  // What was chosen, else the address in the browser, unless that is this computer's alone.
  #address() {
    const here = this.#root
    return stored() ?? (LOCAL.test(here.hostname) ? this.stage.data.follow.address : here.href)
  }

  #choose(text) {
    if (text && !/^https?:\/\/[^\s/?#]+(\/\S*)?$/i.test(text)) {
      this.note.textContent = t("“{text}” is no address: it starts with http:// or https://.", { text })
      return
    }
    store(text)
    this.#show()
  }

  #show() {
    this.field.value = this.#address()
    this.#draw()
  }

  // A browser may refuse: then the link is selected, for the person to copy.
  async #copy() {
    try {
      await navigator.clipboard.writeText(this.link.textContent)
      this.copy.textContent = t("Copied")
    } catch {
      getSelection().selectAllChildren(this.link)
      this.note.textContent = t("The browser refused to copy it. The link is selected: copy it from there.")
    }
  }

  #draw() {
    const address = this.#address()
    const { shown } = this.stage.address
    const { qr, longest, light } = this.stage.data.follow
    const below = light.includes(this.stage.data.scene) ? "play/" : ""
    const link = address && new URL(below + pageHere() + shown.search, address.replace(/\/*$/, "/")).href
    const drawn = link && link.length <= longest
    this.link.textContent = link
    this.code.hidden = !drawn
    this.copy.disabled = !link
    if (drawn) this.code.src = new URL(`${qr}?link=${encodeURIComponent(link)}`, document.baseURI).href
    this.note.textContent = !link
      ? t("The address in the browser works on this computer only. Type the one that others reach.")
      : drawn ? "" : t("These numbers make a link that is too long for a code: copy it instead.")
  }
}

function stored() {
  try { return (typed ?? localStorage.getItem(ADDRESS)) || null } catch { return null }
}

function store(text) {
  typed = null
  try { localStorage.setItem(ADDRESS, text) } catch { typed = text }
}
