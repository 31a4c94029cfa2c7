"""The cost page below the browser: its table, typed designs, the address, other pages."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from convviz.core.cost import layer_of
from convviz.formats import link
from convviz.formats.design import EXAMPLE, MAX_TEXT, parse_design
from convviz.lessons.comparisons import COMPARISONS, DOUBLED
from convviz.lessons.presets import presets
from convviz.lessons.sheet import Sheet
from convviz.listings.cost import cost_listing
from convviz.ui.costs import KEY
from tests.components import components, control, trigger
from tests.ui.test_pages import SCRIPT, lesson, payload, run

INCEPTION = "192 -> 32, 5x5, 28x28, pad 2"


def cost_page(**address: str) -> AppTest:
    """Open the page with this address."""
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params.update(address)
    app.switch_page("cost.py")
    return run(app)


def sheet(app: AppTest) -> Sheet:
    found: Sheet = app.session_state[KEY]
    return found


def table(app: AppTest) -> dict[str, list[str]]:
    """Rows of the table: the name first, then what each column says, a ratio after its number."""
    (shown,) = (each.proto.body for each in app.get("html") if "<table" in each.proto.body)
    rows = re.findall(r"<tr.*?>(.*?)</tr>", shown, flags=re.DOTALL)
    cells = [re.findall(r"<t([hd]).*?>(.*?)</t\1>", row, flags=re.DOTALL) for row in rows]
    texts = [[re.sub(r"<.*?>", "", text).strip() for _, text in row] for row in cells]
    return {name: found for name, *found in texts}


def type_design(app: AppTest, text: str) -> AppTest:
    control(app.text_area, "design").set_value(text)
    return run(app)


def test_a_first_visit_shows_double_the_channels() -> None:
    app = cost_page()
    shown = table(app)
    assert shown[""] == ["Current setting", "2 C_in", "2 C_out", "2 C_in, 2 C_out"]
    assert shown["Output (C_out, H′, W′)"] == ["(3, 2, 2)", "(3, 2, 2)", "(6, 2, 2)", "(6, 2, 2)"]
    assert shown["Weights"] == ["24", "48 × 2", "48 × 2", "96 × 4"]
    assert shown["Multiplications"] == ["96", "192 × 2", "192 × 2", "384 × 4"]
    assert shown["Additions in the sums"] == ["84", "180 × 2.143", "168 × 2", "360 × 4.286"]
    assert shown["Memory forward, bytes"][0] == "228 B"
    assert not components(app, "figure")
    assert dict(app.query_params) == {}


def test_the_current_setting_is_live() -> None:
    app = cost_page()
    control(app.number_input, "c_in").set_value(4)
    run(app)
    assert table(app)["Weights"][0] == "48"
    assert link.decode(app.query_params["s"])[0] == lesson(app).experiment
    control(app.number_input, "k_h").set_value(7)
    run(app)
    assert any("The kernel covers 7 rows" in each.value for each in app.text)
    assert table(app)["Weights"][0] == "48"


def test_a_typed_design_stands_beside_and_in_the_address() -> None:
    app = type_design(cost_page(compare="inception"), EXAMPLE)
    shown = table(app)
    assert shown[""] == ["5×5", "1×1, then 5×5", "Your design"]
    assert shown["Multiplications"] == [
        "120,422,400",
        "12,443,648 ÷ 9.677",
        "12,443,648 ÷ 9.677",
    ]
    assert app.query_params["design"] == EXAMPLE
    assert app.query_params["compare"] == "inception"
    type_design(app, " ")
    assert "Your design" not in table(app)[""]
    assert "design" not in app.query_params


def test_after_a_bad_line_nothing_old_stands_beside_the_message() -> None:
    app = type_design(cost_page(compare="inception"), INCEPTION)
    assert table(app)[""] == ["5×5", "1×1, then 5×5", "Your design"]
    type_design(app, INCEPTION + "\n-> 3")
    assert [each.value for each in app.text] == [
        "Line 2: A layer needs the size of its kernel, once: “-> 32, 5x5, pad 2”."
    ]
    assert table(app)[""] == ["5×5", "1×1, then 5×5"]
    assert app.query_params["design"] == INCEPTION + "\n-> 3"
    assert control(app.text_area, "design").value == INCEPTION + "\n-> 3"
    type_design(app, INCEPTION)
    assert not app.text and table(app)[""][-1] == "Your design"


def test_typed_designs_are_compared_with_each_other() -> None:
    app = type_design(cost_page(), f"{INCEPTION}\n\n{EXAMPLE}\n\n3 -> 4, 3x3, 8x8")
    shown = table(app)
    assert shown[""] == ["Design 1", "Design 2", "Design 3"]
    assert shown["Weights"] == ["153,600", "15,872 ÷ 9.677", "108 ÷ 1422"]
    assert "compare" not in app.query_params
    control(app.selectbox, "measure").set_value("Design 2")
    run(app)
    assert table(app)["Weights"] == ["153,600 × 9.677", "15,872", "108 ÷ 147"]
    assert app.query_params["by"] == "2"
    again = cost_page(**{name: app.query_params[name] for name in ("design", "by")})
    assert table(again) == table(app)
    type_design(app, EXAMPLE)  # another table has another measure
    assert "by" not in app.query_params and table(app)["Weights"] == ["15,872"]


def test_the_first_five_of_more_are_shown_and_that_is_said() -> None:
    app = cost_page(compare="kinds", design=f"{INCEPTION}\n\n{EXAMPLE}")
    assert table(app)[""][4:] == ["Design 1"]
    (said,) = (each.value for each in app.text)
    assert said == "6 designs would stand side by side: the first 5 are shown."
    control(app.selectbox, "compare").set_value("typed")
    run(app)
    assert table(app)[""] == ["Design 1", "Design 2"] and not app.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EXAMPLE + " " * MAX_TEXT, "What is typed has 2,039 characters, at most 2,000 fit."),
        ("\n\n".join([INCEPTION] * 5), "Here are 5 designs, parted by empty lines: at most 4"),
        (f"{INCEPTION}\n\n-> 3, 1x1", "Line 3: C_in is missing in the first layer"),
    ],
)
def test_what_is_too_much_is_refused_in_words_and_nothing_is_lost(text: str, said: str) -> None:
    app = type_design(cost_page(), text)
    assert [each.value[: len(said)] for each in app.text] == [said]
    assert control(app.text_area, "design").value == text
    assert table(app)[""][0] == "Current setting"


def test_the_film_shows_what_the_table_does() -> None:
    app = cost_page(compare="inception", step="7", g="product")
    shown = payload(app)
    assert shown["scene"] == "cost" and shown["view"]["step"] == 7
    assert shown["base"]["count 0 1"] == "15,872" and shown["base"]["ratio 0 1"] == "÷ 9.677"


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "x" * (MAX_TEXT + 9), "\0", "1 -> 1, 1x1, 1x1\n" * 99]
)
def test_an_address_with_nonsense_shows_the_page_and_says_so(text: str) -> None:
    app = cost_page(design=text, compare="<i>")
    assert len(app.text) == 1
    assert table(app)[""][0] == "Current setting"
    assert not any("<b>x" in each.proto.body for each in app.get("html"))


def test_an_address_brings_all_back() -> None:
    there = presets()["sobel"]
    app = cost_page(s=link.encode(there), design=INCEPTION, compare="current")
    shown = table(app)
    assert shown[""] == ["Current setting", "Your design"]
    assert shown["Weights"][0] == str(there.weight.size)
    assert control(app.text_area, "design").value == INCEPTION
    broken = cost_page(s="1.x", design=INCEPTION, compare="current")
    assert any("The default example is shown instead" in each.value for each in broken.text)
    assert table(broken)["Weights"][0] == "24"


def test_other_pages_keep_the_experiment_and_the_design() -> None:
    app = run(AppTest.from_file(str(SCRIPT), default_timeout=20))
    control(app.number_input, "height").set_value(5)
    run(app)
    changed = lesson(app).experiment
    app.switch_page("cost.py")
    run(app)
    assert lesson(app).experiment == changed
    assert table(app)["Output (C_out, H′, W′)"][0] == "(1, 4, 2)"
    assert link.decode(app.query_params["s"])[0] == changed
    type_design(app, EXAMPLE)
    app.switch_page("multi_input.py")
    run(app)
    assert lesson(app).experiment == changed
    app.switch_page("cost.py")
    run(app)
    assert control(app.text_area, "design").value == EXAMPLE
    assert table(app)[""][-1] == "Your design"


def test_an_example_of_any_lesson_stays_the_current_setting() -> None:
    app = run(AppTest.from_file(str(SCRIPT), default_timeout=20))
    app.switch_page("pointwise.py")
    run(app)
    app.switch_page("cost.py")
    run(app)
    assert lesson(app).experiment == presets()["pointwise"]
    assert table(app)["Multiplications"][0] == "54"


@pytest.mark.parametrize("name", [each.name for each in COMPARISONS])
def test_every_comparison_has_its_table_and_its_charts(name: str) -> None:
    app = cost_page(compare=name, design=EXAMPLE)
    designs = next(each for each in COMPARISONS if each.name == name).designs
    assert table(app)[""] == [*designs, "Your design"]
    control(app.toggle, "show_charts").set_value(True)
    run(app)
    assert len(components(app, "figure")) == 4


def test_groups_halve_the_current_setting() -> None:
    app = cost_page(s=link.encode(presets()["groups_1"]))
    assert table(app)["Weights"][0] == "16"
    control(app.segmented_control, "groups").set_value(2)
    run(app)
    assert table(app)["Weights"] == ["8", "16 × 2", "16 × 2", "32 × 4"]


def of_setting(app: AppTest) -> str:
    """The program that counts the current setting."""
    return cost_listing((layer_of(lesson(app).experiment),), "numpy").strip()


def test_the_code_of_a_design_is_shown_when_it_is_asked_for() -> None:
    app = cost_page()
    assert not app.code
    assert not app.get("download_button")
    control(app.toggle, "show_code").set_value(True)
    run(app)
    assert not components(app, "figure")
    here = (layer_of(lesson(app).experiment),)
    for language in ("torch", "jax", "tensorflow", "numpy"):
        control(app.segmented_control, "language").set_value(language)
        run(app)
        assert app.code[0].value == cost_listing(here, language).strip()
    control(app.number_input, "c_in").set_value(4)
    run(app)
    assert app.code[0].value == of_setting(app)
    type_design(app, EXAMPLE)
    assert app.code[0].value == cost_listing(parse_design(EXAMPLE), "numpy").strip()
    control(app.selectbox, "compare").set_value("current")
    run(app)
    control(app.selectbox, "code_of").set_value("Current setting")
    run(app)
    assert app.code[0].value == of_setting(app)
    (of,) = (each for each in app.selectbox if each.label == "Code of")
    of.set_value("Your design")
    run(app)
    assert app.code[0].value == cost_listing(parse_design(EXAMPLE), "numpy").strip()
    type_design(app, "1 -> 7, 1x1, 2x2")
    assert app.code[0].value == cost_listing(parse_design("1 -> 7, 1x1, 2x2"), "numpy").strip()
    type_design(app, "")  # the design that was chosen is gone: the first one's code is shown
    assert app.code[0].value == of_setting(app)
    control(app.toggle, "show_code").set_value(False)
    run(app)
    assert not app.code


@pytest.mark.parametrize("name", [each.name for each in COMPARISONS])
def test_every_comparison_has_the_code_of_its_first_design(name: str) -> None:
    app = cost_page(compare=name)
    control(app.toggle, "show_code").set_value(True)
    run(app)
    designs = next(each for each in COMPARISONS if each.name == name).designs
    first = next(iter(designs.values()))
    assert app.code[0].value == cost_listing(first, "numpy").strip()


def take_back(app: AppTest, *names: str) -> AppTest:
    """Undo or redo as the stage tells it, which has no numbers of its own to edit."""
    heard = payload(app)["choices"]["heard"]
    told = [[heard + n, name, None] for n, name in enumerate(names, 1)]
    trigger(app, "stage", "choice", told)
    return run(app)


def test_what_was_changed_last_is_undone_first_be_it_typed_or_set() -> None:
    app = cost_page()
    assert payload(app)["can"] == []
    type_design(app, INCEPTION)
    control(app.selectbox, "compare").set_value("kinds")
    run(app)
    named = dict(app.query_params)
    control(app.selectbox, "compare").set_value(DOUBLED)
    run(app)
    control(app.number_input, "c_in").set_value(4)
    run(app)
    type_design(app, "192 -> 32")  # not a design yet
    assert app.text
    take_back(app, "undo")
    assert not app.text and sheet(app).value.text == INCEPTION
    assert lesson(app).experiment.c_in == 4
    take_back(app, "undo")
    assert lesson(app).experiment.c_in == 2
    assert {*payload(app)["can"]} == {"undo", "redo"}
    take_back(app, "undo")
    compared = {name: app.query_params[name] for name in ("compare", "design")}
    assert compared == {name: named[name] for name in compared}
    take_back(app, "redo", "redo")
    assert lesson(app).experiment.c_in == 4
    take_back(app, "undo", "undo", "undo", "undo")
    assert sheet(app).value.text == "" and "design" not in app.query_params
    assert control(app.text_area, "design").value == ""
