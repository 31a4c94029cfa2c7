// A document's text stands in one part of an address as it is, in several as a query: what these parts
// say of a text, and the text that parts say.

export const partsOf = (names, text) => names.length === 1 ? { [names[0]]: text }
  : Object.fromEntries([...new URLSearchParams(text)].filter(([name]) => names.includes(name)))

export const textOf = (names, params) => names.length === 1 ? params.get(names[0]) ?? ""
  : `${new URLSearchParams(names.filter(name => params.has(name)).map(name => [name, params.get(name)]))}`

export const alike = (one, other) => `${new URLSearchParams(one)}` === `${new URLSearchParams(other)}`
