import assert from "node:assert/strict"
import test from "node:test"
import { can, commandOf, run } from "../../convviz/player/src/commands.js"

const press = (key, held = {}) => commandOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, ...held })

test("the keys of the table", () => {
  for (const key of ["ArrowRight", " ", "n", "N"]) assert.equal(press(key), "next")
  for (const key of ["ArrowLeft", "p", "P"]) assert.equal(press(key), "back")
  assert.deepEqual(["Home", "End", "k", "f", "b", ".", "?"].map(key => press(key)),
    ["first", "last", "play", "present", "blank", "blank", "keys"])
  assert.deepEqual(["1", "2", "3"].map(key => press(key)), ["product", "channel", "window"])
  assert.deepEqual(["+", "=", "-", "−"].map(key => press(key)), ["faster", "faster", "slower", "slower"])
  for (const key of ["x", "4", "Enter", "Tab", "F5"]) assert.equal(press(key), undefined)
})

test("with Control a letter is another command, or none", () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
    assert.equal(press("z", held), "undo")
    assert.equal(press("Z", { ...held, shiftKey: true }), "redo")
    assert.equal(press("y", held), "redo")
    assert.equal(press("p", held), undefined) // the browser prints
    assert.equal(press("f", held), undefined)
  }
})

test("L adds a place, Shift+L ends it", () => {
  assert.equal(press("l"), "collect")
  assert.equal(press("L", { shiftKey: true }), "until")
})

test("what can't be done now says so", () => {
  const stage = { post: null, follow: null, presenting: { on: false }, choices: { offers: true },
    data: { stops: { channel: [1], window: [1] } } }
  assert.equal(can(stage, "next"), true)
  for (const name of ["undo", "end", "choices", "follow", "product"]) assert.equal(can(stage, name), false)
  assert.equal(can({ ...stage, post: () => {} }, "undo"), true)
})

test("a command acts on the stage", () => {
  const went = []
  const stage = { step: 4, steps: 9, go: step => went.push(step) }
  for (const name of ["first", "back", "next", "last"]) run(stage, name)
  assert.deepEqual(went, [0, 3, 5, 8])
})
