// Whether the page around an element is dark: Streamlit says its colour, other pages follow the system.
export function isDark(root) {
  const colour = getComputedStyle(root).getPropertyValue("--st-background-color").trim()
  if (!colour) return matchMedia("(prefers-color-scheme: dark)").matches
  const probe = document.createElement("i")
  probe.style.color = colour
  root.append(probe)
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number)
  probe.remove()
  return red + green + blue < 384
}
