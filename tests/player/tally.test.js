import assert from "node:assert/strict"
import test from "node:test"
import { due, noted } from "../../convviz/player/src/tally.js"

const EMPTY = { done: 0, kinds: {}, again: [] }
const after = (...answers) => answers.reduce((tally, [kind, right]) => noted(tally, kind, right), EMPTY)

test("what was right at the first try is counted by kind", () => {
  const { done, kinds, again } = after(["sums", true], ["sums", false], ["map", true])
  assert.equal(done, 3)
  assert.deepEqual(kinds, { sums: [1, 1], map: [1, 0] })
  assert.deepEqual(again.map(({ kind }) => kind), ["sums"])
})

test("what was wrong comes again soon, then later, then not at all", () => {
  let tally = after(["sums", false])
  assert.equal(due(tally), undefined)
  tally = noted(noted(tally, "map", true), "map", true)
  assert.equal(due(tally), "sums")
  const gaps = []
  while (tally.again.length) {
    gaps.push(tally.again[0].gap)
    tally = noted(tally, "sums", true)
  }
  assert.deepEqual(gaps, [2, 4, 8])
  assert.equal(due(tally), undefined)
})

test("wrong again, it is as soon again as at first; of two the one that waited longer", () => {
  const tally = after(["sums", false], ["sums", true], ["sums", false])
  assert.deepEqual(tally.again.map(({ gap }) => gap), [2])
  assert.equal(due(after(["map", false], ["sums", false], ["count", true], ["count", true])), "map")
})
