"""The page on the receptive field, without a browser: settings, refusals, the address, kernels."""

from typing import Any, cast

import pytest
from streamlit.testing.v1 import AppTest

from convviz.core.arguments import ExperimentError
from convviz.core.network import Layer, Network
from convviz.formats import link
from convviz.formats.numerals import number
from convviz.lessons.kernels import EXAMPLES as PAIRS
from convviz.lessons.networks import EXAMPLES, HOME, NetworkDocument, check_shown, read, write
from convviz.lessons.presets import presets
from convviz.listings.network import network_listing
from convviz.ui.network import KEY
from tests.components import components, control, trigger
from tests.ui.test_pages import SCRIPT, lesson, payload, run


def start(**query: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.switch_page("receptive_field.py")
    app.query_params.update(query)
    return run(app)


def current(app: AppTest) -> NetworkDocument:
    found: NetworkDocument = app.session_state[KEY]
    return found


def linked(app: AppTest) -> Network:
    """Find what the address stands for: without a network of its own, the first example."""
    if "layers" not in app.query_params:
        return EXAMPLES[HOME].network
    return read(app.query_params["layers"], app.query_params["size"])


def equation(app: AppTest) -> str:
    sent = payload(app)
    return "".join(sent["frames"][0]["equation"]["texts"])


def set_number(app: AppTest, key: str, value: int) -> AppTest:
    control(app.number_input, f"net_{key}").set_value(value)
    return run(app)


def test_the_page_opens_with_two_3x3() -> None:
    app = start()
    assert current(app).network == EXAMPLES[HOME].network == linked(app)
    assert " = 1 + 2·1 + 2·1 = 5; " in equation(app)
    assert payload(app)["stops"] == {"product": [1, 2, 3], "window": [3]}
    (component,) = components(app, "stage")
    assert component.proto.ByteSize() <= 64 * 1024


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_shown_with_its_note_and_linked(name: str) -> None:
    app = start()
    control(app.selectbox, "network").set_value(name)
    run(app)
    assert current(app).network == EXAMPLES[name].network == linked(app)
    assert EXAMPLES[name].note in [each.value for each in app.caption]
    again = start(**app.query_params)
    assert current(again).network == EXAMPLES[name].network
    assert current(again).example == name


def test_the_settings_of_a_layer() -> None:
    app = start()
    set_number(app, "size", 12)
    set_number(app, "layers", 3)
    assert current(app).layer == 2  # the new one
    for key, value in {"kernel_size": 2, "stride": 2, "padding": 3, "dilation": 4}.items():
        set_number(app, key, value)
    assert current(app).network == Network(
        12, [Layer(3), Layer(3), Layer(2, stride=2, padding=3, dilation=4)]
    )
    assert linked(app) == current(app).network
    cast("Any", app.get("button_group")[0]).set_value(0)
    run(app)
    assert control(app.number_input, "net_kernel_size").value == 3
    set_number(app, "layers", 1)
    assert current(app).network == Network(12, [Layer(3)])


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("size", 2, "Layer 1: The kernel covers 3 rows"),
        ("size", 4, "Layer 2: The kernel covers 3 rows"),
        ("kernel_size", 7, "Layer 2: The kernel covers 3 rows"),
        ("dilation", 4, "Layer 1: The kernel covers 9 rows"),
        ("stride", 3, "Layer 2: The kernel covers 3 rows"),
    ],
)
def test_what_cannot_be_is_refused_and_the_picture_stays(key: str, value: int, rule: str) -> None:
    app = start()
    before = payload(app)
    set_number(app, key, value)
    assert any(each.value.startswith(rule) for each in app.text)
    assert current(app).network == EXAMPLES[HOME].network == linked(app)
    assert payload(app)["layout"] == before["layout"]
    assert control(app.number_input, f"net_{key}").value == {"size": 7, "kernel_size": 3}.get(
        key, 1
    )
    set_number(app, "size", 8)
    assert not app.text


