// What a learner did, for that person alone: it stays in this browser. How often each kind of exercise was
// right at the first try, and which kinds come again soon because they were not.

const KEY = "convviz-practice"
const SOON = 2 // exercises until a kind that was wrong comes again
const LEARNT = 8 // after so long a gap it does not come again

const EMPTY = { done: 0, kinds: {}, again: [] }

export const read = () => {
  try { return { ...EMPTY, ...JSON.parse(localStorage.getItem(KEY)) } } catch { return EMPTY }
}

const write = tally => {
  try { localStorage.setItem(KEY, JSON.stringify(tally)) } catch { /* then for this page only */ }
  return tally
}

export const clear = () => write(EMPTY)

/**
 * Note the first answer to an exercise.
 * @param {{done: number, kinds: Record<string, [number, number]>, again: {kind: string, due: number, gap: number}[]}} tally
 * @param {string} kind
 * @param {boolean} right
 */
export function noted(tally, kind, right) {
  const done = tally.done + 1
  const [good, bad] = tally.kinds[kind] ?? [0, 0]
  const kinds = { ...tally.kinds, [kind]: right ? [good + 1, bad] : [good, bad + 1] }
  const waiting = tally.again.find(each => each.kind === kind)
  const others = tally.again.filter(each => each !== waiting)
  const gap = right ? (waiting?.gap ?? LEARNT) * 2 : SOON
  const again = gap > LEARNT ? others : [...others, { kind, gap, due: done + gap }]
  return { done, kinds, again }
}

export const note = (kind, right) => write(noted(read(), kind, right))

/** The kind that comes again now, if one does: the one that waited longest. */
export const due = tally => tally.again.filter(each => each.due <= tally.done)
  .sort((one, other) => one.due - other.due)[0]?.kind
