"""What is put into every measured page."""

from __future__ import annotations

# Put into every measured page before its own scripts; the policy of the app forbids eval later.
PROBE = """
const shadow = () => [document, ...[...document.querySelectorAll("*")].map(e => e.shadowRoot)]
  .find(root => root?.querySelector("[data-stage]"))
const find = selector => (shadow() ?? document).querySelector(selector)
const look = () => {
  const cell = shadow()?.querySelector("[data-cell]")
  const there = cell ? cell.getBoundingClientRect().width
    : [...document.querySelectorAll("p")].some(p => p.textContent === "ready")
  if (there) window.painted = performance.now()
  else requestAnimationFrame(look)
}
addEventListener("DOMContentLoaded", look)
// When Streamlit's page has the stage, or a place for it; how much has moved by itself until now.
const mounts = () => {
  const there = [...document.querySelectorAll("#root *")]
    .some(e => e.shadowRoot?.querySelector("[data-stage], .convviz-room"))
  if (there) window.mounted = performance.now()
  else requestAnimationFrame(mounts)
}
addEventListener("DOMContentLoaded", mounts)
window.shift = 0
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value
}).observe({ type: "layout-shift", buffered: true })
// From the next Enter to the frame after the text has changed.
window.arm = selector => {
  const before = find(selector).textContent
  window.spent = null
  const listen = event => {
    if (event.key !== "Enter") return
    removeEventListener("keydown", listen, true)
    const start = performance.now()
    const wait = () => requestAnimationFrame(() => {
      if (find(selector).textContent === before) wait()
      else requestAnimationFrame(() => { window.spent = performance.now() - start })
    })
    wait()
  }
  addEventListener("keydown", listen, true)
}
// Script, style and layout of steps, each from its key event to a layout that is done.
window.steps = (count, stage = find("[data-stage]")) => Array.from({ length: count }, () => {
  const key = Number(stage.dataset.step) === stage.dataset.steps - 1 ? "Home" : "PageDown"
  const start = performance.now()
  document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true }))
  stage.getBoundingClientRect()
  stage.querySelector("[data-equation]").getBoundingClientRect()
  return performance.now() - start
})
"""
