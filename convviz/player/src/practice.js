import { Beside } from "./beside.js"
import { Blanks } from "./blanks.js"
import { all, make } from "./dom.js"
import { mounted } from "./mounted.js"
import { scheme } from "./scheme.js"
import { clear, due, note, read } from "./tally.js"
import { isDark } from "./theme.js"
import { speak, t } from "./words.js"

// Exercises without end: Python makes them of a kind, a seed and a level, and judges what is filled in.
// The right numbers are not here before they are asked for. STYLE is put before this by `practice_js`.

const KEPT = "convviz-answers" // what is filled in, in this tab: it is there again after a look at a lesson
const RISE = 2 // so many right at the first try, one after another, lead to the next level
const MOST_SEED = 2 ** 31

export default function practice({ data, parentElement }) {
  return show(parentElement, desk => desk.update(data))
}

class Desk {
  run = 0 // right at the first try, one after another
  tried = false // this exercise was answered before

  constructor(parent) {
    this.style = make("style", {}, STYLE)
    this.root = make("section", { className: "convviz practice" })
    parent.append(this.style, this.root)
    addEventListener("popstate", this.#went)
  }

  remove() {
    removeEventListener("popstate", this.#went)
    this.style.remove()
    this.root.remove()
  }

  #went = () => this.#ask()

  update(data) {
    const before = this.data
    this.data = data
    this.root.classList.toggle("dark", isDark(this.root))
    if (before?.lang === data.lang) return
    this.#build()
    this.#ask()
  }

  // The page in a language.
  #build() {
    const { data } = this
    speak(data.words)
    this.root.lang = data.lang
    /** @returns {[HTMLSelectElement, HTMLLabelElement]} */
    const select = (name, label, groups) => {
      const list = make("select", { name, onchange: () => this.#go({ [name]: list.value }) },
        ...groups.flatMap(([label, options]) => {
          const made = options.map(([value, text]) => make("option", { value }, text))
          return label ? [make("optgroup", { label }, ...made)] : made
        }))
      return [list, make("label", {}, make("span", {}, label), list)]
    }
    const [kinds, kind] = select("kind", t("Kind"), data.kinds)
    const [levels, level] = select("level", t("Level"), [["", data.levels.map((text, n) => [String(n), text])]])
    const seeds = make("input", { type: "number", min: "0", max: String(MOST_SEED), step: "1", name: "seed",
      onchange: () => seeds.reportValidity() && this.#go({ seed: seeds.value }) })
    const seed = make("label", {}, make("span", {}, t("Number")), seeds)
    this.chosen = (kind, level, seed) => {
      kinds.value = kind
      levels.value = String(level)
      seeds.value = String(seed)
    }
    this.tally = make("p", { className: "tally" })
    this.handout = make("p", { className: "handout" })
    this.body = make("div", { className: "exercise" })
    this.root.replaceChildren(make("div", { className: "tools" }, kind, level, seed), this.body, this.tally, this.handout)
    this.#count()
  }

  // What the address asks for; without a seed one is drawn, and stands there from then on.
  get #place() {
    const asked = new URL(location.href).searchParams
    const whole = (name, most) => /^\d{1,16}$/.test(asked.get(name) ?? "") ? Math.min(+asked.get(name), most) : null
    const known = this.data.kinds.flatMap(([, kinds]) => kinds.map(([name]) => name))
    const kind = known.includes(asked.get("kind")) ? asked.get("kind") : "mixed"
    const of = known.includes(asked.get("of")) ? asked.get("of") : kind
    return { kind, of, level: whole("level", 3) ?? 0, seed: whole("seed", MOST_SEED) }
  }

  #write(place, how = "pushState") {
    const url = new URL(location.href)
    for (const [name, value] of Object.entries(place)) {
      if (value === null) url.searchParams.delete(name)
      else url.searchParams.set(name, String(value))
    }
    history[how](history.state, "", url)
  }

  #go(place) {
    this.#write({ of: null, ...place })
    this.#ask()
  }

  // The next one: what was wrong comes again sooner, with other numbers; two right in a row lead further.
  #next() {
    const { kind, level, seed } = this.#place
    const again = kind === "mixed" ? due(read()) : null
    const risen = this.run >= RISE && level < 3
    if (risen) this.run = 0
    this.#go({ seed: seed + 1, level: risen ? level + 1 : level, of: again ?? null })
  }

