import { all } from "./dom.js"
import player from "./player.js"

// A page of its own, without a server: it plays what it holds.

const told = document.querySelector("script[type='application/json']")
const data = JSON.parse(told.textContent)
for (const script of all(document, "script")) script.remove() // numbers that are not reached yet are nowhere in the document
player({ data, parentElement: document.querySelector("main") })
