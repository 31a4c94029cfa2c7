// Numbers in small tiles: of the forms that Python sends the longest that can still be read.

const READABLE = 11 // px of digits; on a phone, which is held closer:
const HELD = 9
const SQUEEZED = .72 // the narrowest figures, as a share of their usual width
const NARROWED = 2.7 // figures of full size that fill a tile, as in convviz/style.py
const FIGURES = `600 100px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif`
const widths = new Map() // of texts, in em

// How a number stands in a tile: its text, and where digits of the usual size would be too small the
// size and the width of its figures, as a share of the tile's own.
// full: px of digits at full size; wide: px of the tile; held: whether on a phone.
export function readable(forms, { full, wide, held }) {
  if (!forms[0]) return { text: "" }
  const least = held ? HELD : READABLE
  for (const text of forms) {
    if (full * Math.min(1, text.length > 2 ? NARROWED / text.length : 1) >= least) return { text }
    const squeeze = Math.min(1, (wide - 3) / (em(text) * least))
    if (squeeze >= SQUEEZED) return { text, size: least, squeeze }
  }
  return { text: "…" }
}

const canvas = globalThis.document?.createElement("canvas").getContext("2d")

function em(text) {
  if (!widths.has(text)) {
    canvas.font = FIGURES
    widths.set(text, canvas.measureText(text).width / 100)
  }
  return widths.get(text)
}
