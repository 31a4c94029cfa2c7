// A Plotly figure in the colours of the page. Where it has outlines, the current window and output
// cell of the stage are marked in it at every step, in the browser alone.

let loading

function plotly(url) {
  loading ??= new Promise((done, fail) => {
    const script = document.createElement("script")
    script.src = new URL(url, document.baseURI)
    script.onload = () => done(globalThis.Plotly)
    script.onerror = () => fail(new Error("The figure could not be loaded."))
    document.head.append(script)
  })
  return loading
}

// What a figure leaves open: Streamlit says the colours of its theme.
function theme(box) {
  const style = getComputedStyle(box)
  const of = name => style.getPropertyValue(`--st-${name}`).trim() || undefined
  const axis = { gridcolor: of("border-color"), linecolor: of("border-color"), zeroline: false }
  return { layout: {
    font: { color: of("text-color"), family: of("font"), size: 13 }, colorway: [of("primary-color")],
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", xaxis: axis, yaxis: axis,
  } }
}

export default async function figure({ data, parentElement }) {
  let box = parentElement.querySelector(".convviz-figure")
  if (!box) {
    box = document.createElement("div")
    box.className = "convviz-figure"
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
  await Plotly.react(box, traces, { ...layout, template: theme(box), autosize: true },
    { displayModeBar: false, responsive: true })
  if (first) box.on("plotly_relayout", change => { box.camera = change["scene.camera"] ?? box.camera })
  if (data.outlines) {
    const current = traces.length - 1
    box.mark = names => {
      const paths = names.flatMap(name => data.outlines[name] ? [data.outlines[name]] : [])
      const line = axis => paths.flatMap(path => [...path[axis], null])
      box.dataset.marked = names.filter(name => data.outlines[name]).join(", ")
      Plotly.restyle(box, { x: [line(0)], y: [line(1)], z: [line(2)] }, [current])
    }
    if (globalThis.convvizStep) box.mark(globalThis.convvizStep)
  }
  return () => {
    removeEventListener("convviz:step", box.listen)
    Plotly.purge(box)
    box.remove()
  }
}
