"""Finds the browser for the tests, or installs one: `python -m tests.browser_setup`.

Prints the path of a Chromium or Chrome on the last line of standard output; what an installer
says goes to standard error. Ends with a non-zero status and says what to install if there is
none and none can be installed. Uses the standard library alone.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
PLAYWRIGHT_EXECUTABLES = (
    "chrome-linux*/chrome",
    "chrome-mac*/*.app/Contents/MacOS/*",
    "chrome-win*/chrome.exe",
)
ADVICE = """\
No Chromium or Chrome was found, and none could be installed.
Install one (Debian and Ubuntu: apt-get install chromium) and run this again, or name
one that is there: CHROME=/path/to/chrome make test"""


def find() -> Path | None:
    """Give the first browser that is there, `CHROME` before all others.

    Raises FileNotFoundError if `CHROME` names no file and no command.
    """
    named = os.environ.get("CHROME")
    if named:
        path = shutil.which(named)
        if path is None:
            raise FileNotFoundError(f"CHROME={named} is no program")
        return Path(path)
    return next((path for path in _candidates() if path.is_file()), None)


def _candidates() -> Iterator[Path]:
    for name in NAMES:
        path = shutil.which(name)
        if path:
            yield Path(path)
    for name in ("Google Chrome", "Chromium"):
        yield Path(f"/Applications/{name}.app/Contents/MacOS/{name}")
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if variable in os.environ:
            yield Path(os.environ[variable]) / "Google/Chrome/Application/chrome.exe"
    for pattern in PLAYWRIGHT_EXECUTABLES:
        yield from sorted(_playwright_folder().glob(f"chromium-*/{pattern}"), reverse=True)


def _playwright_folder() -> Path:
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen and chosen != "0":
        return Path(chosen)
    if platform.system() == "Darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    if platform.system() == "Windows":
        return Path(os.environ.get("LOCALAPPDATA", "")) / "ms-playwright"
    return Path.home() / ".cache/ms-playwright"


def install() -> None:
    """Install a browser: Debian's package where possible, else Playwright's download."""
    prefix = _root_prefix()
    if shutil.which("apt-get") and prefix is not None and _has_debian_package():
        apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q"]
        _run([*apt, "update"])
        _run([*apt, "install", "--no-install-recommends", "chromium", "fonts-dejavu-core"])
    if find() is None:
        _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _root_prefix() -> list[str] | None:
    """Give what to put before a command to run it as root, None if that takes a password."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _run(["sudo", "-n", "true"], quiet=True):
        return ["sudo", "-n"]
    return None


def _has_debian_package() -> bool:
    """Whether the package is a browser; on Ubuntu it is a stub that asks for snap."""
    try:
        return "ID=ubuntu" not in Path("/etc/os-release").read_text("utf-8").splitlines()
    except OSError:
        return False


def _run(command: list[str], quiet: bool = False) -> bool:
    output = subprocess.DEVNULL if quiet else sys.stderr
    done = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, stdout=output, stderr=output
    )
    return done.returncode == 0


def main() -> int:
    """Print the path of a browser; install one first if there is none."""
    try:
        browser = find()
        if browser is None:
            install()
            browser = find()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    if browser is None:
        print(ADVICE, file=sys.stderr)
        return 1
    print(browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
