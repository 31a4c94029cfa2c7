const MOST_LINES = 2
const FIRST = 24 // products that are tried of a line of which nothing is known
const fitted = new WeakMap() // how many products of a line were kept last

// Put tokens into a line of prose of at most two lines: products far from the one that came last give
// way to "…". What remains is as much as fits, with what is said beside it. A step may have hundreds
// of products: all of them together are tried only where they may fit.
export function shorten(line, tokens, upto) {
  const prose = line.parentElement
  const products = tokens.filter(isProduct)
  const last = products.findLastIndex(span => +span.dataset.mark <= upto)
  const far = new Map(products.map((span, index) => [span, Math.abs(index - last)]))
  const put = kept => line.replaceChildren(...(kept === products.length ? tokens
    : shortened(tokens, span => far.get(span) >= kept)))
  if (!products.length) {
    put(0)
    if (!inLines(prose)) prose.lastElementChild.hidden = true // what is said beside it
    return
  }
  let [least, most] = [0, products.length + 1] // how many products are kept: so many fit, so many do not
  let kept = Math.min(products.length, fitted.get(line) ?? FIRST) // about as many as at the step before
  let stride = 1
  while (most - least > 1) {
    put(kept)
    if (inLines(prose)) least = kept
    else most = kept
    kept = least === kept ? kept + stride : kept - stride
    stride *= 2
    if (kept <= least || kept >= most) kept = (least + most) >> 1
  }
  fitted.set(line, least)
  put(least)
}

// Tokens of which some products are left out; one "…" stands for those between two that stay.
function shortened(tokens, out) {
  const kept = []
  let sign = null // what joins a product to the one before
  let dots = false
  for (const token of tokens) {
    const text = token.textContent.trim()
    if (!isProduct(token)) {
      if (/^[+,]$/.test(text)) {
        sign = token
        continue
      }
      if (sign) kept.push(sign)
      sign = null
      dots = false
      kept.push(token)
    } else if (!out(token) || !dots) {
      if (sign) kept.push(sign)
      sign = null
      dots = out(token)
      kept.push(dots ? Object.assign(token.cloneNode(), { textContent: "…" }) : token)
    } else sign = null
  }
  if (sign) kept.push(sign)
  for (const token of kept) if (token.textContent === "…") delete token.dataset.mark
  return kept
}

const isProduct = ({ dataset }) => /^\d+$/.test(dataset.mark)

function inLines(prose) {
  return prose.scrollHeight <= (MOST_LINES + .3) * parseFloat(getComputedStyle(prose).lineHeight)
}
