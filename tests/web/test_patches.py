"""What convviz changes in Streamlit's page is still needed, and still finds what it changes.

A failure here after an upgrade says which change to look at, and what a visitor has without it.
"""

from __future__ import annotations

from functools import cache

import pytest

from convviz.web import shell
from convviz.web.patches import FONTS, SCRIPTS, Patch


@cache
def bundle() -> str:
    """Streamlit's client, as it is installed."""
    scripts = (shell.STATIC_DIR / "static" / "js").glob("*.js")
    return "\n".join(script.read_text("utf-8") for script in scripts)


@pytest.mark.parametrize("patch", [*SCRIPTS, FONTS], ids=lambda patch: patch.upstream)
def test_streamlit_still_does_what_a_patch_is_made_for(patch: Patch) -> None:
    assert patch.needed in bundle(), f"Not needed any more? Without it: {patch.without}"


def test_the_parts_that_the_style_names_are_there() -> None:
    for part in ("stSkipToContent", "stMenuButton", "stIconMaterial"):
        assert part in FONTS.code and part in bundle()


def test_every_patch_stands_before_streamlits_client() -> None:
    html = (shell.STATIC_DIR / "index.html").read_text("utf-8")
    tailored = shell.tailor(html)
    client = tailored.index('<script type="module"')
    assert all(0 < tailored.find(patch.code) < client for patch in (*SCRIPTS, FONTS))


def test_the_manifest_still_names_the_part_that_shows_a_component() -> None:
    assert any("BidiComponent" in file for file in shell.component_files())
