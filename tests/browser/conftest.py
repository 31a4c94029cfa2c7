"""A served app and a real browser for the tests in this folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from convviz.playback.film import Film
from tests.browser.desks import Desks
from tests.browser.errors import note_errors
from tests.browser.serving import free_port, healthy, serve
from tests.browser.stage import Stage
from tests.browser.visits import Visit
from tests.browser_setup import ADVICE, find

PATIENCE = 15_000  # ms: a machine may be busy with other things; what is wrong fails all the same
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the browser that is there, with nothing that asks for hosts elsewhere."""
    executable = find()
    if executable is None:
        pytest.fail(ADVICE)
    return {
        **browser_type_launch_args,
        "executable_path": str(executable),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--process-per-site",  # the pages of a context share what was compiled
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A lecture hall's projector."""
    return {**browser_context_args, "viewport": {"width": 1366, "height": 768}}


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, served from the repository as `streamlit run app.py` does."""
    log = tmp_path_factory.mktemp("app") / "server.log"
    port = free_port()
    with log.open("wb") as output:
        server = serve(port, output)
        try:
            yield healthy(port, server, log)
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
            # pytest shows this with the tests that fail.
            print(log.read_text("utf-8", errors="replace"), file=sys.stderr)


@pytest.fixture(scope="session")
def base_url(app_url: str) -> str:
    """The address that relative ones are relative to."""
    return app_url


@pytest.fixture(scope="session")
def desks(browser: Browser, app_url: str) -> Iterator[Desks]:
    """The contexts that the tests of this process share."""
    shared = Desks(browser, app_url)
    yield shared
    shared.close()


@pytest.fixture
def context(desks: Desks, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """A context as if it were new, but for its caches; `browser.new_context` gives a new one."""
    desk = desks.of(browser_context_args)
    yield desk.context
    desk.tidy()


@pytest.fixture
def page_errors() -> list[str]:
    """What the page complained about; a test that expects a complaint clears it."""
    return []


@pytest.fixture
def page(page: Page, page_errors: list[str]) -> Iterator[Page]:
    """A page whose console errors and uncaught exceptions fail the test."""
    note_errors(page, page_errors.append)
    yield page
    assert page_errors == []


@pytest.fixture
def elsewhere(desks: Desks, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page in the browser of another person, who shares nothing with the first but the server."""
    desk = desks.of(browser_context_args, "another")
    yield desk.context.new_page()
    desk.tidy()


@pytest.fixture
def visit(
    desks: Desks, browser_context_args: dict[str, Any], page_errors: list[str]
) -> Iterator[Visit]:
    """Give the stage at an address in a page that tests share, as if it had just been opened.

    For tests that change nothing which the server keeps, such as numbers or switches: a page that
    is not as it was first is loaded again. Its errors fail the test too.
    """
    desk = desks.of(browser_context_args)
    desk.visits.errors = page_errors
    yield desk.visits.to
    desk.tidy()
    assert page_errors == []


@pytest.fixture
def exported(page: Page, tmp_path: Path) -> Callable[[Film], Stage]:
    """Give the stage of a film in a file of its own: the same player, without a server."""

    def show(film: Film) -> Stage:
        path = tmp_path / "lesson.html"
        film.to_html(path)
        return Stage(page).open(path.as_uri())

    return show
