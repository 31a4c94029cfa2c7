"""What a page complained about."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import ConsoleMessage, Page

NOT_TAKEN = re.compile("status of (422|503)")
"""What Chromium says by itself of an answer that refuses, or of a server that is busy."""


def note_errors(page: Page, tell: Callable[[str], None]) -> None:
    """Tell of every console error and uncaught exception of a page from now on."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            tell(f"{message.text} ({message.location['url']})")

    page.on("console", note)
    page.on("pageerror", lambda error: tell(str(error)))
