import { Kept } from "./kept.js"

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

export const stepOf = ({ query }) => /^\d{1,6}$/.test(query.step) ? Number(query.step) : 0
