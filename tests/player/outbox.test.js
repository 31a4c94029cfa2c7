import assert from "node:assert/strict"
import test, { afterEach, beforeEach } from "node:test"

// What the outbox asks of a page: whether Streamlit runs for it just now.
globalThis.document = /** @type {any} */ ({ baseURI: location.href, querySelector: () => null })
const { outbox } = await import("../../convviz/player/src/outbox.js")

const PATIENCE = 2000
let posted = []

// A stage that says what it was told to send; taken: the number of the last edit that Python has.
const stage = (taken = 0, document = "a-0") => ({
  post: message => posted.push(message.edits.map(({ n, at, text }) => [n, at, text])),
  told: {},
  data: { document, outbox: outbox.id, taken, scene: "multi_input" },
  root: null,
  address: { path: location.pathname },
})

beforeEach(t => {
  t.mock?.timers.reset()
  posted = []
  Object.assign(outbox, { edits: [], sent: 0, stage: null, document: null, left: false, pressed: false })
  sessionStorage.clear()
})

afterEach(() => clearTimeout(outbox.waiting))

test("edits are numbered, and each message carries all that are not taken yet", async () => {
  const here = stage()
  outbox.meet(here)
  await outbox.add({ at: "x 0 0 0", text: "7" })
  await outbox.add({ at: "x 0 0 1", text: "8" })
  assert.deepEqual(posted, [[[1, "x 0 0 0", "7"]], [[1, "x 0 0 0", "7"], [2, "x 0 0 1", "8"]]])
  here.data.taken = 1
  outbox.meet(here)
  assert.deepEqual(outbox.edits.map(({ n }) => n), [2])
})

test("an edit that is lost on its way is sent again, until it is taken", async t => {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  const here = stage()
  outbox.meet(here)
  await outbox.add({ at: "x 0 0 0", text: "7" })
  assert.equal(posted.length, 1)
  t.mock.timers.tick(PATIENCE)
  assert.equal(posted.length, 2)
  t.mock.timers.tick(2 * PATIENCE) // and not as often any more
  assert.equal(posted.length, 3)
  here.data.taken = 1
  outbox.meet(here)
  t.mock.timers.tick(10 * PATIENCE)
  assert.equal(posted.length, 3)
})

test("what a stage leaves another delivers", async () => {
  const first = stage()
  outbox.meet(first)
  outbox.leave(first)
  await outbox.add({ at: "x 0 0 0", text: "7" })
  assert.deepEqual(posted, [])
  outbox.meet(stage())
  await new Promise(done => setTimeout(done, 20))
  assert.deepEqual(posted, [[[1, "x 0 0 0", "7"]]])
})

test("it outlives the page, in the order in which it was typed", async () => {
  outbox.meet(stage())
  await outbox.add({ at: "x 0 0 0", text: "7" })
  const { edits, sent } = JSON.parse(sessionStorage.getItem("convviz-outbox"))
  assert.deepEqual(edits.map(({ n, at, text }) => [n, at, text]), [[1, "x 0 0 0", "7"]])
  assert.ok(sent > 1) // a number is not given twice
  outbox.meet(stage(1))
  assert.equal(sessionStorage.getItem("convviz-outbox"), null)
})

test("an edit belongs to the document that it was typed into", async () => {
  outbox.meet(stage(0, "a-0"))
  await outbox.add({ at: "x 0 0 0", text: "7" })
  outbox.address = "another"
  outbox.meet(stage(0, "b-0")) // another session, at another address
  assert.deepEqual(outbox.edits.map(({ document }) => document), [""])
})

test("after Undo was asked for, what is typed belongs to what it gives", async () => {
  outbox.meet(stage())
  await outbox.add({ op: "undo" })
  await outbox.add({ at: "x 0 0 0", text: "7" })
  assert.deepEqual(outbox.edits.map(({ document }) => document), ["a-0", null])
})
