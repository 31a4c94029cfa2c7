"""Measure what a person waits for, beside the least that Streamlit can do, and print tables."""

from __future__ import annotations

import gzip
import json
import platform
import sys
import time
from collections.abc import Sequence

import numpy as np
from playwright.sync_api import Browser, Page

from bench.browser import chromium, served, visitor
from bench.compute import compute
from bench.pictures import pictures
from bench.probe import PROBE
from bench.switches import OURS, PLAIN, switches
from convviz.core.experiment import Experiment
from convviz.formats import link as share
from convviz.lessons.contents import CONTENTS
from convviz.lessons.presets import presets
from convviz.playback.animation import GRANULARITIES, animate
from convviz.player import player_js

RUNS = 30
LAPTOP, BOARD, PHONE = (1366, 768), (1920, 1080), (390, 844)
PRESENT = "&present=1"
LARGEST = "8 × 12 × 12 to 8, 7 × 7"
D2L = presets()["d2l_two_in"]
FIRST = {
    page: presets()[name]
    for page, name in (
        ("geometry", "padding"),
        ("matrix", "d2l_three_out"),
        ("groups", "groups_2"),
        ("pooling", "average_pool"),
    )
}


def sized(c_in: int, side: int, kernel: int, c_out: int = 1) -> Experiment:
    """Random whole numbers from -9 to 9."""
    rng = np.random.default_rng(0)
    return Experiment(
        x=rng.integers(-9, 10, (c_in, side, side)),
        weight=rng.integers(-9, 10, (c_out, c_in, kernel, kernel)),
    )


