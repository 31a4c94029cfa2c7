import { run } from "./commands.js"
import { make } from "./dom.js"
import { LetterSwitch } from "./letters.js"
import { t } from "./words.js"

// The controls under the picture, and the list of keys: made anew for another language.

const ICONS = {
  first: "M5 5h2v14H5zM20 5v14L9 12z",
  back: "M17 5v14L6 12z",
  play: "M7 4v16l13-8z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  next: "M7 5v14l11-7z",
  last: "M17 5h2v14h-2zM4 5v14l11-7z",
  undo: "M9 7V3L3 9l6 6v-4h5a4 4 0 0 1 0 8H8v2h6a6 6 0 0 0 0-14z",
  redo: "M15 7V3l6 6-6 6v-4h-5a4 4 0 0 0 0 8h6v2h-6a6 6 0 0 1 0-14z",
  reset: "M12 5V1L7 6l5 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
  present: "M4 9V4h5v2H6v3zM15 4h5v5h-2V6h-3zM4 15h2v3h3v2H4zM18 15h2v5h-5v-2h3z",
  follow: "M4 4h7v7H4zm2 2v3h3V6zm7-2h7v7h-7zm2 2v3h3V6zM4 13h7v7H4zm2 2v3h3v-3zm7-2h3v3h-3zm4 4h3v3h-3zm-4 0h2v3h-2zm4-4h3v2h-3z",
  save: "M11 3h2v9l3-3 1.4 1.4L12 16l-5.4-5.6L8 9l3 3zM4 18h16v3H4z",
  before: "M21 10H11V5l-8 7 8 7v-5h10z",
  after: "M3 10h10V5l8 7-8 7v-5H3z",
  code: "M8 5 1 12l7 7 1.5-1.5L4 12l5.5-5.5zM16 5l7 7-7 7-1.5-1.5L20 12l-5.5-5.5z",
  choices: "M3 5h4v4H3zM9 6h12v2H9zM3 10h4v4H3zM9 11h12v2H9zM3 15h4v4H3zM9 16h12v2H9z",
  collect: "M4 5h12v2H4zm0 5h12v2H4zm0 5h7v2H4zm12-2h2v3h3v2h-3v3h-2v-3h-3v-2h3z",
  predict: "M11 17h2v2h-2zM12 5a5 5 0 0 0-5 5h2a3 3 0 1 1 4.5 2.6C12 13.4 11 14.3 11 16h2c0-.9.5-1.2 1.4-1.7A5 5 0 0 0 12 5z",
  keys: "M3 6h18v12H3zM5 8v2h2V8zm4 0v2h2V8zm4 0v2h2V8zm4 0v2h2V8zM7 13v2h10v-2z",
}

const walkNames = () => ({
  all: [t("all"), t("Go through all output numbers")],
  output: [t("one map"), t("Stay on one output channel")],
  window: [t("one position"), t("Stay at one position, under every kernel")],
})

const keys = () => [
  ["→  PageDown  Space  N", t("next step")],
  ["←  PageUp  P", t("previous step")],
  ["Home  End", t("first, last step")],
  ["1  2  3", t("step by product, channel, window")],
  ["K", t("play, pause")],
  ["+  −", t("faster, slower")],
  [`Enter  F2  ${t("a digit")}`, t("edit the selected cell")],
  [`${t("arrows")}  Tab  Esc`, t("in the cells: move, commit and go on, leave")],
  ["Ctrl+Z  Ctrl+Shift+Z", t("undo, redo")],
  ["Shift+PageDown  Shift+PageUp", t("next, previous lesson")],
  ["F", t("present; Esc ends")],
  ["E", t("examples and sizes, while presenting")],
  ["C", t("code, while presenting")],
  ["A", t("ask for each number before it is shown")],
    ["Q", t("follow along: a link and its QR code")],
  ["S", t("save or copy what is shown, or all steps")],
  ["L  Shift+L", t("add this place to the lecture, end the place there")],
  ["T", t("the note on a place of the lecture, while presenting")],
  ["B  .", t("blank the screen; any key brings it back")],
  ["?", t("this list")],
]

