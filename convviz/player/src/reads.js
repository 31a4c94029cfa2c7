// What each position takes in: the names of the cells of its phases, as Python packs them, which tells a
// pattern once for all positions that have it.

/** @typedef {{ cells: string[], patterns: (number | number[])[][], reads: number[][] }} Packed */

// Names of the cells that each phase of a position takes in, beside those that are drawn with it.
/** @param {Packed} data @param {number} position @returns {string[][]} */
export function phasesOf({ cells, patterns, reads }, position) {
  if (position < 0) return []
  const [first, pattern] = reads[position]
  return patterns[pattern].map(phase => [phase].flat().map(far => cells[first + far]))
}

// The positions that take in a cell.
/** @param {Packed} data @param {string} name @returns {number[]} */
export function usesOf({ cells, patterns, reads }, name) {
  const [n, taken] = [cells.indexOf(name), patterns.map(phases => new Set(phases.flat()))]
  return n < 0 ? [] : [...reads.keys()].filter(position => {
    const [first, pattern] = reads[position]
    return taken[pattern].has(n - first)
  })
}
