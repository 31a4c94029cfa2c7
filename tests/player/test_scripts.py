"""The tests of the scripts' modules that need no page, in JavaScript beside this file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_the_modules_that_need_no_page() -> None:
    command = [sys.executable, "-m", "deno", "test", "--no-check", "--location=http://localhost/"]
    done = subprocess.run([*command, str(HERE)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 failed" in done.stdout
