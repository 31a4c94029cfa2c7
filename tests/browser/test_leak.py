"""Going from lesson to lesson leaves behind no more than any Streamlit app does."""

from __future__ import annotations

from playwright.sync_api import Browser

from bench.browser import served
from bench.switches import OURS, PLAIN, left_by_a_switch

WARM, TIMES = 8, 24
NODES, LISTENERS = 8, 1  # of chance, a switch: what the garbage collector has not found yet


def test_a_switch_leaves_no_more_than_a_plain_apps(browser: Browser, app_url: str) -> None:
    found = []
    with served("bench/apps/two_pages.py") as plain:
        for url, links in ((app_url, OURS), (plain, PLAIN)):
            context = browser.new_context(viewport={"width": 1366, "height": 768})
            found.append(left_by_a_switch(context.new_page(), url, links, WARM, TIMES))
            context.close()
    (nodes, listeners), (their_nodes, their_listeners) = found
    assert nodes <= their_nodes + NODES
    assert listeners <= their_listeners + LISTENERS
