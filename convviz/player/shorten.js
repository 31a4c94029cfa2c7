const MOST_LINES = 2

// Shorten a line of prose that wraps into more than two: products far from the one that came last
// give way to "…". What remains is as much as fits, with what is said beside it.
export function shorten(line, upto) {
  const prose = line.parentElement
  const whole = [...line.childNodes]
  if (inLines(prose)) return
  const products = whole.filter(isProduct)
  if (!products.length) return void (prose.lastElementChild.hidden = true) // what is said beside it
  const last = products.findLastIndex(span => +span.dataset.mark <= upto)
  const far = new Map(products.map((span, index) => [span, Math.abs(index - last)]))
  let [least, most] = [0, products.length] // how many products are kept: so many fit, so many do not
  while (most - least > 1) {
    const kept = (least + most) >> 1
    line.replaceChildren(...shortened(whole, span => far.get(span) >= kept))
    if (inLines(prose)) least = kept
    else most = kept
  }
  line.replaceChildren(...shortened(whole, span => far.get(span) >= least))
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
