// What the player says, in the language of its data: Python sends the words that differ from these.

let words = {}

export function speak(told) {
  words = told
}

export const t = (message, values = {}) =>
  (words[message] ?? message).replace(/\{(\w+)\}/g, (_, name) => values[name])
