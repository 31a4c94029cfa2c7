"""Pages on paper: printed as PDF by the Chromium or Chrome that is installed.

It is what the pages are drawn for: faces, Chinese among them, are put into the file, and letters
stay letters. Libraries that turn SVG into PDF want their own faces to be told, or a system's Cairo.
"""

import html
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from convviz.core.arguments import ExperimentError

CHROME_VARIABLE: Final = "CHROME"
_BROWSERS: Final = (
    *("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome", "chrome"),
    "msedge",
)


def browser() -> str | None:
    """Find what prints: what ``CHROME`` names, else what is installed, if anything."""
    return os.environ.get(CHROME_VARIABLE) or next(filter(None, map(shutil.which, _BROWSERS)), None)


def pdf_of(svg: str, title: str) -> bytes:
    """Print a picture of `standalone` on one page of its own size. Raises ExperimentError."""
    width, height = re.findall(r' (?:width|height)="([\d.]+)"', svg)[:2]
    return pdf(
        f"<!doctype html><meta charset=utf-8><title>{html.escape(title)}</title>"
        f"<style>@page {{ size: {width}px {height}px; margin: 0 }} "
        "body { margin: 0; print-color-adjust: exact } svg { display: block }</style>" + svg
    )


def pdf(page: str) -> bytes:
    """Print a page as PDF.

    ``CHROME`` names one. Raises ExperimentError if there is none, or it fails.
    """
    program = browser()
    if program is None:
        raise ExperimentError(
            "There is no Chromium or Chrome here: set {variable} to one, or print the page from a "
            "browser.",
            variable=CHROME_VARIABLE,
        )
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "sheet.html"), Path(folder, "sheet.pdf")
        source.write_text(page, "utf-8")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", source.as_uri()]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=60)
            return made.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise ExperimentError("The browser could not print: {error}", error=error) from error
