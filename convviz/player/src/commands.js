// What can be done with a stage, each thing once and under one name: a key, a button and a clicker do
// it by that name. when: whether it can be done just now; without it, always.

/** @type {Record<string, { run(stage: any): unknown, when?(stage: any): unknown }>} */
const COMMANDS = {
  first: { run: stage => stage.go(0) },
  back: { run: stage => stage.go(stage.step - 1) },
  next: { run: stage => stage.go(stage.step + 1) },
  last: { run: stage => stage.go(stage.steps - 1) },
  play: { run: stage => stage.toggle() },
  faster: { run: stage => stage.hasten(1) },
  slower: { run: stage => stage.hasten(-1) },
  ...Object.fromEntries(["product", "channel", "window"].map(name => [name,
    { when: stage => stage.data.stops[name], run: stage => stage.setGranularity(name) }])),
  ...Object.fromEntries(["undo", "redo", "reset"].map(op => [op,
    { when: stage => stage.post || stage.data.can?.includes(op),
      run: stage => stage.post ? stage.editor.send({ op }) : stage.choices.tell(op, null) }])),
  before: { run: stage => stage.course.go(-1) },
  after: { run: stage => stage.course.go(1) },
  present: { run: stage => stage.presenting.toggle() },
  end: { when: stage => stage.presenting.on, run: stage => stage.presenting.end() },
  blank: { run: stage => {
    stage.pause()
    stage.blank.show()
  } },
  choices: { when: stage => stage.presenting.on && stage.choices.offers,
    run: stage => stage.choices.show(!stage.choices.on) },
  code: { when: stage => stage.presenting.on && stage.program.offered, run: stage => stage.program.toggle() },
  predict: { when: stage => stage.predict.possible, run: stage => stage.predict.toggle() },
  follow: { when: stage => stage.follow, run: stage => stage.follow.open() },
  save: { when: stage => stage.saving, run: stage => stage.saving.open() },
  collect: { when: stage => stage.collect.possible, run: stage => stage.collect.add() },
  until: { when: stage => stage.collect.possible, run: stage => stage.collect.endHere() },
  note: { when: stage => stage.lecturing.on, run: stage => stage.lecturing.toggleNote() },
  keys: { run: stage => stage.bar.showKeys(stage.bar.help.hidden) },
}

const KEYS = {
  ArrowRight: "next", " ": "next", n: "next", ArrowLeft: "back", p: "back", Home: "first", End: "last",
  k: "play", "+": "faster", "=": "faster", "-": "slower", "−": "slower",
  1: "product", 2: "channel", 3: "window",
  f: "present", Escape: "end", b: "blank", ".": "blank", e: "choices", c: "code", q: "follow", s: "save",
  a: "predict", l: "collect", t: "note", "?": "keys",
}
const WITH_SHIFT = { l: "until" }
const WITH_CONTROL = { z: "undo", y: "redo" }
const WITH_CONTROL_AND_SHIFT = { z: "redo", y: "redo" }

/** @param {string} name */
export function can(stage, name) {
  const { when } = COMMANDS[name]
  return !when || Boolean(when(stage))
}

/** @param {string} name */
export const run = (stage, name) => COMMANDS[name].run(stage)

/**
 * The name of what a key does, if anything.
 * @param {Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey">} event
 * @returns {string | undefined}
 */
export function commandOf({ key, shiftKey, ctrlKey, metaKey }) {
  const name = key.length === 1 ? key.toLowerCase() : key
  if (ctrlKey || metaKey) return (shiftKey ? WITH_CONTROL_AND_SHIFT : WITH_CONTROL)[name]
  return (shiftKey && WITH_SHIFT[name]) || KEYS[name]
}
