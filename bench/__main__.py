"""Measure what a person waits for, beside the least that Streamlit can do, and print tables."""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Sequence

import numpy as np
from playwright.sync_api import Browser, Page

from bench.browser import chromium, served, visitor
from convviz import share
from convviz.animation import GRANULARITIES, animate, player_css, player_js
from convviz.experiment import Experiment
from convviz.presets import presets

RUNS = 30
D2L = presets()["d2l_two_in"]

FIRST_PAINT = """
const look = () => {
  const host = [...document.querySelectorAll("*")].find(e => e.shadowRoot?.querySelector("[data-stage]"))
  const there = host
    ? host.shadowRoot.querySelector('[data-cell="x 0 0 0"] text')?.textContent
    : [...document.querySelectorAll("p")].some(p => p.textContent === "ready")
  if (there) window.painted = performance.now()
  else requestAnimationFrame(look)
}
look()
"""
ROUND_TRIP = """
([event, selector, before]) => new Promise(done => {
  const root = [...document.querySelectorAll("*")].map(e => e.shadowRoot).find(r => r?.querySelector("[data-stage]"))
  const read = () => (root ?? document).querySelector(selector)?.textContent
  let start
  addEventListener(event, e => {
    if (start || (event === "keydown" && e.key !== "Enter")) return
    start = performance.now()
    const look = () => read() === before ? requestAnimationFrame(look)
      : requestAnimationFrame(() => done(performance.now() - start))
    requestAnimationFrame(look)
  }, { capture: true })
  window.armed = true
})
"""
STEPS = """
count => {
  const root = [...document.querySelectorAll("*")].map(e => e.shadowRoot).find(r => r?.querySelector("[data-stage]"))
  const stage = root.querySelector("[data-stage]")
  const times = []
  for (let i = 0; i < count; i++) {
    const key = stage.dataset.step === String(stage.dataset.steps - 1) ? "Home" : "PageDown"
    const start = performance.now()
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true }))
    stage.getBoundingClientRect() // style and layout now, not later
    root.querySelector("[data-equation]").getBBox?.()
    times.push(performance.now() - start)
  }
  return times
}
"""


def sized(c_in: int, side: int, kernel: int) -> Experiment:
    """Random whole numbers from -9 to 9."""
    rng = np.random.default_rng(0)
    return Experiment(
        x=rng.integers(-9, 10, (c_in, side, side)),
        weight=rng.integers(-9, 10, (1, c_in, kernel, kernel)),
    )