def test_a_map_too_large_to_show_is_refused() -> None:
    app = start(layers="k1s1p3d1.k1s1p0d1", size="12")
    cast("Any", app.get("button_group")[0]).set_value(1)
    run(app)
    set_number(app, "padding", 1)
    assert any("Map 1 would have 20 rows" in each.value for each in app.text)
    with pytest.raises(ExperimentError, match="at most 18"):
        check_shown(Network(12, [Layer(1, padding=3), Layer(1, padding=3)]))


@pytest.mark.parametrize(
    "query",
    [
        {"layers": "k3s1p0d1"},
        {"size": "7"},
        {"layers": "", "size": ""},
        {"layers": "k3s1p0d1.k3s1p0d1.k3s1p0d1.k3s1p0d1", "size": "12"},
        {"layers": "k9s1p0d1", "size": "12"},
        {"layers": "k3s0p0d1", "size": "12"},
        {"layers": "k3s1p0d1\0", "size": "12"},
        {"layers": "k\N{ARABIC-INDIC DIGIT THREE}s1p0d1", "size": "12"},
        {"layers": "k3s1p0d1", "size": "13"},
        {"layers": "k3s1p0d1", "size": "-1"},
        {"layers": "k3s1p0d1", "size": "\N{FULLWIDTH DIGIT NINE}"},
        {"layers": "k7s1p0d4", "size": "3"},
        {"layers": "k1s1p3d1.k1s1p3d1", "size": "12"},
        {"layers": "<script>alert(1)</script>", "size": "7"},
        {"layers": "k3s1p0d1." * 10_000, "size": "7"},
    ],
)
def test_a_broken_link_shows_the_default_and_says_so(query: dict[str, str]) -> None:
    app = start(**query)
    assert current(app).network == EXAMPLES[HOME].network == linked(app)
    assert any("The default example is shown instead" in each.value for each in app.text)


@pytest.mark.parametrize(
    ("step", "g", "shown"),
    [
        ("4", "window", (4, "window")),
        ("27", "product", (27, "product")),
        ("999", "window", (9, "window")),
        ("-1", "product", (0, "product")),
        ("\N{ARABIC-INDIC DIGIT THREE}", "channel", (0, "window")),
        ("1e3", "<b>", (0, "window")),
        ("9" * 5000, "window", (0, "window")),
    ],
)
def test_the_place_in_a_link(step: str, g: str, shown: tuple[int, str]) -> None:
    app = start(layers="k3s1p0d1.k3s1p0d1", size="7", step=step, g=g)
    view = payload(app)["view"]
    assert (view["step"], view["granularity"]) == shown


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_address_holds_the_network(name: str) -> None:
    network = EXAMPLES[name].network
    assert read(**write(network)) == network


def test_the_other_lessons_keep_their_numbers() -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["s"] = link.encode(presets()["d2l_first_channel_off"])
    run(app)
    before = lesson(app).experiment
    app.switch_page("receptive_field.py")
    run(app)
    set_number(app, "size", 9)
    app.switch_page("multi_input.py")
    app.query_params.clear()
    run(app)
    assert lesson(app).experiment == before
    # The browser writes the address of a page that was entered, with what it is told.
    assert link.decode(payload(app)["view"]["entry"]["s"])[0] == before
    app.switch_page("receptive_field.py")
    app.query_params.clear()
    run(app)
    assert current(app).network.size == (9, 9)
    assert read(**payload(app)["view"]["entry"]) == current(app).network


def opened() -> AppTest:
    app = start()
    app.toggle[0].set_value(True)
    return run(app)


def folded(app: AppTest) -> dict[str, Any]:
    """All that the stage is sent, as it is at the last position."""
    sent = payload(app)
    shown = dict(sent["base"])
    for frame in sent["frames"]:
        shown |= frame
    return shown


def shown(app: AppTest, prefix: str) -> list[str]:
    return [value[0] for name, value in folded(app).items() if name.startswith(prefix)]


