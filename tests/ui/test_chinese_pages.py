"""Every page in Chinese: nothing English in it, refusals too; a switch of language keeps all."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

from convviz.formats import link as share
from convviz.formats.design import EXAMPLE
from convviz.lessons.comparisons import COMPARISONS, YOURS
from convviz.lessons.networks import EXAMPLES
from convviz.lessons.presets import presets
from convviz.listings.program import LANGUAGES
from convviz.ui.costs import KEY as SHEET
from convviz.ui.network import KEY as NETWORK
from convviz.ui.state import KEY
from convviz.words import use
from tests.components import components, control, trigger
from tests.languages import english, is_chinese
from tests.ui.test_pages import SCRIPT, run, send

LESSONS = (
    *("multi_input", "multi_output", "pointwise", "geometry", "receptive_field"),
    *("matrix", "groups", "pooling", "cost"),
)
OF_STAGE = [name for name in LESSONS if name not in ("receptive_field", "cost")]

# What is typed as in PyTorch stays as it is: a design and its options, layers in a link, padding.
DESIGN = frozenset({"stride", "pad", "same", "dilation", "groups", "depthwise", "no", "bias"})
TYPED = re.compile(
    r"(\d+ )?(->|→) \d+, .*$|k3s1p0d1[.\w]*|\b(valid|same|zeros|reflect|replicate|circular)\b",
    re.MULTILINE,
)

# Fields of Streamlit's messages that nobody reads.
UNREAD = frozenset(
    {"id", "form_id", "key", "type", "tag", "language", "format", "url", "markdown", "element_id"}
    | {"code_text", "component_name", "json", "html_content"}
    | {"js_content", "js_source_path", "css_content", "css_source_path"}
)
SAID = ("title", "alt", "label", "copy", "copied")  # of what a component is sent


def words(text: str) -> set[str]:
    """English words of a text, but for names, symbols, numbers and what is typed that way."""
    found = english(re.sub(r"\de\d+", " ", TYPED.sub(" ", text)))
    return {word for word in found if len(word) > 1 and "_" not in word}


def nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Block):
        for child in node.children.values():
            yield from nodes(child)


def strings(message: Message) -> Iterator[str]:
    """What people read of one of Streamlit's messages."""
    for field, value in message.ListFields():
        if field.name in UNREAD:
            continue
        for each in (value,) if isinstance(value, str | Message | int | float) else value:
            if isinstance(each, Message):
                yield from strings(each)
            elif isinstance(each, str):
                yield readable(each) if field.name == "body" else each


def readable(markup: str) -> str:
    """What is read of HTML, what it says of itself to a screen reader included."""
    bare = re.sub(r"<style>.*?</style>", "", markup, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|alt)="([^"]*)"', bare)
    return html.unescape("\n".join([*labels, re.sub(r"<br>|<[^>]*>", "\n", bare)]))


def read(app: AppTest) -> list[str]:
    """All that is read on a page, but for what the stage draws and what a program says."""
    texts = [
        text
        for node in nodes(app._tree)
        if isinstance(proto := getattr(node, "proto", None), Message)
        for text in strings(proto)
    ]
    for name in ("stage", "listing", "figure"):
        for component in components(app, name):
            sent: dict[str, Any] = json.loads(component.proto.json)
            texts += [str(sent[key]) for key in SAID if key in sent]
    for component in components(app, "tables"):
        sent = json.loads(component.proto.json)
        texts += [table["name"] for table in sent["tables"]]
        texts += [scale["text"] for scale in sent["scales"]]
    return texts


@pytest.fixture(autouse=True)
def back_to_english() -> Iterator[None]:
    yield
    use(None)


def opened(name: str, lang: str = "zh", **address: str) -> AppTest:
    """Open a page in a language, that of the labels which the widgets then send."""
    use(lang)
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params.update({"lang": lang, **address})
    if name != LESSONS[0]:
        app.switch_page(f"{name}.py")
    return run(app)


def open_all(app: AppTest) -> AppTest:
    """Open every view that a page has."""
    for toggle in app.toggle:
        toggle.set_value(True)
    return run(app)


def notices(app: AppTest) -> list[str]:
    return [each.value for each in app.text]


def unquoted(text: str) -> str:
    """A text without what it quotes of that which was typed, or may be."""
    return re.sub("“.*?”", "", text)


def no_english(texts: list[str]) -> None:
    assert [(text, found) for text in texts if (found := words(text))] == []


@pytest.mark.parametrize("name", LESSONS)
def test_nothing_on_a_page_is_english(name: str) -> None:
    app = opened(name)
    no_english(read(app))
    assert is_chinese(app.title[0].value)
    everything = read(open_all(app))
    assert len(everything) > 12
    no_english(everything)


