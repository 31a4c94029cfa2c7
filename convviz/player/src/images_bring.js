import { make } from "./dom.js"
import { t } from "./words.js"

// A picture of one's own: chosen, dropped, pasted, or taken with the camera. It is sent as it is; the
// server reads it and says by which name it is kept.

export class Bring {
  listening = new AbortController()

  constructor(desk) {
    this.desk = desk
    const { signal } = this.listening
    const button = (text, onclick) => make("button", { type: "button", onclick }, text)
    this.file = make("input", { type: "file", accept: "image/*", hidden: true,
      onchange: () => {
        const [file] = this.file.files
        this.file.value = ""
        this.send(file)
      } })
    this.camera = button(t("Camera"), () => this.#film())
    this.hint = make("span", { className: "hint" }, t("or drop one here, or paste it"))
    this.video = make("video", { muted: true, playsInline: true })
    this.shooting = make("div", { className: "shooting", hidden: true }, this.video,
      button(t("Take the picture"), () => this.#shoot()), button(t("Cancel"), () => this.#stop()))
    this.element = make("div", { className: "tools" },
      button(t("Choose a picture"), () => this.file.click()), this.camera, this.hint, this.file, this.shooting)
    addEventListener("paste", event => this.#take(event, event.clipboardData), { signal })
    addEventListener("dragover", event => {
      if (![...event.dataTransfer.types].includes("Files")) return
      event.preventDefault()
      desk.root.classList.add("dropping")
    }, { signal })
    const over = () => desk.root.classList.remove("dropping")
    addEventListener("dragleave", event => { if (!event.relatedTarget) over() }, { signal })
    addEventListener("drop", event => {
      over()
      this.#take(event, event.dataTransfer)
    }, { signal })
  }

  remove() {
    this.listening.abort()
    this.#stop()
  }

  update(data) {
    this.camera.hidden = !data.camera || !navigator.mediaDevices
  }

  #take(event, transfer) {
    const [file] = transfer?.files ?? []
    if (!file || event.defaultPrevented) return // a file of numbers, which another part of the page took
    event.preventDefault()
    this.send(file)
  }

  async send(file) {
    const { desk } = this
    if (!file) return
    if (file.size > desk.data.most)
      return desk.tell(t("The file has more than {most} MB: choose a smaller one.", { most: desk.data.most >> 20 }), true)
    desk.tell(t("The picture is sent …"))
    try {
      const answer = await (await fetch(desk.url("keep"), { method: "POST", body: file })).json()
      if (answer.refused) return desk.tell(answer.refused.message, true)
      desk.tell(answer.notes.join(" "))
      desk.post("picture", answer)
    } catch {
      desk.tell(t("The server does not answer. Try again in a moment."), true)
    }
  }

  async #film() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1024 } } })
    } catch {
      return this.desk.tell(t("The browser gives no picture of a camera."), true)
    }
    this.video.srcObject = this.stream
    this.shooting.hidden = false
    await this.video.play()
    this.shooting.querySelector("button").focus()
  }

  #shoot() {
    const { videoWidth: width, videoHeight: height } = this.video
    const canvas = make("canvas", { width, height })
    canvas.getContext("2d").drawImage(this.video, 0, 0)
    canvas.toBlob(blob => this.send(blob), "image/png")
    this.#stop()
  }

  #stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop()
    this.stream = null
    this.shooting.hidden = true
  }
}
