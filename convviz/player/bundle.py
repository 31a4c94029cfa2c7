"""Makes one file of each script and the modules it imports: ``python -m convviz.player.bundle``.

The files are kept beside their sources, so that nobody needs more than Python to run the app. Each
begins with a line that names its modules and the digest of their text: ``--check`` compares that.
"""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent
SOURCES, BUILT = ROOT / "src", ROOT / "built"
SCRIPTS = (
    "player",
    "alone",
    "unpack",
    "light",
    "folder",
    "lecture",
    "practice",
    "listing",
    "tables",
    "top",
    "figure",
    "images",
    "gallery",
    "opening",
    "save",
    "early",
    "framed",
    "widget",
)
# A browser takes no module from a file; a page that is one file is whole when it is loaded.
FROM_DISK = ("folder", "alone", "unpack")


def modules(name: str) -> tuple[str, ...]:
    """Names of the modules that a script is made of, what is used before what uses it."""
    found: list[str] = []

    def visit(module: str) -> None:
        if module in found:
            return
        text = (SOURCES / f"{module}.js").read_text("utf-8")
        for needed in re.findall(r'^import .*? from "\./(\w+)\.js"$', text, flags=re.M):
            visit(needed)
        found.append(module)

    visit(name)
    return tuple(dict.fromkeys(found))


def header(name: str) -> str:
    """The first line of a script: its modules, and the digest of their text."""
    names = modules(name)
    digest = hashlib.sha256()
    for module in names:
        digest.update((SOURCES / f"{module}.js").read_bytes())
    return f"/* {' '.join(names)}: {digest.hexdigest()[:32]} */\n"


def outdated() -> list[str]:
    """Names of the scripts that were not made of the modules as they are."""
    return [name for name in SCRIPTS if not _built(name).startswith(header(name))]


def _built(name: str) -> str:
    path = BUILT / f"{name}.js"
    return path.read_text("utf-8") if path.is_file() else ""


def bundle(name: str) -> None:
    """Make a script."""
    form = "iife" if name in FROM_DISK else "esm"
    asked = ["--quiet", "--minify", "--platform=browser", f"--format={form}"]
    asked.append(str(SOURCES / f"{name}.js"))
    made = subprocess.run(
        [sys.executable, "-m", "deno", "bundle", *asked], check=True, stdout=subprocess.PIPE
    )
    BUILT.mkdir(exist_ok=True)
    (BUILT / f"{name}.js").write_text(header(name) + made.stdout.decode(), "utf-8")


def main(arguments: list[str]) -> int:
    """Make the scripts that are not up to date, or only say which these are."""
    names = outdated()
    if arguments == ["--check"]:
        if names:
            print(f"To be made again by make bundle: {', '.join(names)}", file=sys.stderr)
        return bool(names)
    for name in names:
        bundle(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
