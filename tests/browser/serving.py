"""The app as a process of its own, as `streamlit run app.py` starts it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import BinaryIO

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def serve(port: int, output: BinaryIO) -> subprocess.Popen[bytes]:
    """Start the app at a port; what it says goes to a file."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    options.append("--server.fileWatcherType=none")  # nobody edits a lesson meanwhile
    return subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def healthy(port: int, server: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until it answers; give its address."""
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return url
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The app did not start:\n{log.read_text('utf-8', errors='replace')}")
