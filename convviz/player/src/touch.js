import { make } from "./dom.js"
import { t } from "./words.js"

// Fingers: a swipe over the picture steps, and a number pad without a minus sign gets one.

const SWIPE = 40 // px sideways; a tap moves less
const LEVEL = 2 // a swipe goes this many times further sideways than up or down
const QUICK = 700 // ms; a finger that rests is no swipe

// A finger that goes to the left turns the page over: next. `css` lets the browser keep the rest,
// scrolling up and down and zooming; a picture that is zoomed or too wide moves sideways itself.
// Gives what settles which of both it is, to be asked again whenever the picture was fitted.
export function swipes(stage, signal) {
  const { svg, prose } = stage.picture
  const still = () => (visualViewport?.scale ?? 1) < 1.01 && stage.root.scrollWidth <= stage.root.clientWidth
  const allow = () => stage.root.classList.toggle("moves", !still())
  let start = null
  const down = event => {
    const alone = event.pointerType === "touch" && event.isPrimary && still() && !stage.editor.input
    start = alone ? event : null
  }
  const up = event => {
    if (event.pointerId !== start?.pointerId) return
    const [right, lower] = [event.clientX - start.clientX, event.clientY - start.clientY]
    const quick = event.timeStamp - start.timeStamp < QUICK
    start = null
    if (quick && Math.abs(right) >= SWIPE && Math.abs(right) > LEVEL * Math.abs(lower))
      stage.go(stage.step - Math.sign(right))
  }
  for (const part of [svg, prose]) {
    part.addEventListener("pointerdown", down)
    part.addEventListener("pointerup", up)
    part.addEventListener("pointercancel", () => { start = null })
  }
  // A second finger: no swipe, whatever the first one does.
  stage.root.addEventListener("touchstart", event => { if (event.touches.length > 1) start = null },
    { passive: true })
  visualViewport?.addEventListener("resize", allow, { signal })
  return allow
}

export const touched = () => matchMedia("(pointer: coarse)").matches

// The pads of iOS and of many Androids have no minus sign: this turns the sign of an open field,
// which keeps the keyboard and what is selected.
export function signButton(input) {
  const flip = () => {
    const all = input.selectionStart === 0 && input.selectionEnd === input.value.length
    const figures = input.value.replace(/^\s*[-−]/, "")
    input.value = figures === input.value ? `-${figures}` : figures
    const end = input.value.length
    input.setSelectionRange(all ? end - figures.length : end, end)
  }
  return make("button", { type: "button", className: "sign-button", textContent: "±",
    ariaLabel: t("Turn the sign"), title: t("Turn the sign"), onclick: flip,
    // The field would lose the focus, and close.
    onpointerdown: event => event.preventDefault(), onmousedown: event => event.preventDefault() })
}
