import player from "./player.js"

// The player in a frame of a notebook, which stands between it and Python: neither styles the other,
// and neither takes the other's keys.

const tell = (kind, value) => parent.postMessage({ convviz: { kind, value } }, "*")

addEventListener("message", ({ source, data }) => {
  if (source !== parent || !data?.convviz) return
  player({ data: data.convviz.data, parentElement: document.querySelector("main"), setTriggerValue: tell })
})
tell("ready")