def summary(values: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return float(np.median(values)), float(np.percentile(values, 95))


def link(url: str, experiment: Experiment, page: str = "") -> str:
    """Address of an experiment, on a page or on the first lesson that shows it."""
    first = "pointwise" if experiment.kernel_size == (1, 1) else "multi_output"
    page = page or ("" if experiment.c_out == 1 else first)
    return f"{url}/{page}?s={share.encode(experiment)}"


def until(page: Page, expression: str) -> float:
    """Wait for a number in the page."""
    for _ in range(6000):
        value = page.evaluate(expression)
        if value:
            return float(value)
        page.wait_for_timeout(10)
    raise TimeoutError(expression)


def first_paint(browser: Browser, ours: str, empty: str) -> None:
    """Time to the picture and bytes, beside an empty Streamlit page."""
    print("\n| first visit | convviz | empty page | ratio |\n|---|---|---|---|")
    for classroom in (False, True):
        times: dict[str, list[float]] = {ours: [], empty: []}
        sent: dict[str, int] = {}
        for _ in range(RUNS):
            for url, spent in times.items():
                with visitor(browser, classroom=classroom) as (page, received):
                    page.add_init_script(PROBE)
                    page.goto(url, wait_until="commit")
                    spent.append(until(page, "window.painted"))
                    page.wait_for_load_state("networkidle")
                    sent[url] = sum(received)
        line = "10 Mbit/s, 40 ms" if classroom else "loopback"
        (a, a95), (b, b95) = summary(times[ours]), summary(times[empty])
        row = f"| {line}, ms to the picture, median (p95) | {a:.0f} ({a95:.0f}) "
        print(row + f"| {b:.0f} ({b95:.0f}) | {a / b:.2f} |")
        mine, other = sent[ours] / 1e6, sent[empty] / 1e6
        row = f"| {line}, MB | {mine:.2f} | {other:.2f} | {mine / other:.2f} |"
        print(row, flush=True)


def first_pictures(ours: str) -> dict[str, str]:
    """Every page that has a stage, some of them with numbers, and the light page."""
    pages = [entry.address for entry in CONTENTS if entry.presents]
    return {
        **{f"/{page}": f"{ours}/{page}" for page in pages},
        "3 × 8 × 8 to 3, 3 × 3": link(ours, sized(3, 8, 3, 3)),
        LARGEST: link(ours, sized(8, 12, 7, 8)),
        "/play/": f"{ours}/play/",
        "/play/multi_output": f"{ours}/play/multi_output",
    }


def every_page(browser: Browser, ours: str, empty: str) -> None:
    """What a first visit to each page brings over the line, beside an empty Streamlit page."""

    def megabytes(url: str, there: str) -> float:
        with visitor(browser) as (page, received):
            page.goto(url)
            page.locator(there).first.wait_for()
            page.wait_for_load_state("networkidle")
            return sum(received) / 1e6

    nothing = megabytes(empty, "text=ready")
    print(f"\n| first visit, MB | convviz | beside an empty page's {nothing:.2f} |\n|---|---|---|")
    for entry in CONTENTS:
        mine = megabytes(f"{ours}/{entry.address}", "[data-stage]" if entry.presents else "h1")
        print(f"| /{entry.address} | {mine:.2f} | {mine / nothing:.2f} |", flush=True)


def edits(browser: Browser, ours: str, button: str) -> None:
    """An edit to its picture, beside the round trip of a bare button."""
    print("\n| edit to picture, ms | median | p95 | p95 beside the button's |\n|---|---|---|---|")
    cases = {
        "D2L 2 × 3 × 3, 2 × 2": link(ours, D2L),
        "D2L, presenting at 1920 × 1080": link(ours, D2L) + PRESENT,
        "3 × 8 × 8 to 3, 3 × 3": link(ours, sized(3, 8, 3, 3)),
        "3 × 8 × 8 to 3, 1 × 1": link(ours, sized(3, 8, 1, 3)),
        "8 × 12 × 12, 3 × 3": link(ours, sized(8, 12, 3)),
        "8 × 12 × 12, 7 × 7": link(ours, sized(8, 12, 7)),
        **{f"{page}: its first example": link(ours, e, page) for page, e in FIRST.items()},
    }
    measured: dict[str, list[float]] = {"a bare st.button": []}
    with visitor(browser) as (plain, _):
        plain.add_init_script(PROBE)
        plain.goto(button)
        plain.locator("#count").wait_for()
        for name, address in cases.items():
            measured[name] = []
            size = BOARD if address.endswith(PRESENT) else LAPTOP
            with visitor(browser, size=size) as (page, _):
                page.add_init_script(PROBE)
                page.goto(address)
                cell = page.locator('[data-cell="x 0 0 0"]')
                cell.wait_for()
                page.wait_for_timeout(1000)
                page.keyboard.press("ArrowRight")  # what presents asks for a key first
                for run in range(RUNS):
                    plain.get_by_role("button", name="go").focus()
                    measured["a bare st.button"].append(round_trip(plain, "#count"))
                    cell.focus()
                    page.keyboard.press(str(run % 8 + 2))
                    measured[name].append(round_trip(page, '[data-cell="x 0 0 0"] text'))
                    page.wait_for_timeout(50)
    base = summary(measured["a bare st.button"])[1]
    for name, values in measured.items():
        median, p95 = summary(values)
        print(f"| {name} | {median:.0f} | {p95:.0f} | {p95 / base:.2f} |", flush=True)


def round_trip(page: Page, selector: str) -> float:
    """Milliseconds from Enter to the frame that shows the change."""
    page.evaluate("selector => arm(selector)", selector)
    page.keyboard.press("Enter")
    return until(page, "window.spent")


def stepping(browser: Browser, ours: str) -> None:
    """Script, style and layout of a step, from its key event on."""
    print("\n| a step in the browser, ms | granularity | median | p95 |\n|---|---|---|---|")
    cases = {
        "D2L 2 × 3 × 3, 2 × 2": D2L,
        "3 × 8 × 8 to 3, 3 × 3": sized(3, 8, 3, 3),
        "3 × 8 × 8 to 3, 1 × 1": sized(3, 8, 1, 3),
        "8 × 8 × 8 to 8, 3 × 3": sized(8, 8, 3, 8),
        "8 × 12 × 12, 3 × 3": sized(8, 12, 3),
        "8 × 12 × 12, 7 × 7": sized(8, 12, 7),
        LARGEST: sized(8, 12, 7, 8),
    }
    addresses = {name: link(ours, e) for name, e in cases.items()}
    addresses |= {f"{page}: its first example": link(ours, e, page) for page, e in FIRST.items()}
    for name, address in addresses.items():
        for granularity in GRANULARITIES:
            with visitor(browser) as (page, _):
                print_steps(page, name, f"{address}&g={granularity}", granularity)
    first = addresses["D2L 2 × 3 × 3, 2 × 2"]
    for granularity in GRANULARITIES:
        with visitor(browser, size=BOARD) as (page, _):
            name, address = f"{LARGEST}, presenting", f"{addresses[LARGEST]}&g={granularity}"
            print_steps(page, name, address + PRESENT, granularity)
        address = f"{first}&g={granularity}"
        with visitor(browser, size=BOARD) as (page, _):
            print_steps(page, "D2L, presenting at 1920 × 1080", address + PRESENT, granularity)
        with visitor(browser, size=PHONE, slower=4) as (page, _):
            print_steps(page, "D2L, on a 4 × slower phone", address, granularity)


def print_steps(page: Page, name: str, address: str, granularity: str) -> None:
    """Measure 300 steps and print their row."""
    page.add_init_script(PROBE)
    page.goto(address)
    page.locator("[data-stage]").wait_for()
    page.wait_for_timeout(1000)
    median, p95 = summary(page.evaluate("steps(300)"))
    print(f"| {name} | {granularity} | {median:.1f} | {p95:.1f} |", flush=True)


def sizes() -> None:
    """What one rerun sends, and how long Python takes for it."""
    print(f"\nThe player, sent once: {len(gzip.compress(player_js().encode())) / 1024:.0f} KB.")
    print("\n| C_in × H × W, kernel | layout KB | numbers KB | in all KB | Python ms |")
    print("|---|---|---|---|---|")
    cases = [("D2L 2 × 3 × 3, 2 × 2", D2L)]
    for c_in, side, kernel in ((3, 6, 3), (4, 8, 3), (8, 8, 3), (8, 12, 3), (8, 12, 5), (8, 12, 7)):
        cases.append((f"{c_in} × {side} × {side}, {kernel} × {kernel}", sized(c_in, side, kernel)))
    cases += [
        ("3 × 8 × 8 to 3, 3 × 3", sized(3, 8, 3, 3)),
        ("8 × 8 × 8 to 8, 3 × 3", sized(8, 8, 3, 8)),
    ]
    for name, experiment in cases:
        scene = "multi_input" if experiment.c_out == 1 else "multi_output"
        payload = animate(experiment, scene).payload()  # the layout is kept for the next one
        spent = []
        for _ in range(RUNS):
            start = time.perf_counter()
            text = json.dumps(animate(experiment, scene).payload())
            spent.append((time.perf_counter() - start) * 1000)
        layout, whole = len(payload["svg"].encode()) / 1024, len(text.encode()) / 1024
        sent = f"{layout:.0f} | {whole - layout:.0f} | {whole:.0f}"
        row = f"| {name} | {sent} | {summary(spent)[0]:.1f} |"
        print(row)


def main() -> None:
    """Print all tables; a name as argument prints one."""
    wanted = set(sys.argv[1:]) or {
        "compute",
        "sizes",
        "steps",
        "edits",
        "paint",
        "pages",
        "pictures",
        "switches",
    }
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {RUNS} runs each.", flush=True
    )
    if "compute" in wanted:
        compute()
    if "sizes" in wanted:
        sizes()
    if wanted <= {"compute", "sizes"}:
        return
    with (
        served("app.py") as ours,
        served("bench/apps/empty.py") as empty,
        served("bench/apps/button.py") as button,
        served("bench/apps/two_pages.py") as plain,
        chromium() as browser,
    ):
        if "steps" in wanted:
            stepping(browser, ours)
        if "edits" in wanted:
            edits(browser, ours, button)
        if "paint" in wanted:
            first_paint(browser, ours, empty)
        if "pages" in wanted:
            every_page(browser, ours, empty)
        if "pictures" in wanted:
            pictures(browser, first_pictures(ours), empty, until)
        if "switches" in wanted:
            switches(browser, {"convviz": (ours, OURS), "a plain app": (plain, PLAIN)})


if __name__ == "__main__":
    main()
