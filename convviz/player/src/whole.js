// The whole number of a cell that shows a shorter form of it: beside the cell, while that has the
// focus or is pointed at.
export class Whole {
  constructor(stage) {
    this.stage = stage
    this.element = document.createElement("div")
    Object.assign(this.element, { className: "whole", hidden: true, ariaHidden: true }) // its name says it
    stage.root.append(this.element)
    for (const [on, off] of [["focusin", "focusout"], ["pointerover", "pointerout"]]) {
      stage.root.addEventListener(on, event => this.show(event.target))
      stage.root.addEventListener(off, () => this.show(stage.root.getRootNode().activeElement))
    }
  }

  show(target) {
    const cell = target?.closest?.("[data-cell], .chip[data-slot], .cell[data-slot]")
    const slot = cell && this.stage.picture.slots?.get(cell.dataset.cell ?? cell.dataset.slot)
    const short = slot && cell.querySelector("text")?.textContent // a line of text is whole
    this.element.hidden = !short || short === slot.full
    if (this.element.hidden) return
    this.element.textContent = slot.full
    const [box, home] = [cell, this.stage.root].map(element => element.getBoundingClientRect())
    const { offsetWidth: width, offsetHeight: height } = this.element
    const left = Math.max(0, Math.min(box.left - home.left + (box.width - width) / 2, home.width - width))
    const over = box.top - home.top - height - 6
    this.element.style.left = `${left}px`
    this.element.style.top = `${over < 0 ? box.bottom - home.top + 6 : over}px`
  }
}
