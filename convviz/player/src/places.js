import { Kept } from "./kept.js"

// Where someone is in a document: its step, granularity and walk, as convviz/lessons/place.py writes and
// reads them. A test compares the two.

const GRANULARITIES = ["product", "channel", "window"]
const WALKS = ["all", "output", "window"]

/**
 * The place that a query says; a step, granularity or walk that there is not is none.
 * @param {Record<string, string | null | undefined>} query
 */
export function readPlace({ step, g, walk }) {
  return { step: /^[0-9]{1,6}$/.test(step ?? "") ? Number(step) : 0,
    granularity: GRANULARITIES.includes(g ?? "") ? String(g) : "", walk: WALKS.includes(walk ?? "") ? String(walk) : "all" }
}

/**
 * A place as a query says it; null for what it takes for granted.
 * @param {{ step: number, granularity: string, walk?: string }} place
 */
export const writePlace = ({ step, granularity, walk = "all" }) =>
  ({ step: String(step), g: granularity || null, walk: walk === "all" ? null : walk })

// The lecture that a visitor prepares: { title, places }, each place { page, query, until, title, note }
// as convviz/lecture.py says what they are. It lives in this browser alone.

export const LIMITS = { places: 100, title: 120, note: 600, whole: 2 ** 19 }
const list = new Kept("localStorage", "convviz-lecture")

// The stored list; an empty one where there is none, or what is there is no list.
export function readList() {
  const { title = "", places } = Object(list.read())
  const sound = typeof title === "string" && Array.isArray(places) && places.length <= LIMITS.places &&
    places.every(place => typeof place?.page === "string" && typeof place.query === "object" && place.query)
  return sound ? { title, places } : { title: "", places: [] }
}

// Whether the list stays when the page is closed; an error where it is larger than may be.
export function writeList({ title, places }) {
  const whole = { version: 1, title, places }
  if (places.length > LIMITS.places || JSON.stringify(whole).length > LIMITS.whole) throw new RangeError()
  return list.write(whole)
}

export const LIST = list.name

// Whether two places show the same, wherever in it they begin.
export function sameShow(one, other) {
  const bare = ({ page, query: { step: _step, ...rest } }) => JSON.stringify([page, Object.entries(rest).sort()])
  return bare(one) === bare(other)
}

export const stepOf = ({ query }) => readPlace(query).step
