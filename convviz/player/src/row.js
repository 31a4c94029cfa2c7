import { make } from "./dom.js"
import { LIMITS } from "./places.js"
import { addressOf } from "./travel.js"
import { t } from "./words.js"

// A place in the list of a lecture: a row that can be edited, and dragged to another place.

const SIGNS = {
  start: "M7 4v16l13-8z",
  up: "M12 4l8 9h-5v7H9v-7H4z",
  down: "M12 20l-8-9h5V4h6v7h5z",
  copy: "M8 3h11v13H8zm2 2v9h7V5zM4 7h2v11h9v2H4z",
  delete: "M9 3h6v2h5v2H4V5h5zM6 9h12l-1 12H7z",
}

export function row(desk, place, index, all) {
  const n = index + 1
  const title = make("input", { className: "title", value: place.title ?? "", maxLength: LIMITS.title,
    placeholder: t("Title"), ariaLabel: t("Title of place {n}", { n }) })
  const note = make("textarea", { className: "note", value: place.note ?? "", maxLength: LIMITS.note, rows: 2,
    placeholder: t("For you: what to ask, what it settles"), ariaLabel: t("Note of place {n}", { n }) })
  desk.writes(title, text => { place.title = text })
  desk.writes(note, text => { place.note = text })
  const act = (sign, name, onclick, disabled = false) => signed(make("button",
    { type: "button", value: sign, title: name, ariaLabel: name, onclick, disabled }), sign)
  const grip = make("span", { className: "grip", ariaHidden: true, title: t("Drag to another place") }, "⠿")
  const element = make("li", {}, grip, make("span", { className: "number" }, n),
    make("div", { className: "said" }, title, where(desk, place, n), note),
    make("div", { className: "acts" },
      act("start", t("Start at place {n}", { n }), () => desk.play(index)),
      act("up", t("Place {n} up", { n }), () => desk.move(index, index - 1, "up"), index === 0),
      act("down", t("Place {n} down", { n }), () => desk.move(index, index + 1, "down"), n === all),
      act("copy", t("Duplicate place {n}", { n }), () => desk.change(
        places => places.toSpliced(n, 0, structuredClone(place)),
        t("Place {n} is there twice.", { n }), n, "copy")),
      act("delete", t("Delete place {n}", { n }), () => desk.change(places => places.toSpliced(index, 1),
        t("Place {n} is deleted; Undo brings it back.", { n }), Math.min(index, all - 2), "delete"))))
  grip.onpointerdown = event => drag(desk, element, event)
  return element
}

// Lesson, and the steps from which to which.
function where(desk, place, n) {
  const link = make("a", { href: addressOf(place).href, onclick: event => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    desk.go(place)
  } }, desk.data.pages[place.page] ?? place.page)
  const step = (value, name, take) => {
    const field = make("input", { value: value ?? "", inputMode: "numeric", maxLength: 6, pattern: "\\d*", ariaLabel: name })
    desk.writes(field, text => { if (/^\d*$/.test(text)) take(text) })
    return field
  }
  const from = step(place.query.step ?? 0, t("First step of place {n}", { n }), text => { place.query.step = text || "0" })
  const until = step(place.until, t("Last step of place {n}; empty: to the end", { n }), text => {
    if (text) place.until = Number(text)
    else delete place.until
  })
  until.placeholder = t("the end")
  return make("p", { className: "where" }, link, make("label", {}, t("from step"), from), make("label", {}, t("to"), until),
    desk.data.grains[place.query.g] ?? "")
}

// The row follows the pointer from gap to gap; where it is let go it stays.
function drag(desk, element, { pointerId, target }) {
  const list = element.parentElement
  const from = [...list.children].indexOf(element)
  const listening = new AbortController()
  const { signal } = listening
  target.setPointerCapture(pointerId)
  element.classList.add("dragged")
  // Its neighbours move past it: it would lose the pointer if it were moved itself.
  target.addEventListener("pointermove", ({ clientY }) => {
    const middle = other => other.getBoundingClientRect().top + other.offsetHeight / 2
    let beside
    while ((beside = element.previousElementSibling) && clientY < middle(beside)) element.after(beside)
    while ((beside = element.nextElementSibling) && clientY > middle(beside)) element.before(beside)
    element.scrollIntoView({ block: "nearest" })
  }, { signal })
  const done = () => {
    listening.abort()
    element.classList.remove("dragged")
    const to = [...list.children].indexOf(element)
    if (to !== from) desk.move(from, to)
  }
  for (const end of ["pointerup", "pointercancel"]) target.addEventListener(end, done, { signal })
}

function signed(button, sign) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("aria-hidden", "true")
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path")
  path.setAttribute("fill-rule", "evenodd")
  path.setAttribute("d", SIGNS[sign])
  svg.append(path)
  button.append(svg)
  return button
}
