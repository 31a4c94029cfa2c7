// The corner of the top row: a button for each other language, and one for the other theme.

const STYLE = `
.convviz-corner {
  position: fixed; inset: 12px 16px auto auto; margin: 0; padding: 0; border: 0; background: none;
}
.convviz-corner:popover-open { display: flex; gap: 8px; }
.convviz-corner button {
  min-width: 36px; height: 36px; padding: 0 10px; cursor: pointer; font: 14px/1 var(--st-font);
  border: 1px solid var(--st-border-color); border-radius: 8px;
  background: var(--st-background-color); color: var(--st-text-color);
}
.convviz-corner button:hover { background: var(--st-secondary-background-color); }
.convviz-corner button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.convviz-corner svg { display: block; width: 20px; height: 20px; fill: currentColor; }
@media (pointer: coarse) { .convviz-corner button { min-width: 44px; height: 44px; } .convviz-corner { top: 8px; } }
@media print { .convviz-corner { display: none; } }
`
const HALF = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z"
const corners = new WeakMap()

export default function corner({ data, parentElement, setTriggerValue }) {
  const shown = corners.get(parentElement) ?? new Corner(parentElement)
  corners.set(parentElement, shown)
  // A field that this click leaves tells its number first: Streamlit would answer both at once, and
  // only the part of the page that the field is in.
  shown.update(data, language => setTimeout(() => setTriggerValue("language", language)))
  return () => {} // it belongs to all pages
}

class Corner {
  constructor(parent) {
    const style = document.createElement("style")
    style.textContent = STYLE
    this.root = document.createElement("div")
    this.root.className = "convviz-corner"
    this.root.popover = "manual" // above Streamlit's top row, and whole while a page runs again
    parent.append(style, this.root)
    // A page in a frame has no top row: the page around it says language and theme.
    if (!/[?&]embed=true/i.test(location.search)) this.root.showPopover()
    globalThis.navigation?.addEventListener("currententrychange", () => this.#link())
    // Where the page came as Streamlit made it, its theme is the system's.
    this.scheme = globalThis.convvizScheme
    this.scheme?.addEventListener("change", () => this.#theme())
  }

  update(data, choose) {
    this.data = data
    document.documentElement.lang = data.tag
    this.theme = button("", "", () => this.scheme.turn())
    this.theme.hidden = !this.scheme
    const focused = [...this.root.children].indexOf(this.root.getRootNode().activeElement)
    this.root.replaceChildren(
      ...data.others.map(({ language, tag, name }) => button(name, tag, () => choose(language))), this.theme)
    this.root.children[focused]?.focus()
    this.#theme()
    this.#link()
  }

  #theme() {
    const dark = this.scheme?.matches
    this.theme.title = this.theme.ariaLabel = dark ? this.data.light : this.data.dark
    this.theme.innerHTML =
      `<svg viewBox="0 0 24 24" aria-hidden="true"><path fill-rule="evenodd" d="${HALF}"/></svg>`
  }

  // A link that is passed on opens in the language in which it was copied.
  #link() {
    if (!this.root.isConnected) return
    const url = new URL(location.href)
    if (url.searchParams.get("lang") === this.data.language) return
    url.searchParams.set("lang", this.data.language)
    history.replaceState(history.state, "", url)
  }
}

function button(text, lang, onclick) {
  return Object.assign(document.createElement("button"), { type: "button", textContent: text, lang, onclick })
}
