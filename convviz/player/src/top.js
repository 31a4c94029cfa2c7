import { revealOpened } from "./reveal.js"

// The top row: links to all lessons, a button for each other language and one for the other theme.

const STYLE = `
.convviz-top {
  box-sizing: border-box; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px;
  min-height: 46px; padding: 5px 16px; font: 0.875rem/1.3 var(--st-font);
  background: var(--st-background-color); color: var(--st-text-color);
}
.convviz-top [hidden] { display: none !important; }
.convviz-top nav { flex: 1 1 0; min-width: 0; display: flex; }
.convviz-top :is(button, a) {
  box-sizing: border-box; min-width: 36px; min-height: 36px; padding: 6px 10px; border-radius: 8px;
  color: inherit; font: inherit;
}
.convviz-top button { border: 1px solid var(--st-border-color); background: var(--st-background-color); cursor: pointer; }
.convviz-top a { display: inline-flex; align-items: center; border: 1px solid transparent; text-decoration: none; }
.convviz-top :is(button, a):hover { background: var(--st-secondary-background-color); }
.convviz-top :is(button, a):focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.convviz-top [aria-current] { background: var(--st-secondary-background-color); font-weight: 600; }
.convviz-top svg { display: block; width: 20px; height: 20px; margin: auto; fill: currentColor; }
.convviz-corner { display: flex; flex-wrap: wrap; gap: 8px; margin-left: auto; }
.convviz-lessons > button { display: flex; align-items: center; gap: 8px; }
.convviz-lessons h2 { margin: 0; padding: 0 10px; font: inherit; color: inherit; opacity: 0.75; }
.convviz-lessons ul { display: flex; margin: 0; padding: 0; list-style: none; font-size: inherit; }
/* All in one row: a line for the name of each group. */
.convviz-all:not([popover]) { display: flex; margin-left: -10px; }
.convviz-all:not([popover]) a { padding-inline: 6px; }
.convviz-all:not([popover]) section { flex: none; display: flex; white-space: nowrap; }
.convviz-all:not([popover]) section + section { margin-left: 6px; padding-left: 6px; border-left: 1px solid var(--st-border-color); }
.convviz-all:not([popover]) h2 { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); }
/* Behind a button, where a row is too short for them. */
.convviz-all[popover] {
  box-sizing: border-box; margin: 0; inset: auto auto auto 8px; max-width: calc(100vw - 16px); overflow: auto;
  padding: 12px; border: 1px solid var(--st-border-color); border-radius: 12px; box-shadow: 0 8px 30px #0003;
  background: var(--st-background-color); color: var(--st-text-color);
}
.convviz-all:popover-open { display: flex; flex-wrap: wrap; gap: 12px 24px; }
.convviz-all[popover] ul { flex-direction: column; }
.convviz-all[popover] a { display: flex; }
@media (pointer: coarse) { .convviz-top :is(button, a) { min-width: 44px; min-height: 44px; } }
@media (forced-colors: active) {
  .convviz-top a { border-color: Canvas; }
  .convviz-top [aria-current] { border-color: Highlight; }
}
@media print { .convviz-top { display: none; } }
`
const HALF = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z"
const LINES = "M4 6h16v2H4zm0 5h16v2H4zm0 5h16v2H4z"
const CARRIED = ["lang", "embed", "embed_options", "predict"] // of the address, wherever one goes
const rows = new WeakMap()
let revealing = false

export default function top({ data, parentElement, setTriggerValue }) {
  if (!revealing) revealOpened() // here, since this is on every page, and made once
  revealing = true
  const shown = rows.get(parentElement) ?? new Row(parentElement)
  rows.set(parentElement, shown)
  // A field that this click leaves tells its number first: Streamlit would answer both at once, and
  // only the part of the page that the field is in.
  shown.update(data, language => setTimeout(() => setTriggerValue("language", language)))
  return () => {} // it belongs to all pages
}

