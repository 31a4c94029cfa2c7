import { pageHere } from "./travel.js"

// What comes before and after the lesson that is shown, in the order in which Python lists them, or in
// that of the lecture that is being played.

export class Course {
  constructor(stage) {
    this.stage = stage
  }

  // All lessons that present, as places.
  get lessons() {
    return (this.stage.data?.contents ?? []).map(([page, title]) => ({ page, title }))
  }

  // The place that many further, or undefined at either end.
  beside(direction) {
    const { lecturing } = this.stage
    if (lecturing.on) return lecturing.beside(direction)
    const { lessons } = this
    const here = lessons.findIndex(({ page }) => page === pageHere())
    return here < 0 ? undefined : lessons[here + direction]
  }

  // The title of the page that the browser's address names.
  get title() { return this.lessons.find(({ page }) => page === pageHere())?.title ?? "" }

  go(direction) {
    const { lecturing } = this.stage
    if (lecturing.on) return lecturing.go(direction)
    const place = this.beside(direction)
    if (place) this.stage.travel(place)
  }
}