  async #question(message) {
    const response = await fetch(new URL(this.data.api, document.baseURI), {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...message, lang: this.data.language }),
    })
    return response.json()
  }

  async #ask() {
    if (this.#place.seed === null) this.#write({ seed: Math.floor(Math.random() * 1e6) }, "replaceState")
    const { kind, of, level, seed } = this.#place
    this.chosen(kind, level, seed)
    const asked = this.asked = {} // a later question overtakes this one
    let exercise
    try { exercise = await this.#question({ kind: of, seed, level }) } catch { exercise = null }
    if (asked !== this.asked) return
    this.tried = false
    if (!exercise || exercise.refused) {
      const why = exercise?.refused.message ?? t("The server does not answer.")
      this.body.replaceChildren(make("p", { className: "refused", role: "alert" }, why),
        make("button", { type: "button", onclick: () => this.#ask() }, t("Try again")))
      return
    }
    this.#show(exercise)
  }

  #show(exercise) {
    this.exercise = exercise
    this.#blanks = new Blanks(exercise.grids, { typed: answers => this.#keep(answers), enter: () => this.#check() })
    const button = (text, onclick, name) => make("button", { type: "button", value: name, onclick }, text)
    this.check = button(t("Check"), () => this.#check(), "check")
    this.reveal = button(t("Reveal"), () => this.#reveal(), "reveal")
    this.next = button(t("Next exercise"), () => this.#next(), "next")
    this.said = make("div", { className: "verdict", role: "status" })
    const picture = make("div", { className: "picture", tabIndex: 0, role: "group", ariaLabel: exercise.question })
    picture.innerHTML = exercise.picture // drawn by Python, which escapes every text in it
    picture.querySelector("style")?.remove()
    this.body.replaceChildren(
      make("p", { className: "kind" }, exercise.title), make("h2", {}, exercise.question),
      ...exercise.facts.map(fact => make("p", { className: "fact" }, fact)),
      picture, this.#blanks.root, make("div", { className: "does" }, this.check, this.reveal, this.next), this.said)
    this.#offer()
    const kept = this.#kept()
    if (kept) this.#blanks.fill(kept)
    this.#blanks.focus()
  }

  #blanks

  // The same kind on paper, or for a learning platform: from this number on.
  #offer() {
    const { data: { root, language }, exercise: { kind, seed, level } } = this
    const query = form => new URLSearchParams({ form, kind, seed, level, lang: language, address: new URL(root, document.baseURI).href })
    const link = (form, text) => make("a", { href: `${root}/convviz/handout?${query(form)}`, target: form === "sheet" ? "_blank" : "_self" }, text)
    this.handout.replaceChildren(t("Hand out four like this:"), link("sheet", t("a sheet to print")),
      link("moodle", t("questions for Moodle")), link("qti", t("for Canvas and others (QTI)")))
  }

  get #id() {
    const { kind, seed, level } = this.exercise
    return { kind, seed, level }
  }

  #kept() {
    try {
      const { id, answers } = JSON.parse(sessionStorage.getItem(KEPT))
      return id === JSON.stringify(this.#id) ? answers : null
    } catch { return null }
  }

  #keep(answers) {
    try { sessionStorage.setItem(KEPT, JSON.stringify({ id: JSON.stringify(this.#id), answers })) } catch { /* not kept */ }
  }

  async #check() {
    const { answers } = this.#blanks
    const exercise = this.exercise
    let judged
    try { judged = await this.#question({ ...this.#id, answers }) } catch { judged = null }
    if (exercise !== this.exercise) return
    if (!judged || !judged.cells) {
      this.said.replaceChildren(make("p", {}, judged?.refused?.message ?? t("The server does not answer. What was typed is kept here.")))
      return
    }
    this.#first(judged.right)
    this.#blanks.mark(judged.cells)
    this.#tell(judged)
    if (judged.right) this.next.focus({ preventScroll: true })
  }

  // Only the first answer counts.
  #first(right) {
    if (this.tried) return
    this.tried = true
    this.run = right ? this.run + 1 : 0
    note(this.exercise.kind, right)
    this.#count()
  }

  #tell({ right, cells, answer }) {
    if (right) return this.said.replaceChildren(make("p", { className: "well" }, t("Right.")), ...this.#inWords(answer))
    const seen = new Set() // a mistake made in many cells is told once
    const told = []
    for (const [name, { mistake, refused, where }] of Object.entries(cells)) {
      const key = mistake?.name ?? refused
      if (!key && told.length || seen.has(key)) continue
      if (cells[name].right) continue
      seen.add(key)
      told.push(this.#card(name, mistake, refused, where))
    }
    this.said.replaceChildren(...told)
  }

  #card(name, mistake, refused, where) {
    const card = make("div", { className: "card" })
    if (mistake) {
      card.append(make("p", {}, make("b", {}, t("This is what you get when: {mistake}.", { mistake: mistake.title }))),
        make("p", {}, mistake.why), make("p", {}, mistake.truth), make("p", {}, mistake.parting))
    } else card.append(make("p", {}, refused ?? t("Not yet. Look at what is marked, or at the step.")))
    if (where) card.append(this.#link(`${where.page}?${where.query}&`, t("Show the step")))
    if (mistake?.shown) card.append(make("button", { type: "button", value: "where", onclick: () => this.#where(name, mistake) }, t("Show where")))
    return card
  }

  // The way of the mistake to a number beside that of the rule.
  async #where(blank, mistake) {
    const exercise = this.exercise
    let told
    try { told = await this.#question({ ...this.#id, blank, beside: mistake.name }) } catch { told = null }
    if (exercise === this.exercise && told?.beside) new Beside(told.beside, this.root)
  }

  // What there is to say once an exercise is done, and where it is shown.
  #inWords(answer) {
    if (!answer) return []
    return [make("div", { className: "card" }, make("p", {}, answer.text), this.#link(`${answer.page}?`, t("To the lesson")))]
  }

  #link(place, text) {
    const { root, language } = this.data
    return make("a", { target: "_self", href: `${root}/${root === ".." ? "play/" : ""}${place}lang=${language}` }, text)
  }

  async #reveal() {
    const exercise = this.exercise
    let told
    try { told = await this.#question({ ...this.#id, reveal: true }) } catch { told = null }
    if (exercise !== this.exercise || !told?.key) return
    this.#first(false)
    this.#blanks.fill(told.key)
    this.#blanks.mark(Object.fromEntries(Object.keys(told.key).map(name => [name, { right: true }])))
    this.said.replaceChildren(make("p", {}, t("These are the numbers.")), ...this.#inWords(told.answer))
    this.next.focus({ preventScroll: true })
  }

  // What was done so far; it stays in this browser.
  #count() {
    const { kinds } = read()
    const [right, wrong] = Object.values(kinds).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0])
    const save = make("button", { type: "button", onclick: () => this.#save() }, t("Save"))
    const forget = make("button", { type: "button", onclick: () => { clear(); this.#count() } }, t("Forget"))
    this.tally.replaceChildren(...right + wrong
      ? [t("{right} of {all} right at the first try. This stays in your browser.", { right, all: right + wrong }), save, forget]
      : [t("What you do here stays in your browser.")])
  }

  #save() {
    const url = URL.createObjectURL(new Blob([JSON.stringify(read(), null, 1)], { type: "application/json" }))
    make("a", { href: url, download: "convviz-practice.json" }).click()
    setTimeout(() => URL.revokeObjectURL(url))
  }
}

const show = mounted(Desk)

// On a page without Streamlit the data stand beside this.
const alone = document.querySelector('script[data-part="data"]')
const here = document.querySelector('[data-part="practice"]')
if (alone && here) {
  const data = JSON.parse(alone.textContent)
  const update = () => practice({ data, parentElement: here })
  scheme(document.querySelector('[data-part="theme"]'), update)
  const entry = document.querySelector('a[data-leave="practice"]')
  if (entry) entry.ariaCurrent = "page"
  for (const link of all(document, "a[data-leave]")) {
    link.addEventListener("click", () => { // another language, or all controls, with the same exercise
      const url = new URL(link.href)
      const now = new URL(location.href).searchParams
      for (const name of ["kind", "seed", "level", "of"]) if (now.has(name)) url.searchParams.set(name, now.get(name))
      if (!url.searchParams.has("lang")) url.searchParams.set("lang", data.language)
      link.href = url.href
    })
  }
  update()
}
