import assert from "node:assert/strict"
import test, { beforeEach } from "node:test"
import { LIMITS, readList, sameShow, stepOf, writeList } from "../../convviz/player/src/places.js"

const NAME = "convviz-lecture"
const place = (page, query = {}) => ({ page, query })

beforeEach(() => localStorage.clear())

test("two places show the same, wherever in it they begin", () => {
  assert.ok(sameShow(place("", { s: "1.a", step: "3" }), place("", { step: "9", s: "1.a" })))
  assert.ok(!sameShow(place("", { s: "1.a" }), place("matrix", { s: "1.a" })))
  assert.ok(!sameShow(place("", { s: "1.a" }), place("", { s: "1.b" })))
})

test("a step is a number of at most six digits, else the first", () => {
  assert.deepEqual(["12", "000007", "1234567", "-1", "1.5", "", undefined].map(step => stepOf(place("", { step }))),
    [12, 7, 0, 0, 0, 0, 0])
})

test("a list is kept, and what is no list is an empty one", () => {
  assert.deepEqual(readList(), { title: "", places: [] })
  const list = { title: "Monday", places: [place("groups", { step: "2" })] }
  assert.equal(writeList(list), true)
  assert.deepEqual(readList(), list)
  for (const text of ["{", "null", "7", '{"title": 3, "places": []}', '{"places": [1]}', '{"places": [{"page": ""}]}']) {
    localStorage.setItem(NAME, text)
    assert.deepEqual(readList(), { title: "", places: [] }, text)
  }
})

test("a list that is larger than may be is not kept", () => {
  const many = n => ({ title: "", places: Array.from({ length: n }, () => place("")) })
  assert.equal(writeList(many(LIMITS.places)), true)
  assert.throws(() => writeList(many(LIMITS.places + 1)), RangeError)
  assert.throws(() => writeList({ title: "x".repeat(LIMITS.whole), places: [] }), RangeError)
  assert.equal(readList().places.length, LIMITS.places)
})

test("where nothing may be stored it is kept for as long as the page is open", t => {
  t.mock.method(Storage.prototype, "setItem", () => { throw new DOMException("", "QuotaExceededError") })
  assert.equal(writeList({ title: "Now", places: [] }), false)
  assert.equal(readList().title, "Now")
})
