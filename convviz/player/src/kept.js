// What the browser keeps for a visitor, under one name. Storage may be forbidden or full: then it is
// there for as long as the page is open, for all scripts of it.

const memory = globalThis.convvizKept ??= {}

export class Kept {
  // area: "localStorage" for good, "sessionStorage" for this tab.
  constructor(area, name) {
    this.area = area
    this.name = name
  }

  // The value, null if there is none or it can't be read.
  read() {
    if (this.name in memory) return memory[this.name]
    try { return JSON.parse(globalThis[this.area].getItem(this.name)) } catch { return null }
  }

  // Whether it will be there after the page.
  write(value) {
    try {
      globalThis[this.area].setItem(this.name, JSON.stringify(value))
      delete memory[this.name]
      return true
    } catch {
      memory[this.name] = value
      return false
    }
  }

  remove() {
    delete memory[this.name]
    try { globalThis[this.area].removeItem(this.name) } catch { /* it was only in memory */ }
  }
}
