import { t } from "./words.js"

// Keys of one character can be switched off, for those who dictate or whose hands shake. The
// choice holds for all pages; the keys that edit a selected cell and Space are not among them.

const LETTERS = "convviz-letters"
let kept = "on" // where storage is forbidden

export function lettersOn() {
  try { return (localStorage.getItem(LETTERS) ?? kept) === "on" } catch { return kept === "on" }
}

export class LetterSwitch {
  constructor() {
    this.box = document.createElement("input")
    this.box.type = "checkbox"
    this.box.onchange = () => {
      kept = this.box.checked ? "on" : "off"
      try { localStorage.setItem(LETTERS, kept) } catch { /* then for as long as the page is open */ }
    }
    this.element = document.createElement("label")
    this.element.append(this.box, t("Single-letter keys"))
  }

  refresh() { this.box.checked = lettersOn() } // another page may have switched
}
