"""What switches between two pages leave behind in the browser, beside a plain Streamlit app's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from playwright.sync_api import Browser, Page

from bench.browser import visitor

IDLE: Final = "() => document.querySelector('[data-test-script-state=notRunning]')"
OURS: Final = "Multiple outputs", "Multiple inputs"
PLAIN: Final = "Second", "First"
COUNTED: Final = "Nodes", "JSEventListeners"


def _elsewhere(here: str, url: str) -> bool:
    return url.split("?")[0] != here


def left_by_a_switch(
    page: Page, url: str, links: tuple[str, str], warm: int, times: int
) -> tuple[float, float]:
    """Nodes and listeners that stay after a switch, on average; the first ones do not count.

    links: names of the links that are clicked in turn; warm, times: switches before those that
    count, and those.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(url)
    counts = []
    for switches in (warm, times):
        for n in range(switches):
            here = page.url.split("?")[0]
            page.get_by_role("link", name=links[n % 2], exact=True).first.click()
            page.wait_for_url(partial(_elsewhere, here))
            page.wait_for_timeout(300)
            page.wait_for_function(IDLE)
        page.wait_for_timeout(1000)
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
        told = session.send("Performance.getMetrics")["metrics"]
        counts.append({each["name"]: each["value"] for each in told})
    before, after = counts
    nodes, listeners = ((after[kind] - before[kind]) / times for kind in COUNTED)
    return nodes, listeners


def switches(browser: Browser, addresses: Mapping[str, tuple[str, tuple[str, str]]]) -> None:
    """Print what 60 switches leave behind, for each app its address and its two links."""
    print("\n| left by a switch of pages | nodes | listeners |\n|---|---|---|")
    for name, (url, links) in addresses.items():
        with visitor(browser) as (page, _):
            nodes, listeners = left_by_a_switch(page, url, links, 20, 60)
            print(f"| {name} | {nodes:.1f} | {listeners:.1f} |", flush=True)
