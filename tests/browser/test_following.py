"""Tables and the stack that turns show of what is calculated what the stage has come by."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.stage import Stage

CELLS = """boxes => boxes.filter(box => box.getAttribute("aria-label").startsWith("Y["))
  .map(box => [...box.querySelectorAll("tbody td")].map(cell => cell.textContent))"""
# What stands in the cells of the output in the figure, and how many of them have a colour.
DRAWN = """box => {
  const late = box.data.filter(trace => trace.meta)
  const hollow = box.data.find(trace => trace.meta?.cells.includes("y 2 1 1")).facecolor[3]
  return [late.flatMap(trace => trace.text ?? []),
    late.flatMap(trace => trace.customdata ?? []).length,
    late.flatMap(trace => trace.facecolor ?? []).filter(colour => colour !== hollow).length / 2]
}"""


def test_tables_and_stack_follow_the_step(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/multi_output?g=window&lang=en")
    page.get_by_text("Tables", exact=True).click()
    boxes = page.locator(".convviz-tables > div")
    expect(boxes.last).to_have_attribute("aria-label", "Y[2]")
    legend = page.locator(".convviz-scale")
    assert boxes.evaluate_all(CELLS) == [[""] * 4] * 3
    assert "output" not in (legend.text_content() or "")
    first = ["56", "72", "104", "120"]
    for _ in range(5):
        stage.press("PageDown")
    assert boxes.evaluate_all(CELLS) == [first, ["76", "", "", ""], [""] * 4]
    stage.press("PageUp")
    assert boxes.evaluate_all(CELLS) == [first, [""] * 4, [""] * 4]
    page.locator("[aria-label=Walk] button[value=window]").click()
    stage.press("End")
    assert boxes.evaluate_all(CELLS) == [["", "", "", n] for n in ("120", "172", "224")]
    assert "output" not in (legend.text_content() or "")
    page.locator("[aria-label=Walk] button[value=all]").click()
    stage.press("End")
    assert boxes.evaluate_all(CELLS)[2] == ["96", "128", "192", "224"]
    expect(legend).to_contain_text("partial sums, bias and output: colours from −224 to 224")

    stage.press("Home")
    page.get_by_text("3-D stack").click()
    space = page.locator(".convviz-figure.js-plotly-plot")
    expect(space).to_have_attribute("data-marked", "", timeout=30_000)
    assert space.evaluate(DRAWN) == [[], 0, 0]
    stage.root.focus()
    for _ in range(5):
        stage.press("PageDown")
    expect(space).to_have_attribute(
        "data-marked",
        "x 0 0 0, x 0 0 1, x 0 1 0, x 0 1 1, x 1 0 0, x 1 0 1, x 1 1 0, x 1 1 1, y 1 0 0",
    )
    assert space.evaluate(DRAWN) == [[*first, "76"], 5, 5]
    stage.press("PageUp")
    expect(space).not_to_have_attribute("data-marked", "y 1 0 0")
    page.wait_for_function(f"() => ({DRAWN})(document.querySelector('.convviz-figure'))[1] === 4")
