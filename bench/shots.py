"""Pictures of every page at three sizes, light and dark: `make shots` writes them to `shots/`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser

from bench.browser import ROOT, chromium, served

PAGES = {
    "multi_input": "",
    "multi_output": "multi_output",
    "pointwise": "pointwise",
    **{name: name for name in ("geometry", "receptive_field", "matrix", "groups", "pooling")},
}
SIZES = ((1366, 768), (1920, 1080), (390, 844))
SCHEMES = ("light", "dark")
FOLDER = ROOT / "shots"
README = ROOT / "docs"


def shot(browser: Browser, url: str, path: Path, size: tuple[int, int], scheme: str) -> None:
    """Write one picture of the second output number, partial sums and total in sight."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(f"{url}?step=5&g=channel")
    page.locator('[data-stage][data-step="5"]').wait_for()
    page.wait_for_timeout(800)
    page.screenshot(path=path)
    context.close()


def main() -> None:
    """Write all pictures; the README shows one of each page."""
    FOLDER.mkdir(exist_ok=True)
    README.mkdir(exist_ok=True)
    with served("app.py") as url, chromium() as browser:
        for name, address in PAGES.items():
            for size in SIZES:
                for scheme in SCHEMES:
                    path = FOLDER / f"{name}-{size[0]}x{size[1]}-{scheme}.png"
                    shot(browser, f"{url}/{address}", path, size, scheme)
                    print(path.relative_to(ROOT), flush=True)
            shutil.copy(FOLDER / f"{name}-1366x768-light.png", README / f"{name}.png")


if __name__ == "__main__":
    main()