export class Row {
  // go: how one goes to another page of the app.
  constructor(parent, go = goTo) {
    this.lessons = new Lessons(go)
    this.corner = make("div", { className: "convviz-corner" })
    // A page in a frame: the page around it says language and theme.
    this.corner.hidden = /[?&]embed=true/i.test(location.search)
    this.element = make("div", { className: "convviz-top" }, this.lessons.element, this.corner)
    parent.append(make("style", { textContent: STYLE }), this.element)
    globalThis.navigation?.addEventListener("currententrychange", () => this.#link())
    // Where the page came as Streamlit made it, its theme is the system's.
    this.scheme = globalThis.convvizScheme
    this.scheme?.addEventListener("change", () => this.#theme())
    new ResizeObserver(() => this.lessons.fit()).observe(this.element)
  }

  update(data, choose) {
    this.data = data
    document.documentElement.lang = data.tag
    this.theme = button("", "", () => this.scheme.turn())
    this.theme.hidden = !this.scheme
    const focused = [...this.corner.children].indexOf(this.element.getRootNode().activeElement)
    this.corner.replaceChildren(
      ...data.others.map(({ language, tag, name }) => button(name, tag, () => choose(language))), this.theme)
    this.corner.children[focused]?.focus()
    this.lessons.update(data)
    this.#theme()
    this.#link()
  }

  #theme() {
    const dark = this.scheme?.matches
    this.theme.title = this.theme.ariaLabel = dark ? this.data.light : this.data.dark
    this.theme.innerHTML = icon(HALF)
  }

  // A link that is passed on opens in the language in which it was copied.
  #link() {
    if (!this.element.isConnected) return
    const url = new URL(location.href)
    if (url.searchParams.get("lang") === this.data.language) return
    url.searchParams.set("lang", this.data.language)
    history.replaceState(history.state, "", url)
  }
}

// Links to all lessons, in groups: in the row where all of them fit, else behind a button.
class Lessons {
  constructor(go) {
    this.go = go
    this.button = make("button", { type: "button", ariaExpanded: "false" })
    this.list = make("div", { className: "convviz-all" })
    this.button.popoverTargetElement = this.list
    this.list.addEventListener("toggle", ({ newState }) => this.#opened(newState === "open"))
    this.element = make("nav", { className: "convviz-lessons" }, this.button, this.list)
    // Links to pages that stand elsewhere in the document.
    document.addEventListener("click", event => {
      const link = /** @type {Element} */ (event.target).closest?.("a.convviz-link")
      if (link) this.#follow(event, link)
    })
  }

  update({ contents, lessons, page }) {
    const told = JSON.stringify([contents, lessons, page])
    if (told === this.told) return // what is open and focused stays so
    this.told = told
    this.element.ariaLabel = lessons
    const title = contents.flatMap(group => group.pages).find(({ address }) => address === page)?.title
    this.button.innerHTML = icon(LINES)
    this.button.append(make("span", { textContent: title ?? lessons }))
    this.button.ariaLabel = title ? `${lessons}: ${title}` : lessons
    this.list.replaceChildren(...contents.map(({ title, pages }) => make("section", {},
      make("h2", { textContent: title }),
      make("ul", {}, ...pages.map(entry => make("li", {}, this.#link(entry, page)))))))
    this.fit()
  }

  // Whether all fit is seen by trying: words are as long as the language and the reader's font are.
  fit() {
    if (!this.element.isConnected || this.list.matches(":popover-open")) return
    this.list.removeAttribute("popover")
    this.button.hidden = true
    if (this.list.offsetLeft + this.list.scrollWidth <= this.element.offsetLeft + this.element.clientWidth) return
    this.list.popover = "auto"
    this.button.hidden = false
  }

  #opened(open) {
    this.button.ariaExpanded = open
    if (!open) {
      this.fit()
      // Unless another control has taken it: what had the focus is no longer there.
      if ([document.body, this.element.getRootNode().host].includes(document.activeElement)) this.button.focus()
      return
    }
    const bottom = this.button.getBoundingClientRect().bottom + 6
    this.list.style.top = `${bottom}px`
    this.list.style.maxHeight = `calc(100dvh - ${bottom + 8}px)`
    this.list.querySelector("[aria-current], a")?.focus()
  }

  #link({ address, title }, page) {
    // It says its target: it waits for what was typed, which is sent as if it were not there.
    const link = make("a", { textContent: title, target: "_self", href: new URL(address || ".", document.baseURI),
      onclick: event => this.#follow(event, link) })
    if (address === page) link.ariaCurrent = "page"
    return link
  }

  // As the browser's Back and Forward do: nothing is loaded anew. Another tab is the browser's affair.
  async #follow(event, link) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (this.list.matches(":popover-open")) this.list.hidePopover()
    if (link.ariaCurrent || !(await globalThis.convvizClear?.() ?? true)) return
    const [url, here] = [new URL(link.href), new URL(location.href)]
    for (const name of CARRIED) for (const value of here.searchParams.getAll(name)) url.searchParams.append(name, value)
    this.go(url)
  }
}

function goTo(url) {
  history.pushState(null, "", url)
  dispatchEvent(new PopStateEvent("popstate", { state: null }))
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

function button(text, lang, onclick) {
  return make("button", { type: "button", textContent: text, lang, onclick })
}

function icon(path) {
  return `<svg viewBox="0 0 24 24" aria-hidden="true"><path fill-rule="evenodd" d="${path}"/></svg>`
}
