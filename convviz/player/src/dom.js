// Elements of the page: made, and found.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

/**
 * The elements within another one that a selector finds.
 * @param {ParentNode} within
 * @param {string} selector
 * @returns {any[]}
 */
export const all = (within, selector) => [...within.querySelectorAll(selector)]

/**
 * The element that has the focus in the part of the page that another one stands in.
 * @param {Node} element
 * @returns {any}
 */
export const focusedIn = element => /** @type {Document | ShadowRoot} */ (element.getRootNode()).activeElement

export const SVG = "http://www.w3.org/2000/svg"

/**
 * Give an element an attribute or take it away, where that is not so yet; the item that has the element
 * notes it.
 * @param {any} item
 * @param {string} attribute
 * @param {boolean} on
 */
export function toggle(item, attribute, on) {
  if (Boolean(item[attribute]) === on) return
  item[attribute] = on
  item.element.toggleAttribute(attribute, on)
}

/**
 * What is scrolled when the page around an element is.
 * @param {any} element
 * @returns {any}
 */
export function scroller(element) {
  let host = element.getRootNode().host ?? element.parentElement
  while (host && !/auto|scroll/.test(getComputedStyle(host).overflowY)) host = host.parentElement
  return host
}
