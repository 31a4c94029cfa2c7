"""The page without a session: it steps, presents, edits, undoes, keeps and follows its address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, WebSocket, expect

from convviz.core.conv import output
from convviz.formats import link
from convviz.lessons import editing
from convviz.lessons.course import LESSONS
from convviz.lessons.presets import preset
from convviz.playback.stateless import STATELESS
from tests.browser.errors import NOT_TAKEN
from tests.browser.stage import PLAY_PAGES, Stage
from tests.browser.test_access import violations

D2L = preset("d2l_three_out").experiment


@pytest.fixture
def page(page: Page, page_errors: list[str]) -> Iterator[Page]:
    """A page that may complain of refusals alone, which the browser tells by itself."""
    yield page
    page_errors[:] = [each for each in page_errors if not NOT_TAKEN.search(each)]


@pytest.fixture
def stage(page: Page, app_url: str) -> Stage:
    return Stage(page).open(f"{app_url}/play/multi_output?lang=en")


def in_address(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("s", [""])[0]


def asked(page: Page) -> list[dict[str, object]]:
    """The changes that the page sends from now on."""
    sent: list[dict[str, object]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/convviz/change"):
            sent.append(json.loads(request.post_data or "{}"))

    page.on("request", note)
    return sent


@pytest.mark.parametrize("address", PLAY_PAGES)
def test_every_lesson_is_one_small_page_of_one_origin(
    page: Page, app_url: str, address: str
) -> None:
    sockets: list[WebSocket] = []
    requests: list[Request] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.on("request", lambda request: requests.append(request))
    stage = Stage(page).open(f"{app_url}{address}?lang=en").settle()
    name = address.removeprefix("/play/") or "multi_input"
    expect(stage.root).to_have_attribute("data-stage", name)
    expect(page.get_by_role("heading", level=1)).to_have_text(STATELESS[name].title)
    assert sockets == []
    assert all(request.url.startswith((app_url, "data:")) for request in requests)
    sizes = [request.sizes() for request in requests if request.url.startswith("http")]
    over_the_line = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert 0 < over_the_line <= 70_000
    # A number that is not reached yet is nowhere in the document.
    assert not page.locator("script[type='application/json']").count()
    assert {*stage.numbers("y ")} <= {""}


def test_a_number_is_edited_undone_and_had_back(stage: Stage) -> None:
    page = stage.page
    stage.edit("x 0 0 1", "7")
    stage.expect_number("x 0 0 1", "7")
    expected = editing.set_cell(D2L, "x 0 0 1", "7")
    expect(page).to_have_url(re.compile("s="))
    assert link.decode(in_address(page))[0] == expected
    stage.press("End")
    assert stage.number("y 2 1 1") == f"{output(expected)[2, 1, 1]:g}"
    stage.button("Undo").click()
    stage.expect_number("x 0 0 1", "1")
    stage.button("Redo").click()
    stage.expect_number("x 0 0 1", "7")
    stage.button("Reset").click()
    stage.expect_number("x 0 0 1", "1")
    expect(stage.button("Reset")).to_be_disabled()


def test_several_numbers_typed_in_a_row_are_one_after_another(stage: Stage) -> None:
    stage.cell("x 0 0 0").click()
    for text in ("0.25", "-1.5", "1000000", "1e-6"):
        stage.page.keyboard.type(text)
        stage.press("Tab")
    stage.expect_number("x 0 1 0", "1e-6")
    assert stage.numbers("x 0 0") == ["0.25", "-1.5", "1e6"]
    stage.paste("x 1 0 0", "9 8\n7 6")
    stage.expect_number("x 1 0 0", "9")
    stage.expect_number("x 1 1 1", "6")


def test_what_is_refused_stays_as_it_was_and_says_why(stage: Stage) -> None:
    stage.edit("k 2 1 0 0", "abc")
    expect(stage.refusal()).to_contain_text("“abc” is not a number here")
    stage.expect_number("k 2 1 0 0", "3")
    stage.edit("k 2 1 0 0", "4")
    stage.expect_number("k 2 1 0 0", "4")
    expect(stage.refusal()).to_be_hidden()


def test_an_example_and_a_size(stage: Stage) -> None:
    page = stage.page
    stage.press("ArrowRight", "ArrowRight")
    page.get_by_role("combobox", name="Example").select_option("sobel")
    expect(page.locator("[data-part=sentence]")).to_have_text(preset("sobel").note)
    stage.expect_step(0)
    outputs = page.get_by_label("Outputs C_out")
    outputs.fill("4")
    outputs.press("Enter")
    expect(page.locator("[data-part=shapes]")).to_contain_text("4 biases")
    expect(stage.cell("k 3 0 0 0")).to_be_visible()
    page.go_back()
    expect(stage.cell("k 3 0 0 0")).to_have_count(0)
    expect(outputs).to_have_value("2")
    page.go_forward()
    expect(stage.cell("k 3 0 0 0")).to_be_visible()


def test_after_an_example_was_pointed_at_the_keys_are_the_stages(stage: Stage) -> None:
    chooser = stage.page.get_by_role("combobox", name="Example")
    chooser.focus()
    stage.press("ArrowDown")  # who goes through the list by keys stays there
    expect(stage.page).to_have_url(re.compile("s="))
    expect(chooser).to_be_focused()
    chooser.dispatch_event("pointerdown")
    chooser.select_option("sobel")
    expect(stage.root).to_be_focused()
    expect(stage.page.locator("[data-part=sentence]")).to_have_text(preset("sobel").note)
    stage.press("ArrowRight")
    stage.expect_step(1)


def test_a_size_that_cannot_be_is_refused_with_the_rule(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/play/?lang=en")
    height = page.get_by_label("Height H")
    height.fill("1")
    height.press("Enter")
    expect(page.locator("[data-part=notice]")).to_contain_text("The kernel covers 2 rows")
    expect(height).to_have_value("3")
    assert stage.number("x 0 2 2") == "8"


def test_an_address_with_numbers_and_a_step_opens_there(page: Page, app_url: str) -> None:
    text = link.encode(editing.set_cell(D2L, "x 0 0 1", "7"))
    stage = Stage(page).open(f"{app_url}/play/multi_output?s={text}&step=4&g=window&lang=en")
    stage.expect_step(4)
    expect(stage.root).to_have_attribute("data-grain", "window")
    stage.expect_number("x 0 0 1", "7")
    page.reload()
    stage.ready().expect_step(4)
    stage.expect_number("x 0 0 1", "7")


def test_a_broken_address_shows_the_example_and_says_so(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/play/multi_output?s=1.broken&lang=en")
    expect(page.locator("[data-part=notice]")).to_contain_text("This link is broken")
    stage.expect_number("x 0 0 1", "1")


def test_a_link_to_another_lesson_takes_changed_numbers_along(stage: Stage) -> None:
    page = stage.page
    stage.cell("x 0 0 1").click()
    page.keyboard.type("55")  # and no Enter
    page.get_by_role("link", name="Groups").click()
    expect(stage.root).to_have_attribute("data-stage", "groups")
    stage.expect_number("x 0 0 1", "55")
    assert link.decode(in_address(page))[0].x[0, 0, 1] == 55
    page.go_back()
    expect(stage.root).to_have_attribute("data-stage", "multi_output")
    stage.expect_number("x 0 0 1", "55")


def test_an_untouched_example_gives_way_to_that_of_the_lesson(stage: Stage) -> None:
    stage.page.get_by_role("link", name="1×1 convolution").click()
    expect(stage.root).to_have_attribute("data-stage", "pointwise")
    assert stage.page.locator("select").input_value() == LESSONS["pointwise"].examples[0]


def test_presenting_goes_on_in_the_next_lesson(stage: Stage) -> None:
    page = stage.page
    stage.press("f")
    expect(page.locator(".convviz.present")).to_be_visible()
    stage.press("Shift+PageDown")
    expect(stage.root).to_have_attribute("data-stage", "pointwise")
    expect(page.locator(".convviz.present")).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    stage.press("c")
    expect(page.locator(".program")).to_be_visible()
    expect(page.locator(".program code, .program pre").first).to_be_visible()
    stage.press("c", "e")
    page.get_by_role("button", name="Swap red and blue").click()
    expect(page).to_have_url(re.compile("s="))
    stage.press("Escape")
    expect(page.locator(".convviz.present")).to_have_count(0)


def test_another_language_keeps_numbers_and_step(stage: Stage) -> None:
    page = stage.page
    stage.edit("x 0 0 1", "7")
    stage.expect_number("x 0 0 1", "7")
    stage.root.focus()
    stage.press("ArrowRight", "ArrowRight")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("多输出通道")
    stage.ready().expect_step(2)
    stage.expect_number("x 0 0 1", "7")
    stage.edit("x 0 0 1", "abc")
    expect(stage.refusal()).to_contain_text("“abc”")
    assert not re.search("not a number", stage.refusal().inner_text())


def test_the_theme_is_chosen_and_kept(stage: Stage) -> None:
    page = stage.page
    page.get_by_role("button", name="Dark theme").click()
    expect(stage.root).to_have_class(re.compile(r"\bdark\b"))
    page.reload()
    expect(stage.ready().root).to_have_class(re.compile(r"\bdark\b"))
    page.get_by_role("button", name="Light theme").click()
    expect(stage.root).not_to_have_class(re.compile(r"\bdark\b"))


def test_all_controls_are_one_click_away_with_everything_as_it_is(stage: Stage) -> None:
    page = stage.page
    stage.edit("x 0 0 1", "7")
    stage.expect_number("x 0 0 1", "7")
    stage.root.focus()
    stage.press("ArrowRight", "ArrowRight", "ArrowRight")
    page.get_by_role("link", name="All controls").click()
    expect(page.get_by_test_id("stMain")).to_be_visible(timeout=20_000)
    stage.ready().expect_step(3)
    stage.expect_number("x 0 0 1", "7")


def test_others_follow_to_the_page_without_a_session(
    stage: Stage, page: Page, app_url: str
) -> None:
    for address in ("play/multi_output", "multi_output", "play/receptive_field", "cost"):
        stage.open(f"{app_url}/{address}?lang=en").settle()
        lesson = address.removeprefix("play/")
        stage.press("q")
        dialog = page.get_by_role("dialog")
        field = dialog.get_by_role("textbox")
        field.fill(app_url)
        field.press("Enter")
        expect(dialog.locator(".link")).to_contain_text(f"{app_url}/play/{lesson}?")
        stage.press("Escape")


def test_a_server_that_is_away_for_a_while_loses_nothing(stage: Stage) -> None:
    page = stage.page
    failed: list[str] = []

    def away(route: Route) -> None:
        failed.append(route.request.url)
        if len(failed) < 3:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    page.route("**/convviz/change", away)
    stage.edit("x 0 0 1", "7")
    expect(page.locator("[data-part=notice]")).to_contain_text("The server does not answer")
    stage.edit("x 0 0 2", "8")
    stage.expect_number("x 0 0 1", "7")
    stage.expect_number("x 0 0 2", "8")
    expect(page.locator("[data-part=notice]")).to_have_text("")
    assert len(failed) == 4


def test_a_browser_that_holds_the_picture_is_not_sent_it_again(stage: Stage) -> None:
    sent, answers = asked(stage.page), []
    for text in ("7", "8"):
        with stage.page.expect_response("**/convviz/change") as answer:
            stage.edit("x 0 0 1", text)
        stage.expect_number("x 0 0 1", text)
        answers.append(answer.value.json())
    assert [each["change"] for each in sent] == [
        {"at": "x 0 0 1", "text": "7"},
        {"at": "x 0 0 1", "text": "8"},
    ]
    assert [each["data"]["svg"] for each in answers] == ["", ""]


def test_pages_without_a_light_one_lead_to_their_own(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/play?lang=en")
    assert urlsplit(page.url).path == "/play/"
    assert page.request.get(f"{app_url}/play/none", max_redirects=0).headers["location"] == "./"
    there = page.request.get(f"{app_url}/play/images?lang=zh", max_redirects=0)
    assert there.headers["location"] == "../images?lang=zh"


def test_a_network_is_set_layer_by_layer_undone_and_found_again(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/play/receptive_field?lang=en")
    sees = page.get_by_text("a cell sees 7×7", exact=True)
    layer, stride = page.get_by_label("Settings of layer"), page.get_by_label("Stride s")
    expect(sees).to_have_count(0)
    stride.fill("2")
    stride.press("Enter")
    expect(sees).to_be_visible()
    expect(page).to_have_url(re.compile(r"layers=k3s2p0d1\.k3s1p0d1&size=7"))
    layer.fill("2")
    layer.press("Enter")
    expect(stride).to_have_value("1")
    stride.fill("4")
    stride.press("Enter")
    expect(page).to_have_url(re.compile(r"k3s2p0d1\.k3s4p0d1"))
    stage.button("Undo").click()  # what was looked at is no step of the history
    stage.button("Undo").click()
    expect(page).to_have_url(re.compile(r"layers=k3s1p0d1\.k3s1p0d1"))
    expect(stage.button("Undo")).to_be_disabled()
    stage.button("Redo").click()
    expect(sees).to_be_visible()
    page.reload()
    expect(stage.ready().root).to_be_visible()
    expect(sees).to_be_visible()
    stage.press("ArrowRight")
    page.get_by_role("link", name="All controls").click()
    expect(page.get_by_test_id("stMain")).to_be_visible(timeout=20_000)
    stage.ready().expect_step(1)
    expect(page.get_by_label("Stride s")).to_have_value("2")


def test_numbers_outlive_a_visit_to_a_network_and_set_the_cost(stage: Stage) -> None:
    page = stage.page
    stage.edit("x 0 0 1", "55")
    stage.expect_number("x 0 0 1", "55")
    page.get_by_role("link", name="Receptive field").click()
    expect(stage.root).to_have_attribute("data-stage", "receptive_field")
    assert "s=" not in urlsplit(page.url).query
    page.get_by_role("link", name="Cost").click()
    expect(stage.root).to_have_attribute("data-stage", "cost")
    assert link.decode(in_address(page))[0].x[0, 0, 1] == 55
    page.get_by_role("combobox", name="Example").select_option("kinds")
    expect(page).to_have_url(re.compile("compare=kinds"))
    expect(page.get_by_label("Width W")).to_have_count(0)
    stage.button("Undo").click()
    expect(page).not_to_have_url(re.compile("compare="))
    width = page.get_by_label("Width W")
    width.fill("12")
    width.press("Enter")
    expect(page).to_have_url(re.compile("s="))
    stage.root.focus()
    stage.press("End")
    expect(page.locator("[data-equation]")).not_to_have_text("")
    page.get_by_role("link", name="Groups").click()
    expect(stage.root).to_have_attribute("data-stage", "groups")
    stage.expect_number("x 0 0 1", "55")


def test_in_a_frame_it_has_no_corner(page: Page, app_url: str) -> None:
    Stage(page).open(f"{app_url}/play/multi_output?embed=true")
    expect(page.locator(".corner")).to_be_hidden()
    page.get_by_role("link", name="Groups").click()
    expect(page).to_have_url(re.compile("groups.*embed=true"))


@pytest.mark.parametrize(
    ("address", "language"),
    [*((each, "en") for each in PLAY_PAGES[1::3]), ("/play/cost", "zh")],
)
def test_axe_finds_nothing(page: Page, app_url: str, address: str, language: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    stage = Stage(page).open(f"{app_url}{address}?lang={language}")
    for presenting in (False, True):
        if presenting:
            stage.root.focus()
            stage.press("f")
            expect(page.locator(".convviz.present")).to_be_visible()
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            stage.settle()
            assert violations(page) == [], (theme, presenting)