BOTH = ["152", "172", "192", "252", "272", "292", "352", "372", "392"]


def test_two_kernels_as_one_take_the_stage_and_give_it_back() -> None:
    app = opened()
    assert payload(app)["scene"] == "two_kernels"
    assert shown(app, "e 0") == ["1", "2", "0", "2", "4", "4", "−3", "2", "8"]
    assert shown(app, "y 0") == shown(app, "once 0") == BOTH
    assert app.query_params["first"] == "[[1,2],[3,4]]"
    assert app.query_params["second"] == "[[1,0],[-1,2]]"
    again = start(**app.query_params, step="7", g="window")
    assert again.toggle[0].value
    assert payload(again)["view"]["step"] == 7
    assert payload(again)["view"]["granularity"] == "window"
    assert shown(again, "y 0") == BOTH
    app.toggle[0].set_value(False)
    run(app)
    assert payload(app)["scene"] == "receptive_field"
    assert "first" not in app.query_params and "second" not in app.query_params


@pytest.mark.parametrize("name", PAIRS)
def test_every_pair_of_kernels_is_shown_with_its_note(name: str) -> None:
    app = opened()
    control(app.selectbox, "kernels_example").set_value(name)
    run(app)
    assert PAIRS[name].note in [each.value for each in app.caption]
    assert shown(app, "e 0") == [number(float(n)) for n in PAIRS[name].two.single.ravel()]
    again = start(**app.query_params)
    assert PAIRS[name].note in [each.value for each in again.caption]


def test_padding_around_both() -> None:
    app = opened()
    control(app.selectbox, "kernels_example").set_value("boxes")
    run(app)
    assert app.query_params["around"] == "1"
    marked = [name for name in folded(app) if name.startswith("differs Y")]
    assert len(marked) == 16
    control(app.toggle, "around").set_value(False)
    run(app)
    assert "around" not in app.query_params
    assert not any(name.startswith("differs") for name in folded(app))
    assert shown(app, "y 0") == shown(app, "once 0")


def test_typed_kernels() -> None:
    app = opened()
    control(app.text_input, "first_kernel").set_value("[[0, 1], [2, 3]]")
    control(app.text_input, "second_kernel").set_value("[[0, 1], [2, 3]]")
    run(app)
    assert shown(app, "e 0") == ["0", "0", "1", "0", "4", "6", "4", "12", "9"]
    control(app.text_input, "second_kernel").set_value("[[0.1, 1/3, 0.7]]")
    run(app)
    assert not app.text
    assert len(shown(app, "e 0")) == 2 * 4


@pytest.mark.parametrize("query", [{"first": "[[1]]"}, {"first": "<b>", "second": "[[1]]"}])
def test_a_broken_link_to_two_kernels_shows_the_first_and_says_so(query: dict[str, str]) -> None:
    app = start(**query)
    assert any("The default example is shown instead" in each.value for each in app.text)
    assert shown(app, "y 0") == BOTH


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "is not a number"),
        ("[[1, 2], [3]]", "not rectangular"),
        ("", "no numbers"),
        ("[[[1]], [[2]]]", "one table of at most 5×5"),
        ("[[1, 2, 3, 4, 5, 6]]", "one table of at most 5×5"),
        ("<b>1</b>", "is not a number"),
        ("[[1e9]]", "too large"),
    ],
)
def test_a_kernel_that_is_none_is_refused(typed: str, said: str) -> None:
    app = opened()
    control(app.text_input, "first_kernel").set_value(typed)
    run(app)
    assert any(
        each.value.startswith("The first kernel") and said in each.value for each in app.text
    )
    assert control(app.text_input, "first_kernel").value == typed
    assert shown(app, "y 0") == BOTH  # the kernels before it


def test_the_stage_is_told_nothing_that_can_be_edited() -> None:
    sent: dict[str, Any] = payload(start())
    assert sent["fixed"] is True
    assert sent["can"] == []