def test_what_is_english_is_seen() -> None:
    texts = read(open_all(opened("geometry", "en")))
    assert {"Padding", "Convolution", "bias", "mirrored"} <= {w for t in texts for w in words(t)}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_networks_are_told_in_chinese(name: str) -> None:
    app = opened("receptive_field")
    control(app.selectbox, "network").set_value(name)
    no_english(read(run(app)))


@pytest.mark.parametrize("name", ["current", *(each.name for each in COMPARISONS)])
def test_the_comparisons_are_told_in_chinese(name: str) -> None:
    app = opened("cost", compare=name, design=EXAMPLE)
    no_english(read(open_all(app)))
    with_design = control(app.selectbox, "code_of").options
    assert with_design[-1] == "你的设计"


def test_the_plain_loops_are_told_in_chinese() -> None:
    app = open_all(opened("multi_input"))
    control(app.segmented_control, "language").set_value("loops")
    run(app)
    assert components(app, "listing")
    no_english(read(app))


Act = Callable[[AppTest], object]


def sized(key: str, value: int) -> Act:
    return lambda app: control(app.number_input, key).set_value(value)


def typed(key: str, text: str) -> Act:
    def type_text(app: AppTest) -> None:
        fields = app.text_area if key == "design" else app.text_input
        fields(key=key).set_value(text)

    return type_text


REFUSALS: dict[str, tuple[str, Act]] = {
    "a kernel larger than the input": ("multi_input", sized("k_h", 7)),
    "a stride too large": ("receptive_field", sized("net_stride", 4)),
    "a layer too many": ("receptive_field", sized("net_size", 1)),
    "a design that is none": ("cost", typed("design", "64 channels")),
    "a design with a word too many": ("cost", typed("design", "3 -> 4, 3x3, 8x8, pad one")),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_what_cannot_be_is_refused_in_chinese(what: str) -> None:
    name, do = REFUSALS[what]
    app = opened(name)
    assert not notices(app)
    do(app)
    (notice,) = notices(run(app))
    assert is_chinese(notice)
    assert words(unquoted(notice)) <= DESIGN


@pytest.mark.parametrize("text", ["abc", "[[1, 2], [3]]", "", "[[1, 2, 3, 4, 5, 6]]"])
def test_a_kernel_that_is_none_is_refused_in_chinese(text: str) -> None:
    app = open_all(opened("receptive_field"))
    control(app.text_input, "first_kernel").set_value(text)
    (notice,) = notices(run(app))
    assert notice.startswith("第一个卷积核")
    assert not words(unquoted(notice))


@pytest.mark.parametrize("text", ["abc", "1 2", "[[[1, 2]]]"])
def test_a_mix_that_is_none_is_refused_in_chinese(text: str) -> None:
    app = open_all(opened("groups"))
    control(app.text_input, "mix").set_value(text)
    (notice,) = notices(run(app))
    assert is_chinese(notice)
    assert not words(unquoted(notice))


@pytest.mark.parametrize("cell", ["x 0 0 0", "k 0 0 0 0", "b 0"])
def test_a_number_that_is_none_is_refused_in_chinese(cell: str) -> None:
    app = send(opened("multi_input"), {"n": 1, "at": cell, "text": "abc"})
    (component,) = components(app, "stage")
    refused = json.loads(component.proto.json)["refused"]["message"]
    assert is_chinese(refused)
    assert "“abc”" in refused
    assert not words(unquoted(refused))


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("multi_input", {"s": "1.x"}),
        ("multi_input", {"s": "2.abc"}),
        ("multi_input", {"s": "1." + "A" * 3000}),
        ("receptive_field", {"layers": "k9s1p0d1", "size": "7"}),
        ("receptive_field", {"layers": "k3s1p0d1", "size": "13"}),
        ("receptive_field", {"layers": "k1s1p3d1.k1s1p3d1", "size": "12"}),
        ("receptive_field", {"layers": "k1s1p3d1.k1s1p3d1.k1s1p3d1", "size": "12"}),
    ],
)
def test_a_broken_link_is_refused_in_chinese(name: str, address: dict[str, str]) -> None:
    (notice,) = notices(opened(name, **address))
    assert notice.endswith("现在显示的是默认示例。")
    assert not words(notice)


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("multi_input", "d2l_three_out"),
        ("multi_output", "groups_2"),
        ("pointwise", "groups_2"),
        ("pointwise", "depthwise"),
        ("geometry", "d2l_three_out"),
        ("pooling", "d2l_two_in"),
    ],
)
def test_what_a_page_changed_to_show_it_is_told_in_chinese(name: str, example: str) -> None:
    (notice,) = notices(opened(name, s=share.encode(presets()[example])))
    assert is_chinese(notice)
    assert not words(notice)


