// The light or the dark theme of a page without Streamlit: the visitor's choice, kept for all pages, else
// what the system says.

const CHOSEN_DARK = "convviz-dark"

// button: turns the theme, and says in `data-light` and `data-dark` to which; changed: called after that.
export function scheme(button, changed) {
  const system = matchMedia("(prefers-color-scheme: dark)")
  let chosen = null // where storage is forbidden
  const isDark = () => {
    try { return JSON.parse(localStorage.getItem(CHOSEN_DARK)) ?? system.matches } catch { return chosen ?? system.matches }
  }
  const dye = () => {
    const dark = isDark()
    document.documentElement.dataset.theme = dark ? "dark" : "light"
    button.title = button.ariaLabel = dark ? button.dataset.light : button.dataset.dark
  }
  const turn = () => {
    const dark = !isDark()
    chosen = dark
    try { localStorage.setItem(CHOSEN_DARK, JSON.stringify(dark === system.matches ? null : dark)) } catch { /* then for this page */ }
    dye()
    changed()
  }
  button.onclick = turn
  system.addEventListener("change", () => {
    dye()
    changed()
  })
  dye()
}