def summary(values: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return float(np.median(values)), float(np.percentile(values, 95))


def link(url: str, experiment: Experiment) -> str:
    """Address of an experiment."""
    return f"{url}/?s={share.encode(experiment)}"


def first_paint(browser: Browser, ours: str, empty: str) -> None:
    """Time to the picture and bytes, beside an empty Streamlit page."""
    print("\n| first visit | convviz median (p95) | empty page median (p95) | ratio |\n|---|---|---|---|")
    for classroom in (False, True):
        times: dict[str, list[float]] = {ours: [], empty: []}
        bytes_: dict[str, int] = {}
        for _ in range(RUNS):
            for url in times:
                with visitor(browser, classroom=classroom) as (page, received):
                    page.add_init_script(FIRST_PAINT)
                    page.goto(url, wait_until="commit")
                    page.wait_for_function("window.painted", timeout=60_000)
                    times[url].append(page.evaluate("window.painted"))
                    page.wait_for_load_state("networkidle")
                    bytes_[url] = sum(received)
        line = "10 Mbit/s, 40 ms" if classroom else "loopback"
        (a, a95), (b, b95) = summary(times[ours]), summary(times[empty])
        print(f"| {line}, ms to the picture | {a:.0f} ({a95:.0f}) | {b:.0f} ({b95:.0f}) | {a / b:.2f} |")
        mine, other = bytes_[ours] / 1e6, bytes_[empty] / 1e6
        print(f"| {line}, MB | {mine:.2f} | {other:.2f} | {mine / other:.2f} |", flush=True)


def round_trip(page: Page, event: str, selector: str, act: Sequence[str]) -> float:
    """Milliseconds from an event to the frame that shows what it changed."""
    before = page.locator(selector).text_content()
    page.evaluate(f"window.armed = false; window.result = ({ROUND_TRIP})({json.dumps([event, selector, before])}); 0")
    page.wait_for_function("window.armed")
    for key in act:
        page.keyboard.press(key)
    return float(page.evaluate("window.result"))


def edits(browser: Browser, ours: str, button: str) -> None:
    """An edit to its picture, beside the round trip of a bare button."""
    print("\n| edit to picture, ms | median | p95 | p95 beside the button's |\n|---|---|---|---|")
    cases = [("D2L, 2 × 3 × 3, 2 × 2", D2L), ("8 × 12 × 12, 3 × 3", sized(8, 12, 3)), ("8 × 12 × 12, 7 × 7", sized(8, 12, 7))]
    with visitor(browser) as (plain, _):
        plain.goto(button)
        plain.locator("#count").wait_for()
        bases: list[float] = []
        measured: dict[str, list[float]] = {}
        for name, experiment in cases:
            with visitor(browser) as (page, _):
                page.goto(link(ours, experiment))
                cell = page.locator('[data-cell="x 0 0 0"]')
                cell.wait_for()
                page.wait_for_timeout(1000)
                measured[name] = []
                for index in range(RUNS):
                    plain.get_by_role("button", name="go").focus()
                    bases.append(round_trip(plain, "keydown", "#count", ["Enter"]))
                    cell.focus()
                    page.keyboard.press(str(index % 9 + 1) if index % 2 else "0")
                    measured[name].append(round_trip(page, "keydown", '[data-cell="x 0 0 0"] text', ["Enter"]))
                    page.wait_for_timeout(50)
    base, base95 = summary(bases)
    print(f"| a bare st.button | {base:.0f} | {base95:.0f} | 1 |")
    for name, values in measured.items():
        median, p95 = summary(values)
        print(f"| {name} | {median:.0f} | {p95:.0f} | {p95 / base95:.2f} |", flush=True)


def stepping(browser: Browser, ours: str) -> None:
    """Script, style and layout of a step, from its key event on."""
    print("\n| a step in the browser, ms | granularity | median | p95 |\n|---|---|---|---|")
    for name, experiment in (("D2L", D2L), ("8 × 12 × 12, 3 × 3", sized(8, 12, 3))):
        for granularity in GRANULARITIES:
            with visitor(browser) as (page, _):
                page.goto(f"{link(ours, experiment)}&g={granularity}")
                page.locator('[data-cell="x 0 0 0"]').wait_for()
                page.wait_for_timeout(500)
                median, p95 = summary(page.evaluate(STEPS, 300))
                print(f"| {name} | {granularity} | {median:.1f} | {p95:.1f} |", flush=True)


def sizes() -> None:
    """What one rerun sends, and how long Python takes for it."""
    code = len(player_js().encode()) + len(player_css().encode())
    print(f"\nPlayer code in each rerun: {code / 1024:.0f} KB.\n")
    print("| C_in × H × W, kernel | layout KB | numbers KB | rerun KB | Python ms |\n|---|---|---|---|---|")
    cases = [("D2L 2 × 3 × 3, 2 × 2", D2L)]
    for c_in, side, kernel in ((3, 6, 3), (4, 8, 3), (8, 8, 3), (8, 12, 3), (8, 12, 5), (8, 12, 7)):
        cases.append((f"{c_in} × {side} × {side}, {kernel} × {kernel}", sized(c_in, side, kernel)))
    for name, experiment in cases:
        animate(experiment).payload()  # the layout is kept for the next one of the same shape
        start = time.perf_counter()
        payload = animate(experiment).payload()
        text = json.dumps(payload)
        spent = (time.perf_counter() - start) * 1000
        layout = len(payload["svg"]) / 1024
        whole = len(text) / 1024
        print(f"| {name} | {layout:.0f} | {whole - layout:.0f} | {whole + code / 1024:.0f} | {spent:.1f} |")


def main() -> None:
    """Print all tables; a name as argument prints one."""
    wanted = set(sys.argv[1:]) or {"sizes", "steps", "edits", "paint"}
    print(f"Python {platform.python_version()}, {platform.machine()}, {RUNS} runs each, headless Chromium.")
    if "sizes" in wanted:
        sizes()
    with served("app.py") as ours, served("bench/apps/empty.py") as empty, served("bench/apps/button.py") as button:
        with chromium() as browser:
            if "steps" in wanted:
                stepping(browser, ours)
            if "edits" in wanted:
                edits(browser, ours, button)
            if "paint" in wanted:
                first_paint(browser, ours, empty)


if __name__ == "__main__":
    main()
