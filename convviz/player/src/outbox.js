import { OFTEN, running } from "./running.js"

// What was typed and Python has not taken yet. There is one for the tab: a stage comes and goes with
// its page, and what it leaves here the next one delivers, also after a reload.

const STORE = "convviz-outbox"
const PATIENCE = 2000 // ms without an answer, after which edits are sent again; doubled each time
export const AFTER = 50 // ms after a click, when what it pressed has told of itself
const SEEN = 150 // ms: longer than that an edit does not wait until it is seen
const LEAVING = 10_000 // ms that a link may take to another page

class Outbox {
  id = crypto.randomUUID?.() ?? `${Math.random()}` // an unencrypted page has no such function
  edits = [] // numbered: Python takes each once
  sent = 0
  stage = null // the one that delivers
  scene = "" // of the page that it stands on
  document = null // whose numbers it shows; its first part tells the session

  constructor() {
    this.#restore()
    const listen = (type, act) => addEventListener(type, act, { capture: true })
    listen("pointerdown", event => { this.pressed = !event.composedPath().includes(this.stage?.root) })
    for (const type of ["pointerup", "pointercancel"]) listen(type, () => setTimeout(() => {
      this.pressed = false
      if (this.held) this.#post()
    }, AFTER))
    listen("click", event => this.#follow(event))
    listen("pagehide", () => this.#store())
  }

  // The document that what is typed now belongs to; where one is asked for and not there yet, that.
  get place() { return this.edits.some(edit => edit.op) ? null : this.document }

  // before: what is done with an edit before it is sent; it is waited for, if it gives a promise.
  async add(edit, before) {
    this.draft = null
    const sent = { n: ++this.sent, document: this.place, scene: this.scene, ...edit }
    this.edits.push(sent)
    this.#store()
    dispatchEvent(new Event("convviz:sent"))
    this.#await(PATIENCE)
    const seen = before?.(sent)
    if (seen) await Promise.race([seen, new Promise(done => setTimeout(done, SEEN))])
    this.#post()
  }

  // What stands in an open field while nobody sees the page, which may not come back.
  note(edit) {
    this.draft = edit
    this.#store()
  }

  // The text for a cell that is on its way.
  latest(cell) { return this.edits.findLast(edit => edit.at === cell && !edit.pasted)?.text }

  // A stage has new data: Python took the edits up to a number.
  meet(stage) {
    if (!stage.post) return // its numbers can't be changed: what is on its way waits for another
    const { document, outbox, taken = 0, scene } = stage.data
    const arrived = stage !== this.stage || (document && !this.document) // of a page that had none yet
    this.stage = stage
    if (arrived) this.left = false
    if (session(document) !== session(this.document)) this.#adopt(document)
    Object.assign(this, { document, scene })
    if (outbox === this.id) this.edits = this.edits.filter(edit => edit.n > taken)
    this.#store()
    this.#await(arrived ? 0 : PATIENCE)
  }

  leave(stage) {
    if (stage !== this.stage) return
    this.stage = null
    clearTimeout(this.waiting)
  }

  // Once nothing is on its way; it is not waited for long.
  async settled(done = () => false) {
    const until = performance.now() + PATIENCE
    while (this.edits.length && !done() && performance.now() < until)
      await new Promise(look => setTimeout(look, 30))
  }

  // Before a link of the page is followed: what is on its way belongs to this page's place in the
  // history. Whether nothing of it was refused, which has to be read here.
  clear() {
    return !this.edits.length || !this.stage || this.stage.editor.settled()
  }

  // Only the last of several triggers in a row arrives: each carries all that are not taken yet. What
  // a click presses tells of itself first, as Streamlit takes what comes together for one change.
  #post(late = false) {
    const { stage } = this
    const away = this.left || !stage?.post || location.pathname !== stage.address.path
    this.held = Boolean(away || (this.pressed && !late))
    if (this.held || !this.edits.length) return
    clearTimeout(this.turn)
    if (!late && running()) this.turn = setTimeout(() => this.#post(), OFTEN)
    else stage.post({ outbox: this.id, edits: this.edits, ...stage.told })
  }

  // A message can be lost, in the network or among reruns.
  #await(patience) {
    clearTimeout(this.waiting)
    if (this.edits.length) this.waiting = setTimeout(() => {
      this.#post(true)
      this.#await(2 * patience || PATIENCE)
    }, patience)
  }

  // On the way to another page nothing is sent: Streamlit would stay on this one. A browser's Back
  // changes the address first.
  #follow(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    const link = event.composedPath().find(element => element.href && !element.target)
    const url = link && new URL(link.href, document.baseURI)
    if (url?.origin !== location.origin || url.pathname === location.pathname) return
    this.left = true
    clearTimeout(this.waiting)
    setTimeout(() => {
      this.left = false
      this.#await(0)
    }, LEAVING)
  }

  // Another session: after a reload, or the server began anew. Where the address is the same, the
  // numbers are; what was typed into others is told of there.
  #adopt(document) {
    const same = this.address === here()
    const told = edit => same && [this.document, null].includes(edit.document) ? document : ""
    this.edits = this.edits.filter(edit => edit.op !== "open") // that is the address itself
      .map(edit => ({ ...edit, document: told(edit) }))
  }

  #store() {
    this.address = here()
    const { id, sent, document, draft, address } = this
    const edits = draft ? [...this.edits, { n: sent + 1, ...draft }] : this.edits
    try {
      if (!edits.length) return sessionStorage.removeItem(STORE)
      sessionStorage.setItem(STORE, JSON.stringify({ id, sent: sent + 1, document, address, edits }))
    } catch { /* storage may be forbidden or full */ }
  }

  #restore() {
    try {
      Object.assign(this, JSON.parse(sessionStorage.getItem(STORE)))
    } catch { /* nothing was stored, or no storage is allowed */ }
  }
}

const session = document => document?.split("-")[0]

const here = () => `${location.pathname} ${new URL(location.href).searchParams.get("s") ?? ""}`

export const outbox = new Outbox()
globalThis.convvizClear = () => outbox.clear() // for the top row, which is a script of its own
