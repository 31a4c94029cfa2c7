"""A hall full of visitors, beside the least that Streamlit can do under the same load: `make load`.

Every visitor comes within a time, edits at a pace for as long as it lasts, and compares each answer
with a computation of its own. Server and visitors share the machine, as the table says.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from bench.browser import served
from bench.visitors import Full, Light

PACE = 10.0  # s from one edit of a visitor to the next
THREADS = 128  # of the light visitors: each waits in one
APP, BUTTON, EMPTY = "app.py", "bench/apps/button.py", "bench/apps/empty.py"


class Visitor(Protocol):
    """Someone who opens a page, edits and leaves."""

    async def open(self) -> None: ...
    async def edit(self, number: int) -> float: ...
    async def close(self) -> None: ...


Come = Callable[[str, ThreadPoolExecutor], Visitor]


@dataclass
class Heard:
    """What came of a load: seconds, and what failed."""

    opened: list[float] = field(default_factory=list)
    edited: list[float] = field(default_factory=list)  # until the edit was seen
    settled: list[float] = field(default_factory=list)  # until all was answered
    failed: list[str] = field(default_factory=list)


async def _visit(visitor: Visitor, delay: float, until: float, heard: Heard) -> None:
    """Open a page after a delay, then edit at the pace until the end."""
    begin = time.monotonic()
    await asyncio.sleep(delay)
    try:
        asked = time.monotonic()
        await visitor.open()
        heard.opened.append(time.monotonic() - asked)
        due = time.monotonic() + random.random() * PACE
        while due < begin + until:
            await asyncio.sleep(due - time.monotonic())
            asked = time.monotonic()
            heard.edited.append(await visitor.edit(random.randint(-99, 99)))
            heard.settled.append(time.monotonic() - asked)
            due = max(due + PACE, time.monotonic())
    except Exception as error:  # whatever it is, it is a visitor who sees no answer
        heard.failed.append(f"{type(error).__name__}: {error}"[:200])
    finally:
        with suppress(Exception):
            await visitor.close()


def burden(url: str) -> tuple[float, float]:
    """CPU seconds of the server at an address so far, and its memory in MB; Linux alone tells."""
    port = url.rpartition(":")[2]
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--server.port={port}\0".encode() in (folder / "cmdline").read_bytes():
                times = (folder / "stat").read_text().rpartition(")")[2].split()[11:13]
                pages = int((folder / "statm").read_text().split()[1])
                ticks = os.sysconf("SC_CLK_TCK")
                return sum(map(int, times)) / ticks, pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return float("nan"), float("nan")


def load(script: str, come: Come, count: int, within: float, until: float) -> tuple[str, Heard]:
    """Let so many visitors come within so many seconds; gives a row of the table too."""

    async def hall(url: str, executor: ThreadPoolExecutor) -> Heard:
        heard = Heard()
        visits = (
            _visit(come(url, executor), within * each / count, until, heard)
            for each in range(count)
        )
        await asyncio.gather(*visits)
        return heard

    with served(script) as url, ThreadPoolExecutor(THREADS) as executor:
        cpu, memory = burden(url)
        begin = time.monotonic()
        heard = asyncio.run(hall(url, executor))
        took = time.monotonic() - begin
        cpu, memory = (
            after - before for after, before in zip(burden(url), (cpu, memory), strict=True)
        )
    cells = [
        *_times(heard.opened),
        *_times(heard.edited),
        _times(heard.settled)[1],
        f"{len(heard.failed)}",
        f"{cpu / took:.2f}",
        f"{1000 * cpu / max(1, len(heard.opened) + len(heard.edited)):.0f}",
        f"{memory / count:.2f}",
    ]
    return " | ".join(cells), heard


def _times(seconds: list[float]) -> list[str]:
    if not seconds:
        return ["–"] * 3
    return [f"{1000 * np.percentile(seconds, q):.0f}" for q in (50, 95, 99)]


def light(url: str, executor: ThreadPoolExecutor) -> Visitor:
    """A visitor of the light page."""
    return Light(url, "multi_output", executor)


def full(url: str, executor: ThreadPoolExecutor) -> Visitor:
    """A visitor of the full page."""
    return Full(url, "multi_output", executor)


def button(url: str, executor: ThreadPoolExecutor) -> Visitor:
    """A visitor of the bare button."""
    return Full(url, "")


# What comes: title, script, visitor, how many, within s, until s.
HALLS: tuple[tuple[str, str, Come, int, float, float], ...] = (
    ("500 light visitors, an edit each 10 s", APP, light, 500, 10, 120),
    ("1,000 open the light page within 60 s", APP, light, 1000, 60, 0),
    ("50 full sessions within 30 s, an edit each 10 s", APP, full, 50, 30, 90),
    ("the same, bare button", BUTTON, button, 50, 30, 90),
    ("200 full sessions within 120 s, an edit each 10 s", APP, full, 200, 120, 180),
    ("the same, bare button", BUTTON, button, 200, 120, 180),
)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the visitors, such as 0.1")
    parser.add_argument("--only", help="halls whose title has this in it")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, server and visitors on them. Times in ms.\n")
    columns = "open p50", "p95", "p99", "edit seen p50", "p95", "p99", "settled p95"
    print(f"| hall | {' | '.join(columns)} | failed | cores | CPU ms | MB |")
    print("|---|" + "---:|" * 11)
    for title, script, come, count, within, until in HALLS:
        if asked.only and asked.only not in title:
            continue
        some = max(1, round(count * asked.share))
        row, heard = load(script, come, some, within, until)
        print(f"| {title} | {row} |", flush=True)
        for why in dict.fromkeys(heard.failed[:5]):
            print(f"  failed: {why}", flush=True)
    print("\nCPU ms: of the server for each page or edit. MB: more memory for each visitor.")


if __name__ == "__main__":
    main()
