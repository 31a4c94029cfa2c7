// The way to a file of what is shown. What it takes is loaded when it is first asked for.
export class Saving {
  dialog = null

  constructor(stage) {
    this.stage = stage
  }

  get opened() { return Boolean(this.dialog?.element.open) }

  async open() {
    const { stage } = this
    const { script, route } = stage.data.save
    stage.pause()
    stage.editor.close?.(true) // what is being typed is saved too
    if (!await stage.editor.settled()) return
    if (!this.dialog) {
      const { default: Dialog } = await import(new URL(script, document.baseURI).href)
      this.dialog ??= new Dialog(stage, new URL(route, document.baseURI))
    }
    await this.dialog.open()
  }

  get element() { return this.dialog.element }

  close() { this.dialog?.close() }

  remove() {
    this.dialog?.element.remove()
    this.dialog = null
  }
}
