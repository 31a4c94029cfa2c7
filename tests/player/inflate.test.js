import { inflate } from "../../convviz/player/src/inflate.js"

// zlib's own packing of bytes, with or without repetition.
async function packed(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

function same(one, other) {
  if (one.length !== other.length || one.some((byte, place) => byte !== other[place])) throw new Error("they differ")
}

const random = length => crypto.getRandomValues(new Uint8Array(length))

Deno.test("what was packed comes back", async () => {
  for (const length of [0, 1, 2, 9, 300, 5000, 65_536]) // of random bytes nothing is packed, the longest in two blocks
    for (const bytes of [random(length), random(length).map(byte => byte & 3), new Uint8Array(length)])
      same(inflate(await packed(bytes)), bytes)
})

Deno.test("repeated far back, in every length and distance", async () => {
  const bytes = random(32_768)
  const parts = []
  for (let n = 0; n < 400; n++) {
    const start = Math.floor(Math.random() ** 2 * bytes.length)
    parts.push(...bytes.subarray(start, start + 3 + n % 260))
  }
  const whole = Uint8Array.from([...bytes, ...parts])
  same(inflate(await packed(whole)), whole)
})

Deno.test("a damaged file ends", async () => {
  const bytes = await packed(random(2000).map(byte => byte & 7))
  for (let n = 0; n < 200; n++) {
    const broken = bytes.slice()
    broken[n % 40] ^= 1 << n % 8
    try { inflate(broken) } catch { /* most can't be read */ }
  }
})