def toggle_code(app: AppTest) -> AppTest:
    (found,) = (each for each in app.toggle if each.label == "Code")
    found.set_value(not found.value)
    return run(app)


def test_the_code_of_the_current_network_is_shown_when_it_is_asked_for() -> None:
    app = start()
    assert not app.code
    assert not app.get("download_button")
    toggle_code(app)
    assert len(app.get("download_button")) == 1
    assert "Plain loops" not in control(app.segmented_control, "language").options
    for language in ("torch", "jax", "tensorflow", "numpy", "convviz"):
        control(app.segmented_control, "language").set_value(language)
        run(app)
        assert app.code[0].value == network_listing(current(app).network, language).strip()
    set_number(app, "size", 11)
    set_number(app, "stride", 2)
    assert current(app).network == Network(11, [Layer(3, stride=2), Layer(3)])
    (shown,) = app.code
    assert shown.value == network_listing(current(app).network, "convviz").strip()
    assert "cv.Layer(3, stride=2)" in shown.value
    set_number(app, "size", 2)  # refused
    assert app.code[0].value == shown.value
    toggle_code(app)
    assert not app.code


def test_the_plain_loops_of_another_page_are_not_asked_for_here() -> None:
    app = run(AppTest.from_file(str(SCRIPT), default_timeout=20))
    toggle_code(app)
    control(app.segmented_control, "language").set_value("loops")
    run(app)
    for page in ("receptive_field.py", "cost.py"):
        app.switch_page(page)
        run(app)
        if not app.code:
            toggle_code(app)
        assert app.code[0].language == "python"
        assert control(app.segmented_control, "language").value == "numpy"
        assert "import numpy as np" in app.code[0].value


def take_back(app: AppTest, *names: str) -> AppTest:
    """Undo, redo or reset as the stage tells it, which has no numbers of its own to edit."""
    heard = payload(app)["choices"]["heard"]
    told = [[heard + n, name, None] for n, name in enumerate(names, 1)]
    trigger(app, "stage", "choice", told)
    return run(app)


def test_what_is_set_can_be_undone() -> None:
    app = start()
    assert payload(app)["can"] == []
    set_number(app, "size", 9)
    set_number(app, "layers", 3)
    set_number(app, "stride", 2)
    set_number(app, "size", 2)  # refused
    made = current(app).network
    assert {*payload(app)["can"]} == {"undo", "reset"}
    take_back(app, "undo")
    assert current(app).network == Network(9, [Layer(3), Layer(3), Layer(3)]) == linked(app)
    assert control(app.number_input, "net_stride").value == 1
    take_back(app, "undo", "undo", "undo")
    assert current(app).network == EXAMPLES[HOME].network == linked(app)
    assert payload(app)["can"] == ["redo"]
    take_back(app, "redo", "redo", "redo")
    assert current(app).network == made == linked(app)
    take_back(app, "reset")
    assert current(app).network == EXAMPLES[HOME].network
    take_back(app, "undo")
    assert current(app).network == made
    control(app.selectbox, "network").set_value("one")
    run(app)
    take_back(app, "undo")
    assert (current(app).network, current(app).example) == (made, HOME)


def test_typed_kernels_can_be_undone() -> None:
    app = opened()
    control(app.text_input, "first_kernel").set_value("[[0, 1], [2, 3]]")
    run(app)
    control(app.toggle, "around").set_value(True)
    run(app)
    control(app.text_input, "first_kernel").set_value("none")
    run(app)
    assert app.text
    take_back(app, "undo")
    assert "around" not in app.query_params and not app.text
    assert control(app.text_input, "first_kernel").value == "[[0, 1], [2, 3]]"
    take_back(app, "undo")
    assert shown(app, "y 0") == BOTH
    take_back(app, "redo", "redo")
    assert app.query_params["around"] == "1"
    take_back(app, "reset")
    assert shown(app, "y 0") == BOTH
    assert current(app).past == []  # what the page shows is taken back, not what it hides
