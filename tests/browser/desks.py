"""Contexts of the browser that many tests share, each test as if it were the first."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.browser.visits import Visits

# Whoever comes to these desks has been here before: the tour is not offered to them.
KNOWN = "try { localStorage.setItem('convviz-tour', 'true') } catch { /* no storage there */ }"


class Desk:
    """A context whose caches stay, and nothing else: a page in it loads several times as fast.

    One page of the app's origin stays open, so that the browser keeps the process that holds the
    compiled scripts; nothing of the app runs in it.
    """

    def __init__(self, browser: Browser, app_url: str, options: dict[str, Any]) -> None:
        self.context: BrowserContext = browser.new_context(**options)
        self.context.add_init_script(KNOWN)
        self._keeper = self.context.new_page()
        self._keeper.goto(f"{app_url}/_stcore/health")
        self.visits = Visits(self.context)

    def tidy(self) -> None:
        """Close the pages of a test and forget what they stored or were allowed."""
        stay = [self._keeper, *self.visits.pages]
        for page in self.context.pages:
            if page not in stay:
                page.close()
        self.context.clear_cookies()
        self.context.clear_permissions()
        self._keeper.evaluate("() => localStorage.clear()")  # a session's is gone with its page


class Desks:
    """One desk for each set of options, such as a projector's and a phone's."""

    def __init__(self, browser: Browser, app_url: str) -> None:
        self._browser, self._app_url = browser, app_url
        self._desks: dict[str, Desk] = {}

    def of(self, options: dict[str, Any], whose: str = "") -> Desk:
        """Give the desk with these options for `browser.new_context`, of one person or another."""
        key = repr((whose, sorted(options.items())))
        if key not in self._desks:
            self._desks[key] = Desk(self._browser, self._app_url, options)
        return self._desks[key]

    def close(self) -> None:
        """Close all contexts."""
        for desk in self._desks.values():
            desk.context.close()
