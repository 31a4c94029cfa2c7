import { all } from "./dom.js"

// The end of a page that stands packed in its file: PACKED, which is put before this by `packed` in
// convviz/player/__init__.py.

async function unpack() {
  const bytes = Uint8Array.from(atob(PACKED), letter => letter.charCodeAt(0))
  const packed = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))
  const end = document.createRange().createContextualFragment(await new Response(packed).text())
  for (const script of all(document, "script")) script.remove()
  document.body.append(end)
}

void unpack()
