"""The server is killed and started again while a class edits: no document is lost."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.serving import free_port, healthy, serve
from tests.browser.stage import Stage

AWAY = 30_000  # ms, in which Streamlit's client has found the server again


def test_a_server_that_is_killed_and_started_again_takes_no_document_along(
    browser: Browser, tmp_path: Path
) -> None:
    port, log = free_port(), tmp_path / "server.log"
    with log.open("wb") as output:
        server = serve(port, output)
        try:
            url = healthy(port, server, log)
            stages = [
                Stage(browser.new_page()).open(f"{url}/{address}multi_output?lang=en")
                for address in ("play/", "")
            ]
            for stage in stages:
                stage.edit("x 0 0 0", "7")
                stage.expect_number("x 0 0 0", "7")
                stage.root.focus()
                stage.press("ArrowRight", "ArrowRight")
                stage.saved()
            server.kill()
            server.wait()
            for stage in stages:
                stage.edit("x 0 0 1", "8")  # nobody answers it
                stage.root.focus()
                stage.press("ArrowRight")
                stage.expect_step(3)
                stage.expect_number("x 0 0 0", "7")
            server = serve(port, output)
            healthy(port, server, log)
            for stage in stages:
                cell = stage.cell("x 0 0 1").locator("text")
                expect(cell).to_have_text("8", timeout=AWAY)
                stage.expect_number("x 0 0 0", "7")
                stage.expect_step(3)
                stage.saved()
                stage.button("Undo").click()
                stage.expect_number("x 0 0 1", "1")
                stage.expect_number("x 0 0 0", "7")
                stage.button("Redo").click()
                stage.expect_number("x 0 0 1", "8")
                stage.saved()
                stage.page.reload()
                stage.ready().expect_step(3)
                stage.expect_number("x 0 0 0", "7")
                stage.expect_number("x 0 0 1", "8")
                stage.page.close()
        finally:
            server.kill()
            server.wait()