def switch(app: AppTest, name: str) -> AppTest:
    """Click the switch of the language; the browser then still holds the labels of the other."""
    trigger(app, "top", "language", name)
    run(app)
    use(name)
    return app


def state(app: AppTest) -> dict[str, Any]:
    """What a visitor made of a page, whatever it is called."""
    kept = [name for name in (KEY, NETWORK, SHEET) if name in app.session_state]
    return {
        **{name: value for key in kept for name, value in vars(app.session_state[key]).items()},
        "numbers": {each.key: each.value for each in app.number_input},
        "toggles": {each.key: each.value for each in app.toggle},
        "typed": {each.key: each.value for each in (*app.text_input, *app.text_area)},
        "chosen": {each.key: each.value for each in (*app.selectbox, *app.segmented_control)},
        "slid": {each.key: each.value for each in app.slider},
        "address": {name: value for name, value in app.query_params.items() if name != "lang"},
    }


@pytest.mark.parametrize("name", OF_STAGE)
def test_another_language_keeps_all_of_a_lesson(name: str) -> None:
    app = open_all(opened(name, "en"))
    send(
        app, {"n": 1, "at": "x 0 0 1", "text": "50"}, {"n": 2, "at": "x 0 0 0", "text": "7"}, step=3
    )
    send(app, {"n": 3, "op": "undo"}, step=3)
    sized("height", 5)(app)
    control(app.segmented_control, "language").set_value("loops")
    before = state(run(app))
    assert before["past"]
    assert before["step"] == 3
    assert all(before["toggles"].values())
    no_english(read(switch(app, "zh")))
    assert state(app) == before
    assert components(app, "listing")
    switch(app, "en")
    assert state(app) == before


@pytest.mark.parametrize("program", LANGUAGES)
@pytest.mark.parametrize("first", ["en", "zh"])
def test_another_language_keeps_the_one_that_the_code_is_in(first: str, program: str) -> None:
    app = open_all(opened("pooling", first))
    control(app.segmented_control, "language").set_value(program)
    run(app)
    for name in ("zh" if first == "en" else "en", first):
        switch(app, name)
        assert control(app.segmented_control, "language").value == program
        use(name)
        assert run(app).segmented_control(key="language").value == program


def test_another_language_keeps_an_example_that_was_chosen() -> None:
    app = opened("geometry", "en")
    control(app.selectbox, "example").set_value("dilation_2")
    run(app)
    control(app.selectbox, "padding_mode").set_value("circular")
    control(app.segmented_control, "padding").set_value("same")
    control(app.toggle, "flip").set_value(True)
    before = state(run(app))
    assert before["value"].example == "dilation_2"
    assert before["chosen"]["padding_mode"] == "circular"
    assert state(switch(app, "zh")) == before
    assert state(run(app)) == before


def test_another_language_keeps_the_network_and_its_views() -> None:
    app = opened("receptive_field", "en")
    control(app.selectbox, "network").set_value("stride")
    run(app)
    control(app.segmented_control, "net_layer").set_value(1)
    run(app)
    sized("net_size", 12)(app)
    before = state(run(app))
    assert before["chosen"]["net_layer"] == 1
    open_all(app)
    typed("first_kernel", "[[1, 0]]")(app)
    kernels = state(run(app))
    assert state(switch(app, "zh")) == kernels
    no_english(read(app))
    assert state(switch(app, "en")) == kernels
    for toggle in app.toggle:
        toggle.set_value(False)
    assert state(run(app)) == before


def without_comments(program: str) -> str:
    """What a program does: its comments turn with the language."""
    return re.sub(r" *#.*", "", program)


def test_another_language_keeps_what_is_compared() -> None:
    app = opened("cost", "en", compare="resnet", design=EXAMPLE)
    open_all(app)
    control(app.selectbox, "code_of").set_value(YOURS)
    before = state(run(app))
    chosen = {"compare": "resnet", "measure": "Bottleneck", "code_of": YOURS, "language": "numpy"}
    assert before["chosen"] == chosen
    program = without_comments(app.code[0].value)
    assert state(switch(app, "zh")) == before
    no_english(read(app))
    assert without_comments(app.code[0].value) == program
    assert state(switch(app, "en")) == before


def test_another_language_keeps_the_kernels_of_a_photograph() -> None:
    app = open_all(opened("pointwise", "en"))
    app.slider[0].set_value(1.5)
    before = state(run(app))
    assert before["slid"]["weight 0 0"] == 1.5
    assert state(switch(app, "zh")) == before
