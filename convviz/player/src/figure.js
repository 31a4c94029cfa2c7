// A Plotly figure in the colours of the page. Where it has outlines, the current window and output
// cell of the stage are marked in it at every step, in the browser alone; and of what is calculated
// it shows what the stage has come by.

const FILLED = 0.95 // of the box, at first

const POINTS = ["text", "x", "y", "z", "customdata"] // what a number in a cell is made of

let loading

function plotly(url) {
  loading ??= new Promise((done, fail) => {
    const script = document.createElement("script")
    script.src = new URL(url, document.baseURI).href
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

// Lengths of the axes with which a stack fills its box: without perspective, one is half the height.
function aspect({ scene, meta, height }, box) {
  const [wide, high] = meta.size
  const unit = FILLED * Math.min(box.clientWidth / wide, height / high) / (height / 2)
  const length = ({ range: [from, to] }) => unit * (to - from)
  return { x: length(scene.xaxis), y: length(scene.yaxis), z: length(scene.zaxis) }
}

// An edit or a step leaves the view as it was turned, also where it still coasts: what Plotly keeps of
// it is where it was when the drag ended.
function turned(box, layout) {
  const scene = box._fullLayout?.scene?._scene
  if (scene && layout.scene) layout.scene.camera = scene.getCamera()
  return layout
}

// A trace as far as its cells are reached: the others have no colour and no number.
function sofar(trace, reached, hollow) {
  const cells = trace.meta?.cells
  if (!cells) return trace
  const there = cells.map(name => reached?.(name) ?? false)
  if (trace.facecolor) // two triangles a cell
    return { ...trace, facecolor: trace.facecolor.map((colour, n) => there[n % cells.length] ? colour : hollow) }
  const kept = POINTS.map(name => [name, [...trace[name]].filter((_, n) => there[n])])
  // Drawn anew each time: numbers that join others would be small.
  return { ...trace, ...Object.fromEntries(kept), uid: [...cells[0].split(" "), ...there.map(Number)].join("-") }
}

export default async function figure({ data, parentElement }) {
  let box = parentElement.querySelector(".convviz-figure")
  if (!box) {
    box = document.createElement("div")
    box.className = "convviz-figure"
    box.setAttribute("role", "img")
    parentElement.append(box)
    box.listen = () => { // once a frame, after the step itself is done
      cancelAnimationFrame(box.frame)
      box.frame = requestAnimationFrame(() => globalThis.convvizStep && box.mark?.(globalThis.convvizStep))
    }
    addEventListener("convviz:step", box.listen)
  }
  box.setAttribute("aria-label", data.alt)
  const Plotly = await plotly(data.plotly)
  const { data: traces, layout } = data.figure
  const first = !box.data
  turned(box, layout)
  if (layout.meta?.size) layout.scene.aspectratio = box.aspect ?? aspect(layout, box)
  const hollow = getComputedStyle(box).getPropertyValue("--st-secondary-background-color").trim() || "#eee"
  const outlined = name => data.outlines?.[name]
  /** @param {Partial<Step>} step */
  const drawn = ({ names = [], reached } = {}) => {
    const shown = traces.map(trace => sofar(trace, reached, hollow))
    if (!data.outlines) return shown
    const paths = names.filter(outlined).map(outlined)
    const [x, y, z] = [0, 1, 2].map(axis => paths.flatMap(path => [...path[axis], null]))
    return [...shown.slice(0, -1), { ...shown.at(-1), x, y, z }]
  }
  const options = { displayModeBar: false, responsive: true }
  await Plotly.react(box, drawn(), { ...layout, template: theme(box), autosize: true }, options)
  if (first) box.on("plotly_relayout", change => {
    box.aspect = change["scene.aspectratio"] ?? box.aspect // so far as a wheel has enlarged it
  })
  if (data.outlines) {
    box.mark = step => {
      box.dataset.marked = step.names.filter(outlined).join(", ")
      Plotly.react(box, drawn(step), turned(box, box.layout), options)
    }
    if (globalThis.convvizStep) box.mark(globalThis.convvizStep)
  }
  return () => {
    if (parentElement.isConnected) return // newer data overtook these: the figure stays for them
    removeEventListener("convviz:step", box.listen)
    cancelAnimationFrame(box.frame)
    Plotly.purge(box)
    box.remove()
  }
}
