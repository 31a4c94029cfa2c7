"""A visitor's own files in a browser: a large one stays there, one is dropped, one is refused."""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage
from tests.browser.test_access import violations

SIZE = 500 * 2**20  # bytes
WEIGHT = (np.arange(6 * 3 * 3 * 3) % 11 - 5).reshape(6, 3, 3, 3).astype("<f4")
BIAS = np.arange(6, dtype="<f4")
DROP = """([data, name, selector]) => {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0))
  const transfer = new DataTransfer()
  transfer.items.add(new File([bytes], name))
  const roots = [document, ...[...document.querySelectorAll("*")].map(each => each.shadowRoot)]
  const found = roots.map(root => root?.querySelector(selector)).find(Boolean)
  found.dispatchEvent(new DragEvent("drop",
    { bubbles: true, cancelable: true, composed: true, dataTransfer: transfer }))
}"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of 500 MB, most of it a hole that takes no room on the disk."""
    body = WEIGHT.tobytes() + BIAS.tobytes()
    told = {
        "conv1.weight": ("F32", WEIGHT.shape, 0, WEIGHT.nbytes),
        "conv1.bias": ("F32", BIAS.shape, WEIGHT.nbytes, len(body)),
        "fc.weight": ("U8", (SIZE - len(body),), len(body), SIZE),
    }
    header = json.dumps(
        {
            name: {"dtype": kind, "shape": shape, "data_offsets": [begin, end]}
            for name, (kind, shape, begin, end) in told.items()
        }
    ).encode()
    path = tmp_path_factory.mktemp("models") / "large.safetensors"
    with path.open("wb") as file:
        file.write(len(header).to_bytes(8, "little") + header + body)
        file.truncate(8 + len(header) + SIZE)
    return path


def opened(page: Page, path: str = "/multi_output?lang=en") -> Locator:
    page.goto(path)
    Stage(page).ready()
    page.get_by_text("File", exact=True).click()
    panel = page.locator(".convviz.opening")
    expect(panel.get_by_role("button", name="Choose a file")).to_be_visible()
    return panel


def test_a_large_model_stays_where_it_is(page: Page, large: Path) -> None:
    sent: list[int] = []

    def count(payload: str | bytes) -> None:
        sent.append(len(payload))

    page.on("websocket", lambda socket: socket.on("framesent", count))
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/multi_output?lang=en")
    Stage(page).ready()
    assert not any("opening-" in url for url in fetched)
    page.get_by_text("File", exact=True).click()
    panel = page.locator(".convviz.opening")
    expect(panel.get_by_role("button", name="Choose a file")).to_be_visible()
    sent.clear()
    panel.locator("input[type=file]").set_input_files(large)
    expect(panel.get_by_role("status")).to_have_text("large.safetensors: 1 convolution")
    row = page.locator(".convviz-layers tbody tr")
    expect(row).to_contain_text("6 × 3 × 3 × 3")
    expect(row).to_contain_text(f"{WEIGHT.max():.4g}")
    assert sum(sent) < 2**20
    picture = page.locator(".st-key-sheet img")
    expect(picture).to_have_attribute("alt", re.compile("6 outputs .*3 slices 3×3"))
    assert violations(page) == []
    page.get_by_role("button", name="Use these kernels").press("Enter")
    stage = Stage(page)
    expect(stage.root.locator('[data-cell="k 3 2 2 2"]')).to_have_count(1)
    stage.expect_number("k 2 1 0 0", f"{WEIGHT[2, 1, 0, 0]:g}".replace("-", "−"))
    assert stage.numbers("b") == ["0", "1", "2", "3"]


def test_tensors_are_dropped_on_what_they_are_for(page: Page) -> None:
    panel = opened(page, "/?lang=en")
    stage = Stage(page)

    def drop(content: bytes, name: str, on: str) -> None:
        page.evaluate(DROP, [base64.b64encode(content).decode(), name, on])

    drop(b"1 2 3 4\n5 6 7 8\n9 8 7 6\n", "photo.tsv", '[data-cell="x 0 0 0"]')
    expect(panel.get_by_role("status")).to_have_text("photo.tsv: 1 tensor")
    stage.expect_number("x 0 2 3", "6")
    file = io.BytesIO()
    np.save(file, np.full((1, 2, 2), 7))
    drop(file.getvalue(), "k.npy", '[data-cell="k 0 0 0"], [data-cell="k 0 0 0 0"]')
    stage.expect_number("k 0 0 1 1", "7")
    drop(b"PK\x03\x04model/data.pkl", "model.pth", '[data-cell="x 0 0 0"]')
    expect(panel.get_by_role("status")).to_contain_text("save_file")
    stage.expect_number("x 0 2 3", "6")
