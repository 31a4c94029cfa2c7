import { all } from "./dom.js"

// What stands for the same product as an element: a cell marks its term, a term its cells, and a border
// what it copies. It has the same phase.

/**
 * @param {any} element a term, a cell or another slot
 * @param {{ phases: string[][], products: Set<number>, channel: string, slots: any[], lines: Element[] }} shown
 *   names of the cells of each phase, the phases that are products, the output channel, what is written,
 *   and where the equation stands
 * @returns {any[]}
 */
export function sameProduct(element, { phases, products, channel, slots, lines }) {
  const { mark, cell, slot, phase, from } = element.dataset
  const used = phases.flatMap((names, n) => products.has(n + 1) && names.includes(cell) ? [n + 1] : [])
  const factor = element.classList.contains("factor")
  const own = mark ? [mark] : used.length ? used : factor ? [phase] : [slot ?? cell]
  const keys = from ? [...own, from] : own
  return keys.flatMap(key => {
    const terms = lines.flatMap(line => all(line, `[data-mark="${key}"]`))
    const cells = slots.filter(({ name, phase: own, outputs, factor }) =>
      name === key || phases[key - 1]?.includes(name) || (factor && own === +key &&
        (!outputs || outputs.includes(channel))))
    return [...terms, ...cells.map(each => each.element)]
  })
}
