import { Kept } from "./kept.js"

// The lecture that is being played in this tab: { title, places, index }, null if there is none.

const played = new Kept("sessionStorage", "convviz-playing")

export function playing() {
  const found = played.read()
  return Array.isArray(found?.places) && found.places[found.index] ? found : null
}

export const playAt = ({ title, places }, index) => played.write({ title, places, index })

export const endLecture = () => played.remove()
