"""What stands above a stage, drawn as Streamlit will draw it: nothing moves when that has come.

Only sizes and texts count here, and a test compares them with the page. It takes no click.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from convviz.core.experiment import Experiment
from convviz.formats.design import EXAMPLE
from convviz.lessons.content import Content
from convviz.lessons.lesson import OPTIONS, option
from convviz.lessons.networks import JUMP
from convviz.words import say, term

Data = Mapping[str, Any]
"""What `convviz.playback.shown.shown` gives."""

FIELD: Final = 124
CHOOSER: Final = 330
NOTICE: Final = 380


@dataclass(frozen=True)
class Above:
    """What a lesson has above its stage besides title, sentence, example, sizes and shapes.

    tools: beside the example; controls: the sizes, where they are not one row; shapes: the width of
    the line of shapes, if it is not its own.
    """

    tools: Callable[[Content], Iterable[str]] = lambda content: ()
    controls: Callable[[Content, Sequence[str]], Iterable[str]] = lambda content, fields: fields
    shapes: int | None = None


def sketch(content: Content, data: Data) -> str:
    """Draw title, sentence and controls of a lesson's page, as HTML."""
    above = ABOVE.get(data["scene"], Above())
    choices = data["choices"]
    titles = dict(choices["examples"])
    fields = [_field(*number) for _, *number in choices["numbers"]]
    told = [*above.controls(content, fields)]
    if choices["said"]:
        told.append(_sized("p", "notice", NOTICE, _text(choices["said"])))
    elif data["shapes"]:
        told.append(_sized("p", "caption", above.shapes, _text(data["shapes"])))
    switches = (_toggle(say(name)) for name in (term("Tables"), term("Code"), term("File")))
    told.append(_box("column close", *switches))
    title = f"<h1>{_text(data['title'])}</h1>"
    chooser = _chooser(titles[choices["example"]], CHOOSER)
    every = _text(say("All examples"))
    everything = f'<a class="link" href="./examples">{every}</a>'
    tools = [*above.tools(content), chooser, everything]
    return (
        f'{_box("row", title, *tools)}<p class="caption">{_text(data["sentence"])}</p>'
        f"{_box('row controls', *told)}"
    )


def network_sketch(layers: int, data: Data) -> str:
    """Draw the same of the page of receptive fields, whose network has some layers."""
    choices = data["choices"]
    fields = [_field(*number) for _, *number in choices["numbers"]]
    title = f"<h1>{_text(data['title'])}</h1>"
    tools = _toggle(say("Two kernels as one")), _toggle(say("Code"))
    chooser = _chooser(dict(choices["examples"])[choices["example"]], CHOOSER)
    settings = say("Settings of layer")
    label = f'<span class="label">{_text(settings)}</span>'
    switch = _segments(((str(n + 1), n == 0) for n in range(layers)), " high")
    return (
        f'{_box("row", title, *tools, chooser)}<p class="caption">{_text(data["sentence"])}</p>'
        f"{_box('row controls', *fields[:2], _box('field', label, switch), *fields[2:], _jump())}"
    )


def cost_sketch(experiment: Experiment, measure: str, data: Data) -> str:
    """Draw the same of the cost page, whose controls stand beside its stage."""
    choices = data["choices"]
    fields = [_field(*number) for _, *number in choices["numbers"]]
    title = f"<h1>{_text(data['title'])}</h1>"
    tools = _toggle(say("Charts")), _toggle(say("Code")), _toggle(say("Table"), on=True)
    chooser = _chooser(dict(choices["examples"])[choices["example"]], CHOOSER)
    typed = say("Your designs: one line a layer, an empty line between two designs")
    area = f'<span class="label">{_text(typed)}</span><pre class="box">{_text(EXAMPLE)}</pre>'
    setting = _sized("p", "caption", None, _text(say("Current setting, that of the lessons too")))
    side = (
        _control("field", area),
        _chooser(measure, None, say("× and ÷ are measured by")),
        *(setting, _box("row", *fields), *_groups(experiment)),
    )
    return (
        f'{_box("row", title, *tools, chooser)}<p class="caption">{_text(data["sentence"])}</p>'
        f"{_box('side', *side)}"
    )


def _jump() -> str:
    return _sized("p", "caption", None, _text(say(JUMP)))


def _box(classes: str, *inside: str) -> str:
    return f'<div class="{classes}">{"".join(inside)}</div>'