export class Bar {
  constructor(stage, granularities, walks, speeds) {
    const button = (command, name) =>
      dress(make("button", { type: "button", value: command, onclick: () => run(stage, command) }), command, name)
    this.play = button("play", t("Play"))
    this.edits = [button("undo", t("Undo")), button("redo", t("Redo")), button("reset", t("Reset"))]
    this.scrubber = make("input", { type: "range", min: 0, ariaLabel: t("Step"),
      oninput: () => stage.go(+this.scrubber.value) })
    this.counter = make("output")
    // No list: an open one would swallow the keys of a clicker.
    this.pace = make("output", { className: "pace" })
    this.speed = make("input", { type: "range", className: "speed", ariaLabel: t("Speed"), min: 0,
      max: speeds.length - 1, oninput: () => stage.setSpeed(speeds[this.speed.value]) })
    this.lessons = [button("before", t("Previous lesson")), button("after", t("Next lesson"))]
    this.grains = granularities.map(name => make("button", { type: "button", value: name,
      onclick: () => run(stage, name) }))
    this.walks = walks.map(name => make("button", { type: "button", value: name,
      title: walkNames()[name][1], onclick: () => stage.setWalk(name) }, walkNames()[name][0]))
    this.letters = new LetterSwitch()
    this.help = make("div", { className: "help", hidden: true, role: "group", ariaLabel: t("Keys") },
      make("dl", {}, ...keys().flatMap(([keys, does]) => [make("dt", {}, keys), make("dd", {}, does)])),
      this.letters.element,
      this.tour = make("button", { type: "button", value: "tour", onclick: () => stage.tour.start() }, t("Take the tour")))
    this.choices = button("choices", t("Examples and sizes"))
    this.code = button("code", t("Code"))
    this.predict = button("predict", t("Predict first"))
    this.keys = button("keys", t("Keys"))
    this.element = make("div", { className: "bar" },
      make("div", { className: "steps" },
        button("first", t("First step")), button("back", t("Previous step")), this.play,
        button("next", t("Next step")), button("last", t("Last step"))),
      make("div", { className: "track" }, this.scrubber, this.counter, this.speed, this.pace),
      this.walk = make("div", { className: "grains", role: "group", ariaLabel: t("Walk") }, ...this.walks),
      make("div", { className: "grains", role: "group", ariaLabel: t("Granularity") }, ...this.grains),
      make("div", { className: "lessons" }, ...this.lessons),
      make("div", { className: "more" }, ...this.edits,
        this.choices, this.code, this.predict, button("present", t("Present")),
        ...(stage.follow ? [button("follow", t("Follow along"))] : []),
        ...(stage.saving ? [button("save", t("Save"))] : []),
        ...(stage.collect.possible ? [button("collect", t("Add to the lecture"))] : []),
        this.keys))
    this.showKeys(false)
    // A click with the mouse leaves the keys to the stage.
    this.element.addEventListener("mousedown", event => {
      const target = /** @type {Element} */ (event.target)
      if (!target.closest("button")) return
      event.preventDefault()
      if (!stage.root.contains(document.activeElement?.shadowRoot?.activeElement ??
        document.activeElement)) stage.root.focus({ preventScroll: true })
    })
  }

  dress({ can = [], outputs, stops, grains }, readonly, { course, choices, program, predict, tour }) {
    this.choices.hidden = !choices.offers
    this.code.hidden = !program.offered
    this.tour.hidden = !tour.possible
    this.predict.hidden = !predict.possible
    this.predict.ariaPressed = predict.wanted
    this.code.ariaPressed = program.on
    this.grains.forEach((grain, index) => {
      grain.hidden = !stops[grain.value]
      grain.textContent = grains[grain.value]
      grain.title = t("Step by {unit} ({key})", { unit: grain.textContent, key: index + 1 })
    })
    this.walk.hidden = outputs === 1
    for (const [index, button] of this.lessons.entries()) {
      const [name, place] = [button.ariaLabel, course.beside(2 * index - 1)]
      button.hidden = !course.lessons.length
      button.disabled = !place
      button.title = place ? `${name}: ${place.title}` : name
    }
    for (const button of this.edits) {
      button.hidden = readonly
      button.disabled = !can.includes(button.value)
    }
  }

  showKeys(on) {
    this.help.hidden = !on
    this.keys.ariaExpanded = on
    this.letters.refresh()
  }

  show(step, steps, granularity, walk) {
    this.scrubber.max = String(steps - 1)
    this.scrubber.value = step
    this.scrubber.ariaValueText = t("{step} of {steps}", { step, steps: steps - 1 })
    this.scrubber.style.setProperty("--done", `${100 * step / (steps - 1)}%`)
    this.counter.textContent = `${step} / ${steps - 1}`
    for (const grain of this.grains) grain.ariaPressed = grain.value === granularity
    for (const button of this.walks) button.ariaPressed = button.value === walk
  }

  showSpeed(index, speed) {
    this.speed.value = index
    this.speed.ariaValueText = this.pace.textContent = `${speed}×`
  }

  playing(on) {
    this.counter.ariaLive = on ? "off" : "polite"
    dress(this.play, ...(on ? ["pause", t("Pause")] : ["play", t("Play")]))
  }
}

function dress(button, icon, name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("aria-hidden", "true")
  svg.innerHTML = `<path fill-rule="evenodd" d="${ICONS[icon]}"/>`
  button.ariaLabel = button.title = name
  button.replaceChildren(svg)
  return button
}
