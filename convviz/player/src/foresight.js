import { outbox } from "./outbox.js"

// What an edit makes of the picture, asked of the route that needs no session: it is seen in the time
// of one question, long before Streamlit has run. Streamlit hears of the edit as before, and its answer
// holds. Where the route can't be reached, that answer is the first to be seen. As the outbox, there is
// one for the tab: a stage that takes the place of another shows the same.

const NUMBERS = ["base", "frames", "forms", "stops", "cells", "patterns", "reads", "writes", "outputs", "known"]
const PICTURE = [...NUMBERS, "label", "headline", "layout", "svg", "sizes", "cell", "grains", "tensors"]
const SOON = 2000 // ms: later than that Streamlit has answered

class Foresight {
  seen = null // what the last edits make: { n, text, data, refused, document }
  told = null // number of the last edit whose refusal was said here
  work = Promise.resolve()

  // An edit is on its way to Python, which hears of it once this is done: meanwhile it has time for it.
  ask(edit) {
    if (!outbox.stage?.answered.change || edit.op) return null
    this.work = this.work.then(() => this.#see(edit)).catch(() => {})
    return this.work
  }

  async #see({ n, at, text, pasted }) {
    const { stage: { data, answered, predict } } = outbox
    const { change: route, scene, document, lang, view } = answered
    const s = this.seen?.document === document ? this.seen.text : view.link.s
    if (!s || !this.#follows(n, document)) return
    const change = { at, text, ...pasted && { pasted } }
    const response = await fetch(new URL(route, window.document.baseURI), { method: "POST",
      headers: { "Content-Type": "application/json" }, signal: AbortSignal.timeout(SOON),
      body: JSON.stringify({ scene, s, change, held: data.layout, ...predict.place, quiet: true, lang: lang.split("-")[0] }) })
    const { s: made = s, data: picture = this.seen?.data, refused, gone } = await response.json()
    if (gone || !this.#follows(n, document)) return // Streamlit has them still
    this.seen = { n, text: made, data: picture, refused, document }
    if (refused) this.told = n
    outbox.stage.update(outbox.stage.answered)
  }

  // Whether an edit is still on its way, in the numbers that are shown, and all before it is foreseen.
  #follows(n, document) {
    const { edits, stage } = outbox
    return stage?.root.isConnected && stage.answered.document === document && edits.some(edit => edit.n === n) &&
      edits.every(edit => !edit.op && (edit.n >= n || edit.n <= this.seen?.n))
  }

  // What Python answered, with what is foreseen over it while that is on its way.
  over(answer) {
    const { seen } = this
    if (seen) seen.document ??= answer.document // it was foreseen before there was one
    const taken = answer.outbox === outbox.id ? answer.taken : 0
    const said = taken === this.told && outbox.stage?.editor.bubble.hidden // and read: someone went on
    if (!seen || answer.document !== seen.document || seen.n <= taken) {
      this.seen = null
      return said ? { ...answer, refused: null } : answer
    }
    const names = seen.data?.lang === answer.lang ? PICTURE : NUMBERS
    const picture = seen.data && Object.fromEntries(names.map(name => [name, seen.data[name]]))
    const view = { ...answer.view, link: { ...answer.view.link, s: seen.text }, plain: false }
    return { ...answer, ...picture, view, refused: seen.refused ?? null }
  }
}

export const foresight = new Foresight()
