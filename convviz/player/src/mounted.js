// What stands in an element of the page, for as long as that is in the document. Streamlit cleans up
// after every call, also after one that newer data overtook, and that may come before the newer call
// begins: what is shown, with all that someone is typing in it, must stay for that one. A view that
// says it is `left`, because the browser went to another page, does not.
export function mounted(Kind) {
  const shown = new WeakMap()
  return (parent, update) => {
    let view = shown.get(parent)
    if (view?.left) {
      view.remove()
      view = null
    }
    view ??= new Kind(parent)
    shown.set(parent, view)
    update(view)
    return () => {
      if (parent.isConnected || shown.get(parent) !== view) return
      shown.delete(parent)
      view.remove()
    }
  }
}