def _text(text: object) -> str:
    """Escape a text; its lines end as they do in Markdown."""
    return html.escape(str(text)).replace("  \n", "<br>")


def _sized(tag: str, classes: str, width: int | None, inside: str) -> str:
    style = f' style="width:{width}px"' if width else ""
    return f'<{tag} class="{classes}"{style}>{inside}</{tag}>'


def _control(classes: str, inside: str, width: int | None = None) -> str:
    style = f' style="width:{width}px"' if width else ""
    return f'<div class="{classes}" aria-hidden="true"{style}>{inside}</div>'


def _field(label: str, value: int, least: int, most: int) -> str:
    ends = (f"<i{' class=end' * (value == end)}></i>" for end in (least, most))
    box = f'<span class="box number"><span>{value}</span>{"".join(ends)}</span>'
    return _control("field sized", f'<span class="label">{_text(label)}</span>{box}', FIELD)


def _chooser(chosen: str, width: int | None, label: str = "") -> str:
    above = f'<span class="label">{_text(label)}</span>' if label else ""
    box = f'<span class="box chosen"><span>{_text(chosen)}</span></span>'
    return _control("field", above + box, width)


def _toggle(label: str, *, on: bool = False, explained: bool = False) -> str:
    classes = "toggle" + " on" * on + " help" * explained
    return _control(classes, f"<span>{_text(label)}</span>")


def _button(label: str, more: str = "") -> str:
    return _control(f"button{more}", _text(label))


def _segments(labels: Iterable[tuple[str, bool]], more: str = "") -> str:
    each = (f"<span{' class=on' * on}>{_text(label)}</span>" for label, on in labels)
    return _control(f"segments{more}", "".join(each))


def _groups(experiment: Experiment) -> Iterable[str]:
    e = experiment
    possible = [n for n in range(1, e.c_in + 1) if e.c_in % n == e.c_out % n == 0]
    if possible != [1]:
        yield _segments((say("groups {n}", n=n), n == e.groups) for n in possible)


def _axes(content: Content, fields: Sequence[str]) -> Iterable[str]:
    """Two rows of fields, and beside them what the padding holds."""
    half = len(fields) // 2
    rows = (_box("row", *each) for each in (fields[:half], fields[half:]))
    yield f'<div class="column" style="width:{6 * (FIELD + 16)}px">{"".join(rows)}</div>'
    e = content.experiment
    none = e.pads == ((0, 0), (0, 0))
    now = "same" if e.padding == "same" else "valid" if none else "numbers"
    names = {"valid": "valid", "same": "same", "numbers": say("numbers")}
    modes = {
        "zeros": term("zeros"),
        "reflect": term("reflect: mirrored"),
        "replicate": term("replicate: repeated"),
        "circular": term("circular: wrapped"),
    }
    filled = _chooser(say(modes[e.padding_mode]), 236, say("Padding is filled with"))
    switch = _segments((name, key == now) for key, name in names.items())
    yield f'<div class="column" style="width:236px">{filled}{switch}</div>'


def _pooling(content: Content) -> Iterable[str]:
    names = {"max": term("max"), "average": term("average")}
    now = option(content.options, "pooling")
    yield _segments((say(names[kind]), kind == now) for kind in OPTIONS["pooling"])


def _multi_output(content: Content) -> Iterable[str]:
    return _toggle(say("3-D stack")), _button(say("Fill from K₀"), " menu")


def _pointwise(content: Content) -> Iterable[str]:
    return _toggle(say("Photograph")), _button(say("Random numbers"))


def _geometry(content: Content) -> Iterable[str]:
    flipped = option(content.options, "kernel") == "flipped"
    yield _toggle(say("Convolution: flip K"), on=flipped, explained=True)


def _separable(content: Content) -> Iterable[str]:
    return _toggle(say("Then 1×1"), explained=True), *_groups(content.experiment)


ABOVE: Final[Mapping[str, Above]] = {
    "multi_output": Above(tools=_multi_output),
    "pointwise": Above(tools=_pointwise, shapes=490),
    "geometry": Above(tools=_geometry, controls=_axes),
    "matrix": Above(shapes=264),
    "groups": Above(tools=_separable),
    "pooling": Above(
        tools=_pooling,
        controls=lambda content, fields: (*fields[:5], _box("row", *fields[5:])),
    ),
}
"""By the name of the lesson."""
