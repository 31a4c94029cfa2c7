import { declared } from "./access.js"
import { can, commandOf, run } from "./commands.js"
import { lettersOn } from "./letters.js"
import { travelling } from "./travel.js"

// Keys: those of a keyboard and of a clicker, wherever on the page they are pressed.

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }
const FIGURE = /^[\d.,−-]$/ // what a number begins with; a clicker's full stop makes the screen black
const TYPING = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, canvas, " +
  "[contenteditable], [role=combobox], [role=listbox], [role=menu]"
const WIDGETS = "a, button, input, select, textarea, summary, canvas, [role], [contenteditable]"

export class Keys {
  constructor(stage) {
    this.stage = stage
    addEventListener("keydown", event => this.#press(event),
      { capture: true, signal: stage.listening.signal })
  }

  #press(event) {
    const { stage } = this
    if (travelling()) return // the curtain takes them
    if (event.composedPath().some(at => at instanceof Element && at.matches("dialog.beside"))) return // it has keys of its own
    const cover = [stage.blank, stage.presenting.asking].find(each => each.on)
    if (cover) {
      event.preventDefault()
      event.stopPropagation()
      if (cover !== stage.blank && event.key === "Escape") stage.presenting.end()
      else if (!event.repeat) cover.end() // the key that made it dark may still be held
      return
    }
    if (/^(Shift|Control|Alt|AltGraph|Meta)$/.test(event.key)) return // the first half of a key
    const { choices } = stage
    if (choices.on && !event.altKey && !event.ctrlKey && !event.metaKey && choices.press(event)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    const target = event.composedPath()[0]
    if (!event.altKey && !event.ctrlKey && !event.metaKey && !stage.over && !stage.editor.input &&
      (stage.tour.press(event) || stage.predict.press(event, target))) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    const turn = { PageDown: 1, PageUp: -1 }[event.key]
    if (turn) event.preventDefault() // also in an open cell editor, where the page would scroll
    if (stage.editor.input || (turn && event.repeat)) return
    const mine = stage.root.contains(target)
    // A button, a switch or a slider has no use for letters: they are the stage's after it was used.
    const letter = event.key.length === 1 && event.key !== " " && !target.closest?.(TYPING)
    const free = mine || stage.presenting.on || letter || !target.closest?.(WIDGETS)
    if (!turn && !free) return
    const { over } = stage
    if (over && (event.ctrlKey || event.metaKey)) return // the link can be copied
    if (over && !turn && event.key !== "Escape" && target.closest("input, select, button")) return
    if (!FIGURE.test(event.key)) stage.editor.adrift = false
    let act = turn ? () => this.#turn(turn, event.shiftKey) : this.#command(event, target, mine)
    if (over) act = event.key !== "Tab" && (() => over.close()) // as a blank screen ends
    else if (event.key === "Escape" && !(stage.bar.help.hidden && stage.editor.bubble.hidden)) {
      act = () => {
        stage.bar.showKeys(false)
        stage.editor.refuse(null)
      }
    }
    if (stage.playing && !act) stage.pause()
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  // A clicker's key, which Shift makes one of lessons; the cell that was edited last is marked no more.
  #turn(direction, lesson) {
    const { stage } = this
    if (stage.presenting.on) stage.editor.unselect()
    if (lesson) stage.course.go(direction)
    else if (!stage.coming.press(direction)) stage.go(stage.step + direction)
  }

  // What a key does, if anything.
  #command(event, target, mine) {
    const { stage } = this
    const { key, altKey } = event
    if (altKey) return null
    const name = commandOf(event)
    const command = name && can(stage, name) && (() => run(stage, name))
    if (event.ctrlKey || event.metaKey) return command
    if (mine && target.matches("button, input, select") && /^(Enter| |Arrow.*|Home|End)$/.test(key))
      return null
    const cell = mine && target.closest("[data-cell]")
    if (cell && ARROWS[key]) { // at the edge of all, the selection stays where it is
      const beside = stage.picture.tabStops.neighbour(cell, ...ARROWS[key])
      return () => beside && stage.visit(beside)
    }
    if (cell && key === "Escape") return () => {
      if (stage.presenting.on) stage.editor.unselect()
      stage.root.focus({ preventScroll: true })
    }
    if (cell && stage.post && declared(cell.dataset.cell).editable) {
      if (key === "Enter" || key === "F2") return () => stage.editor.open(cell)
      if (FIGURE.test(key) && !(key === "." && stage.presenting.on)) return () => stage.editor.open(cell, key)
    }
    if (stage.editor.adrift && FIGURE.test(key)) return () => {}
    if (key.length === 1 && key !== " " && !lettersOn()) return null
    return command
  }
}
