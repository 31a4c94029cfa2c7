const NARROW = 672 // px: a frame narrower than this shows one channel after another
const AROUND = { wide: 190, narrow: 400 } // px of a frame beside the picture: bar, equation, margins

// The view of a widget in a notebook: a frame for the player, and messages between it and Python.
// PAGE, the page in the frame, is put before this by `widget_js` in convviz/player/__init__.py.

/** @param {{ model: any, el: HTMLElement }} widget */
function render({ model, el }) {
  const frame = document.createElement("iframe")
  frame.title = "convviz"
  frame.allow = "fullscreen; clipboard-write"
  frame.style.cssText = "display: block; width: 100%; height: 0; border: 0"
  let sizes = null
  const fit = () => {
    if (!sizes || !el.clientWidth) return
    const stand = el.clientWidth < NARROW ? "narrow" : "wide"
    const [wide, high] = sizes[stand]
    const scale = el.clientWidth / wide
    frame.style.height = `${Math.round(high * (stand === "wide" ? Math.min(1, scale) : scale) + AROUND[stand])}px`
  }
  const resizing = new ResizeObserver(fit)
  const told = message => {
    if (!message?.data) return
    sizes = message.data.sizes
    fit()
    frame.contentWindow?.postMessage({ convviz: message }, "*")
  }
  const heard = ({ source, data }) => {
    if (source === frame.contentWindow && data?.convviz) model.send(data.convviz)
  }
  addEventListener("message", heard)
  model.on("msg:custom", told)
  frame.srcdoc = PAGE
  el.append(frame)
  resizing.observe(el)
  return () => {
    resizing.disconnect()
    removeEventListener("message", heard)
    model.off("msg:custom", told)
    frame.remove()
  }
}

export default { render }
