"""The first picture of every page that has a stage, beside an empty Streamlit page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from playwright.sync_api import Browser, Page

from bench.browser import visitor
from bench.probe import PROBE

RUNS = 5
LINES = {False: "loopback", True: "10 Mbit/s, 40 ms"}
Until = Callable[[Page, str], float]


def pictures(browser: Browser, addresses: Mapping[str, str], empty: str, until: Until) -> None:
    """Print when the first number is in the window, when Streamlit's page has the stage, and moves.

    The cache is empty at each visit; the median of the empty page is measured in the same rounds.
    until: waits for a number in a page.
    """
    for classroom, line in LINES.items():
        first: dict[str, list[float]] = {name: [] for name in ("", *addresses)}
        mounted: dict[str, list[float]] = {name: [] for name in addresses}
        moved: dict[str, float] = dict.fromkeys(addresses, 0.0)
        for _ in range(RUNS):
            for name, address in {"": empty, **addresses}.items():
                with visitor(browser, classroom=classroom) as (page, _):
                    page.add_init_script(PROBE)
                    page.goto(address, wait_until="commit")
                    first[name].append(until(page, "window.painted"))
                    if name and "/play/" not in address:
                        mounted[name].append(until(page, "window.mounted"))
                    page.wait_for_load_state("networkidle")
                    if name:
                        moved[name] = max(moved[name], page.evaluate("window.shift"))
        base = float(np.median(first[""]))
        print(
            f"\n| first picture, {line}, ms | median | beside an empty page's {base:.0f} ", end=""
        )
        print("| Streamlit's page has the stage | layout shift |\n|---|---|---|---|---|")
        for name in addresses:
            mine = float(np.median(first[name]))
            whole = f"{np.median(mounted[name]):.0f}" if mounted[name] else "–"
            print(f"| {name} | {mine:.0f} | {mine / base:.2f} | {whole} | {moved[name]:.3f} |")
