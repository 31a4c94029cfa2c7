"""The notebook in examples/ runs from top to bottom, and holds what it shows."""

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "examples" / "convviz.ipynb"


def outputs(notebook: Any) -> list[list[str]]:
    """The kinds of what each cell shows, or the printed text."""
    return [
        sorted(key for each in cell.outputs for key in (each.get("data") or [each.get("text")]))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def test_the_notebook_runs_and_shows_what_is_saved_in_it() -> None:
    saved: Any = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call] # it has no types
    fresh: Any = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call] # it has no types
    resources = {"metadata": {"path": str(ROOT)}}
    NotebookClient(fresh, timeout=120, resources=resources).execute()
    assert outputs(fresh) == outputs(saved)
    plays = saved.cells[3].outputs[0].data["text/html"]
    assert plays.startswith("<iframe srcdoc=") and "<script" in plays.replace("&lt;", "<")
