// What zlib packed without a header (RFC 1951), as bytes. A browser's own DecompressionStream gives it
// later: a page would be loaded, and hear no keys, before its stage is there.

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] // of the lengths of lengths
const LENGTHS = ranges(3, [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5])
LENGTHS.push([258, 0])
const DISTANCES = ranges(1, [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13])
const FIXED = [8, 9, 7, 8].flatMap((length, part) => Array([144, 112, 24, 8][part]).fill(length))
const END = 256
const DAMAGED = "The page is damaged: part of its file is missing or was changed."

// What each symbol stands for: the least number, and the bits of what is added to it.
function ranges(least, extras) {
  return extras.map(extra => [least, extra, least += 1 << extra].slice(0, 2))
}

// The symbols in the order of their codes, and how many codes there are of each length.
function codeOf(lengths) {
  const counts = Array(16).fill(0)
  for (const length of lengths) if (length) counts[length]++
  const symbols = [...lengths.keys()].filter(symbol => lengths[symbol]).sort((a, b) => lengths[a] - lengths[b])
  return { counts, symbols }
}

/** @param {Uint8Array} packed */
export function inflate(packed) {
  let at = 0 // in bits
  const bit = () => {
    if (at >> 3 >= packed.length) throw new RangeError(DAMAGED)
    return packed[at >> 3] >> (at++ & 7) & 1
  }
  const bits = count => {
    let number = 0
    for (let place = 0; place < count; place++) number |= bit() << place
    return number
  }
  const symbol = ({ counts, symbols }) => {
    for (let length = 1, code = 0, first = 0, index = 0; length < 16; length++) {
      code |= bit()
      const count = counts[length]
      if (code - first < count) return symbols[index + code - first]
      index += count
      first = first + count << 1
      code <<= 1
    }
    throw new RangeError(DAMAGED)
  }
  const range = ([least, more]) => least + bits(more)

  const out = []
  const store = () => {
    at = at + 7 & ~7
    const length = bits(16)
    at += 16 // the same, inverted
    for (let n = 0; n < length; n++) out.push(bits(8))
  }
  const expand = (literals, distances) => {
    for (let next; (next = symbol(literals)) !== END;) {
      if (next < END) out.push(next)
      else {
        const length = range(LENGTHS[next - END - 1])
        const back = range(DISTANCES[symbol(distances)])
        for (let n = 0; n < length; n++) out.push(out[out.length - back])
      }
    }
  }
  const codes = () => {
    const [literals, distances, count] = [bits(5) + 257, bits(5) + 1, bits(4) + 4]
    const given = Array(19).fill(0)
    for (const place of ORDER.slice(0, count)) given[place] = bits(3)
    const table = codeOf(given)
    const lengths = []
    while (lengths.length < literals + distances) {
      const next = symbol(table)
      if (next < 16) lengths.push(next)
      else {
        const [length, least, more] = [[lengths.at(-1), 3, 2], [0, 3, 3], [0, 11, 7]][next - 16]
        lengths.push(...Array(range([least, more])).fill(length))
      }
    }
    return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))]
  }

  for (let last = 0; !last;) {
    last = bit()
    const kind = bits(2)
    if (!kind) store()
    else if (kind === 1) expand(codeOf(FIXED), codeOf(Array(30).fill(5)))
    else expand(...codes())
  }
  return Uint8Array.from(out)
}
