"""The core stands alone, and imports go one way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

WITHOUT_STREAMLIT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"streamlit", "starlette", "plotly", "pandas"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())

import convviz as cv
import convviz.lessons.comparisons

X = [[[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]]
K = [[[0, 1], [2, 3]], [[1, 2], [3, 4]]]
assert cv.corr2d_multi_in(X, K).tolist() == [[56, 72], [104, 120]]
for name, experiment in cv.presets().items():
    cv.step_at(experiment, (0, 0, 0))
    assert cv.share.decode(cv.share.encode(experiment))[0] == experiment, name
assert "<svg" in cv.animate(cv.Experiment(x=X, weight=[K])).svg
assert "streamlit" not in sys.modules
"""


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def test_the_core_imports_and_runs_where_streamlit_is_absent() -> None:
    done = _run(sys.executable, "-W", "error", "-c", WITHOUT_STREAMLIT)
    assert done.returncode == 0, done.stderr


def test_imports_go_one_way() -> None:
    done = _run(sys.executable, "-c", "from importlinter.cli import lint_imports; lint_imports()")
    assert done.returncode == 0, done.stdout + done.stderr
