import { make } from "./dom.js"
import { mounted } from "./mounted.js"
import { isDark } from "./theme.js"
import { addressOf, pages } from "./travel.js"
import { speak, t } from "./words.js"

// All examples as cards that can be searched; each is a link. STYLE is put before this by `gallery_js`.

export default function gallery({ data, parentElement }) {
  return show(parentElement, hall => hall.update(data))
}

class Hall {
  constructor(parent) {
    this.style = make("style", {}, STYLE)
    this.root = make("section", { className: "convviz gallery" })
    parent.append(this.style, this.root)
  }

  remove() {
    this.style.remove()
    this.root.remove()
  }

  update(data) {
    const dark = isDark(this.root)
    this.root.classList.toggle("dark", dark)
    const told = JSON.stringify([data, dark])
    if (told === this.told) return // what is typed and focused stays
    this.told = told
    this.data = data
    this.dark = dark
    speak(data.words)
    this.root.lang = data.lang
    const typed = this.field?.value ?? ""
    this.field = make("input", { type: "search", value: typed, placeholder: t("Search: edge, 1×1, stride 2 …"),
      ariaLabel: t("Search the examples"), oninput: () => this.#search() })
    this.status = make("p", { className: "status" })
    this.status.setAttribute("role", "status")
    this.groups = data.groups.map(([title, cards]) => this.#group(title, cards))
    this.root.replaceChildren(make("div", { className: "tools" }, this.field, this.status), ...this.groups)
    this.#search()
  }

  #group(title, cards) {
    return make("section", {}, make("h2", {}, title), make("ul", {}, ...cards.map(card => this.#card(card))))
  }

  #card({ name, title, note, shapes, page, query }) {
    const url = new URL(`.${this.data.path}`, document.baseURI)
    for (const [key, value] of Object.entries({ name, lang: this.data.language, dark: Number(this.dark) }))
      url.searchParams.set(key, String(value))
    const link = make("a", { href: addressOf({ page, query }), target: "_self", onclick: event => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      pages.go(link.href, "")
    } },
    // Seen before it is loaded: the size of its place is that of every other.
    make("img", { src: url.href, alt: "", loading: "lazy", decoding: "async" }),
    make("b", {}, title), make("span", { className: "note" }, note), make("span", { className: "shapes" }, shapes))
    const card = make("li", {}, link)
    card.dataset.said = `${title} ${note} ${shapes}`.toLowerCase()
    return card
  }

  // Every word that is typed stands somewhere on a card that stays.
  #search() {
    const words = this.field.value.toLowerCase().split(/\s+/).filter(Boolean)
    let found = 0
    for (const group of this.groups) {
      let here = 0
      for (const card of group.querySelectorAll("li")) {
        card.hidden = !words.every(word => card.dataset.said.includes(word))
        here += Number(!card.hidden)
      }
      group.hidden = !here
      found += here
    }
    this.status.textContent = found ? t("Examples: {n}", { n: found }) : t("No example says that.")
  }
}

const show = mounted(Hall)
