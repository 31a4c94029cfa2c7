"""The widget in a real notebook, marimo's: edits reach Python, what Python sets the picture."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

NOTEBOOK = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    import convviz as cv

    widget = cv.widget(cv.presets()["d2l_two_in"])
    seen, see = mo.state("")
    widget.observe(lambda change: see(str(change["new"].x[0, 0].tolist())), "experiment")
    mo.ui.anywidget(widget)
    return mo, seen, widget


@app.cell
def _(mo, widget):
    def double(_):
        widget.experiment = widget.experiment.replace(x=widget.experiment.x * 2)

    mo.ui.button(label="Double", on_click=double)
    return


@app.cell
def _(mo, seen):
    mo.md(f"Python sees {seen()}")
    return
"""


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[str]:
    """The address of a notebook that marimo serves."""
    path = tmp_path / "notebook.py"
    path.write_text(NOTEBOOK, "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "marimo", "--quiet", "run", str(path), "--headless"]
    server = subprocess.Popen(
        [*command, "--no-token", f"--port={port}"],
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
    )
    url, until = f"http://127.0.0.1:{port}/", time.monotonic() + 60
    try:
        while server.poll() is None and time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{url}health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait(20)


def test_both_directions(page: Page, notebook: str) -> None:
    page.goto(notebook)
    lesson = page.frame_locator("iframe[title=convviz]")
    first = lesson.locator('[data-cell="x 0 0 0"]')
    first.click(timeout=60_000)
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Python sees [7.0, 1.0, 2.0]")).to_be_visible()

    page.get_by_role("button", name="Double").click()
    expect(first.locator("text")).to_have_text("14")
    expect(page.get_by_text("Python sees [14.0, 2.0, 4.0]")).to_be_visible()

    first.focus()
    page.keyboard.press("End")
    root = lesson.locator("[data-stage]")
    expect(root).to_have_attribute("data-step", "12")
    first.focus()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Python sees [7.0, 1.0, 2.0]")).to_be_visible()
    expect(root).to_have_attribute("data-step", "12")
    assert page.url == notebook  # nothing of the lesson is written into the notebook's address
