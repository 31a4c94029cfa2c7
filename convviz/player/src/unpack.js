import { all } from "./dom.js"
import { inflate } from "./inflate.js"

// The end of a page that stands packed in its file: PACKED, which is put before this by `packed` in
// convviz/player/__init__.py.

const bytes = inflate(Uint8Array.from(atob(PACKED), letter => letter.charCodeAt(0)))
const end = document.createRange().createContextualFragment(new TextDecoder().decode(bytes))
for (const script of all(document, "script")) script.remove()
document.body.append(end)
