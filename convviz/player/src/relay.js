import { outbox } from "./outbox.js"

// Streamlit may put another element for the stage while someone types. The selected cell and the open
// field go over to the new one, and so do the keys that are pressed in between.

const MOST = 2000 // ms until there is another stage; then what was typed goes to the outbox

class Relay {
  left = null // what waits for a stage

  constructor() {
    addEventListener("keydown", event => {
      if (!this.left || document.activeElement !== document.body) return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      event.stopImmediatePropagation()
      this.left.keys.push({ key: event.key, shiftKey: event.shiftKey })
    }, { capture: true })
  }

  // A stage goes: for another page, or for another element on this one.
  leave(editor) {
    const { stage, input, last } = editor
    const name = input ? editor.name : last?.dataset?.cell
    const stays = stage.post && location.pathname === stage.address.path && !outbox.left
    if (!stays || !name) return editor.close?.(true)
    this.left = { path: location.pathname, name, keys: [], text: input?.value,
      range: input && [input.selectionStart, input.selectionEnd], typed: input && editor.typed() }
    editor.drop?.()
    if (outbox.stage) return this.arrive(outbox.stage.editor)
    outbox.note(this.left.typed)
    setTimeout(left => {
      if (this.left !== left) return
      this.left = null
      if (left.typed) outbox.add(left.typed)
    }, MOST, this.left)
  }

  arrive(editor) {
    const { left } = this
    if (left?.path !== location.pathname || !editor.stage.post) return
    this.left = null
    const cell = editor.nearest(left.name)
    if (!cell || document.activeElement !== document.body) return left.typed && outbox.add(left.typed)
    cell.focus({ preventScroll: true })
    if (left.range) {
      editor.open(cell, left.text)
      editor.input.setSelectionRange(...left.range)
    }
    for (const key of left.keys) press(editor, key)
  }
}

function press(editor, { key, shiftKey }) {
  const { input, stage } = editor
  if (input && key.length === 1) return input.setRangeText(key, input.selectionStart, input.selectionEnd, "end")
  const target = input ?? editor.focused ?? stage.root
  target.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, composed: true, cancelable: true }))
}

export const relay = new Relay()
