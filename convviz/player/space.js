// A Plotly figure that turns, beside the stage: the current window and output cell are marked in it
// at every step of the stage, in the browser alone.

let loading

function plotly(url) {
  loading ??= new Promise((done, fail) => {
    const script = document.createElement("script")
    script.src = new URL(url, document.baseURI)
    script.onload = () => done(globalThis.Plotly)
    script.onerror = () => fail(new Error("The three-dimensional view could not be loaded."))
    document.head.append(script)
  })
  return loading
}

export default async function space({ data, parentElement }) {
  let box = parentElement.querySelector(".convviz-space")
  if (!box) {
    box = document.createElement("div")
    box.className = "convviz-space"
    box.setAttribute("role", "img")
    parentElement.append(box)
    box.listen = event => box.mark?.(event.detail)
    addEventListener("convviz:step", box.listen)
  }
  box.setAttribute("aria-label", data.alt)
  const Plotly = await plotly(data.plotly)
  const { data: traces, layout } = data.figure
  const first = !box.data
  if (box.camera) layout.scene.camera = box.camera // an edit leaves the view as it was turned
  await Plotly.react(box, traces, { ...layout, autosize: true }, { displayModeBar: false, responsive: true })
  if (first) box.on("plotly_relayout", change => { box.camera = change["scene.camera"] ?? box.camera })
  const current = traces.length - 1
  box.mark = ({ names }) => {
    const paths = names.flatMap(name => data.outlines[name] ? [data.outlines[name]] : [])
    const line = axis => paths.flatMap(path => [...path[axis], null])
    box.dataset.marked = names.filter(name => data.outlines[name]).join(", ")
    Plotly.restyle(box, { x: [line(0)], y: [line(1)], z: [line(2)] }, [current])
  }
  if (globalThis.convvizStep) box.mark(globalThis.convvizStep)
  return () => {
    removeEventListener("convviz:step", box.listen)
    Plotly.purge(box)
    box.remove()
  }
}
