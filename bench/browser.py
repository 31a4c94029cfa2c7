"""Servers and a browser to measure with, side by side in one run."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser_setup import find

ROOT = Path(__file__).parents[1]
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
# A classroom's line: 10 Mbit/s down and up, 40 ms there and back.
CLASSROOM = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 1.25e6,
    "uploadThroughput": 1.25e6,
}


@contextmanager
def served(script: str) -> Iterator[str]:
    """Serve a script with `streamlit run`; gives the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / script)]
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    server = subprocess.Popen(
        [*command, *options, "--server.fileWatcherType=none"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of the tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def visitor(
    browser: Browser,
    *,
    classroom: bool = False,
    size: tuple[int, int] = (1366, 768),
    slower: int = 1,
) -> Iterator[tuple[Page, list[int]]]:
    """Open a page with an empty cache; gives it and the bytes of what came over the line.

    slower: how many times as slow as this one the emulated processor is.
    """
    width, height = size
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    if classroom:
        session.send("Network.emulateNetworkConditions", CLASSROOM)
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        # Binary frames are reported in base64.
        lambda event: received.append(len(event["response"]["payloadData"]) * 3 // 4),
    )
    yield page, received
    context.close()
