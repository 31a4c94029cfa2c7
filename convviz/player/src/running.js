// Whether Python runs for this page just now, as Streamlit says of itself. What is sent while the whole
// page runs makes Streamlit lose the stage that this run has just drawn: it is put anew, and flickers.

export const OFTEN = 20 // ms between two looks

const NAMES = ["running", "rerunRequested"]

export const running = () =>
  NAMES.includes(document.querySelector("[data-test-script-state]")?.getAttribute("data-test-script-state"))
