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
