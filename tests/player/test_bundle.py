"""The scripts that are kept are those that their modules make."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from convviz.player import bundle, modules_of


def test_no_script_is_older_than_its_modules() -> None:
    """`make bundle` made them anew after the last change."""
    assert bundle.outdated() == []


def test_every_module_is_part_of_a_script() -> None:
    made = {module for name in bundle.SCRIPTS for module in modules_of(name)}
    assert made == {path.stem for path in bundle.SOURCES.glob("*.js")}


def test_what_is_used_comes_before_what_uses_it() -> None:
    order = bundle.modules("player")
    assert order[-1] == "player"
    assert order.index("words") < order.index("bar") < order.index("player")


def test_a_changed_module_makes_its_scripts_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in bundle.SOURCES.glob("*.js"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(bundle, "SOURCES", tmp_path)
    assert bundle.outdated() == []
    with (tmp_path / "tables.js").open("a") as module:
        module.write("\n")
    assert bundle.outdated() == ["tables"]
    assert bundle.main(["--check"]) == 1


@pytest.mark.parametrize("name", bundle.SCRIPTS)
def test_a_script_stands_in_a_page(name: str) -> None:
    """Nothing in it ends the element that holds it, or asks for a file that it was not told of."""
    text = (bundle.BUILT / f"{name}.js").read_text("utf-8")
    assert "</script" not in text.lower()
    assert not re.search(r"\bimport\b(?!\(new URL\()", text)
