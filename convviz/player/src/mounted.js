// A view that was made before the page around it, the element of that page which waits for it, and what
// takes it away where it is none of that page.
export const early = { view: null, home: null, leave() {} }

export const EARLY = "early" // the place of such a view: where it went by itself, it stays

// What stands in an element of the page, for as long as that is in the document. Streamlit cleans up
// after every call, also after one that newer data overtook, and that may come before the newer call
// begins: what is shown, with all that someone is typing in it, must stay for that one. A view that
// says it is `left`, because the browser went to another page, does not.
export function mounted(Kind) {
  const shown = new WeakMap()
  const show = (parent, update) => {
    let view = shown.get(parent)
    if (view?.left) {
      view.remove()
      view = null
    }
    view ??= awaited(parent) ?? new Kind(parent)
    shown.set(parent, view)
    update(view)
    return () => {
      if (parent.isConnected || shown.get(parent) !== view) return
      shown.delete(parent)
      if (view !== early.view) view.remove()
    }
  }
  // What is made now waits for the element of the page that comes.
  show.early = (parent, update) => {
    early.view = new Kind(parent)
    update(early.view)
    return early.view
  }
  return show
}

function awaited(parent) {
  if (early.view?.left) early.leave()
  if (early.view) early.home = parent
  return early.view
}
