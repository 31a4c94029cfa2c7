// The controls under the picture, and the list of keys.

const ICONS = {
  "First step": "M5 5h2v14H5zM20 5v14L9 12z",
  "Previous step": "M17 5v14L6 12z",
  Play: "M7 4v16l13-8z",
  Pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  "Next step": "M7 5v14l11-7z",
  "Last step": "M17 5h2v14h-2zM4 5v14l11-7z",
  Undo: "M9 7V3L3 9l6 6v-4h5a4 4 0 0 1 0 8H8v2h6a6 6 0 0 0 0-14z",
  Redo: "M15 7V3l6 6-6 6v-4h-5a4 4 0 0 0 0 8h6v2h-6a6 6 0 0 1 0-14z",
  Reset: "M12 5V1L7 6l5 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
  Present: "M4 9V4h5v2H6v3zM15 4h5v5h-2V6h-3zM4 15h2v3h3v2H4zM18 15h2v5h-5v-2h3z",
  Keys: "M3 6h18v12H3zM5 8v2h2V8zm4 0v2h2V8zm4 0v2h2V8zm4 0v2h2V8zM7 13v2h10v-2z",
}

const WALK_NAMES = {
  all: ["all", "Go through all output numbers"],
  output: ["one map", "Stay on one output channel"],
  window: ["one place", "Stay at one place, under every kernel"],
}

const KEYS = [
  ["→  PageDown  Space  N", "next step"],
  ["←  PageUp  P", "previous step"],
  ["Home  End", "first, last step"],
  ["1  2  3", "step by product, channel, window"],
  ["K", "play, pause"],
  ["+  −", "faster, slower"],
  ["Enter  F2  a digit", "edit the selected cell"],
  ["arrows  Tab  Esc", "in the cells: move, commit and go on, leave"],
  ["Ctrl+Z  Ctrl+Shift+Z", "undo, redo"],
  ["F", "present; Esc ends"],
  ["B  .", "blank the screen; any key brings it back"],
  ["?", "this list"],
]

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

export class Bar {
  constructor(stage, granularities, walks, speeds) {
    const button = (name, onclick) => dress(make("button", { type: "button", onclick }), name)
    this.play = button("Play", () => stage.toggle())
    this.edits = ["Undo", "Redo", "Reset"].map(name =>
      button(name, () => stage.editor.send({ op: name.toLowerCase() })))
    this.scrubber = make("input", { type: "range", min: 0, ariaLabel: "Step",
      oninput: () => stage.go(+this.scrubber.value) })
    this.counter = make("output")
    // No list: an open one would swallow the keys of a clicker.
    this.pace = make("output", { className: "pace" })
    this.speed = make("input", { type: "range", className: "speed", ariaLabel: "Speed", min: 0,
      max: speeds.length - 1, oninput: () => stage.setSpeed(speeds[this.speed.value]) })
    this.grains = granularities.map(name => make("button", { type: "button", value: name,
      onclick: () => stage.setGranularity(name) }))
    this.walks = walks.map(name => make("button", { type: "button", value: name,
      title: WALK_NAMES[name][1], onclick: () => stage.setWalk(name) }, WALK_NAMES[name][0]))
    this.help = make("dl", { className: "help", hidden: true },
      ...KEYS.flatMap(([keys, does]) => [make("dt", {}, keys), make("dd", {}, does)]))
    this.element = make("div", { className: "bar" },
      make("div", { className: "steps" },
        button("First step", () => stage.go(0)),
        button("Previous step", () => stage.go(stage.step - 1)), this.play,
        button("Next step", () => stage.go(stage.step + 1)),
        button("Last step", () => stage.go(stage.steps - 1))),
      make("div", { className: "track" }, this.scrubber, this.counter, this.speed, this.pace),
      this.walk = make("div", { className: "grains", role: "group", ariaLabel: "Walk" }, ...this.walks),
      make("div", { className: "grains", role: "group", ariaLabel: "Granularity" }, ...this.grains),
      make("div", { className: "more" }, ...this.edits,
        button("Present", () => stage.present(!stage.presenting)),
        button("Keys", () => { this.help.hidden = !this.help.hidden })))
    // A click with the mouse leaves the keys to the stage.
    this.element.addEventListener("mousedown", event => {
      if (!event.target.closest("button")) return
      event.preventDefault()
      if (!stage.root.contains(document.activeElement?.shadowRoot?.activeElement ??
        document.activeElement)) stage.root.focus({ preventScroll: true })
    })
  }

  dress({ can = [], inputs, stops, grains = {} }, readonly) {
    this.grains.forEach((grain, index) => {
      grain.hidden = !stops[grain.value]
      grain.textContent = grains[grain.value] ?? grain.value
      grain.title = `Step by ${grain.textContent} (${index + 1})`
    })
    this.walk.hidden = inputs.length === 1
    for (const button of this.edits) {
      button.hidden = readonly
      button.disabled = !can.includes(button.ariaLabel)
    }
  }

  show(step, steps, granularity, walk) {
    this.scrubber.max = steps - 1
    this.scrubber.value = step
    this.scrubber.style.setProperty("--done", `${100 * step / Math.max(1, steps - 1)}%`)
    this.counter.textContent = `${step + 1} / ${steps}`
    for (const grain of this.grains) grain.ariaPressed = grain.value === granularity
    for (const button of this.walks) button.ariaPressed = button.value === walk
  }

  showSpeed(index, speed) {
    this.speed.value = index
    this.speed.ariaValueText = this.pace.textContent = `${speed}×`
  }

  playing(on) {
    dress(this.play, on ? "Pause" : "Play")
  }
}

function dress(button, name) {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  icon.setAttribute("viewBox", "0 0 24 24")
  icon.setAttribute("aria-hidden", "true")
  icon.innerHTML = `<path fill-rule="evenodd" d="${ICONS[name]}"/>`
  button.ariaLabel = button.title = name
  button.replaceChildren(icon)
  return button
}
