"""Every refusal below the user interface, made once in each language."""

import base64
import json
import re
import zlib
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from io import StringIO
from typing import Any

import numpy as np
import pytest
from babel.messages.extract import extract

from convviz.core import separable
from convviz.core.arguments import ExperimentError
from convviz.core.conv import conv2d, corr2d_multi_in_out_1x1
from convviz.core.cost import Layer as CostLayer
from convviz.core.cost import total
from convviz.core.differences import difference
from convviz.core.experiment import Experiment
from convviz.core.matrices import weight_matrix
from convviz.core.network import Layer, Network, composed
from convviz.core.pooling import pool2d
from convviz.core.step import step_at, steps
from convviz.drawing.scenes.pooling import Pooling
from convviz.export.gallery import drawn
from convviz.formats import design as designs
from convviz.formats import keeping
from convviz.formats import link as share
from convviz.formats import numbers as parsing
from convviz.formats.image import read_image
from convviz.formats.layers import Layer as ModelLayer
from convviz.formats.layers import read_layers
from convviz.formats.packing import pack
from convviz.formats.tensors import read_tensors
from convviz.lessons import editing, kernels, lecture, networks, study
from convviz.lessons.bringing import Choice, as_filters, as_input, as_kernels, as_layer
from convviz.lessons.changes import apply
from convviz.lessons.content import begun
from convviz.lessons.course import LESSONS
from convviz.lessons.exercises import exercise
from convviz.lessons.filters import COMMON, VERSION, checked, read_own
from convviz.lessons.lecture import Lecture, Place
from convviz.lessons.limits import check_sizes
from convviz.lessons.opened import open_file
from convviz.lessons.pictures import picture
from convviz.lessons.presets import presets
from convviz.lessons.study import Study
from convviz.listings.experiment import listing
from convviz.playback.animation import animate
from convviz.playback.receptive_field import FieldAnimation
from convviz.playback.study import added, layer_of, window
from tests.formats.test_image import REFUSED as PICTURES
from tests.formats.test_layers import UNREAD as MODELS
from tests.formats.test_tensors import UNREAD as TENSORS
from tests.languages import is_chinese, speaking

EXAMPLES = presets()
ONE, TWO, MANY = EXAMPLES["one_channel"], EXAMPLES["d2l_two_in"], EXAMPLES["d2l_three_out"]
SPLIT = EXAMPLES["groups_2"]
NETWORK = Network(5, [Layer(3)])
GROUPED = ModelLayer("conv", np.ones((4, 1, 2, 2)), groups=2)
LARGE = ONE.replace(x=ONE.x, weight=np.full((1, 1, 2, 2), 1e6))
IMAGE, KERNEL = np.ones((2, 3, 3)), np.ones((1, 2, 2, 2))
# What is of another type than is asked for.
NUMBER: Any = 3
SHORT: Any = (0, 0)
FIRST = "192 -> 16, 1x1, 28x28"


def made(**changes: Any) -> Callable[[], object]:
    """An experiment of two channels with something wrong in it."""
    return lambda: Experiment(**{"x": IMAGE, "weight": KERNEL, **changes})


def link(**document: object) -> Callable[[], object]:
    """A file of an experiment with something wrong in it."""
    written = {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], **document}
    return lambda: share.from_json(json.dumps(written))


def noise(*shape: int) -> Experiment:
    """An experiment whose numbers can't be written short."""
    x = np.random.default_rng(0).random(shape)
    return Experiment(x, np.ones((1, shape[0], 1, 1)))


def file(places: object) -> Callable[[], object]:
    """A file of a lecture with something wrong in it."""
    return lambda: lecture.from_json(json.dumps({"version": 1, "places": places}))


def long_lecture(places: int) -> Lecture:
    """A lecture whose addresses can't be written short."""
    noise = np.random.default_rng(0)
    texts = (base64.b64encode(noise.bytes(24_000)).decode() for _ in range(places))
    return Lecture("", [Place("", {"s": text}) for text in texts])


def packed(text: str, tail: bytes = b"") -> str:
    """A link that holds any text, as `share.encode` packs it."""
    packer = zlib.compressobj(zdict=share.COMMON)
    content = packer.compress(text.encode()) + packer.flush() + tail
    return "1." + base64.urlsafe_b64encode(content).decode().rstrip("=")


def changed(change: dict[str, Any]) -> object:
    return apply(LESSONS["multi_input"], begun("d2l_two_in"), change)


REFUSALS: dict[str, Callable[[], object]] = {
    "module": lambda: Experiment.of(object(), IMAGE),
    "change, example": lambda: changed({"example": "none"}),
    "change, number": lambda: changed({"size": {"depth": 3}}),
    "change, value": lambda: changed({"size": {"c_in": 99}}),
    "change, option": lambda: changed({"option": {"pooling": "median"}}),
    "kept, name": lambda: keeping.kept("none"),
    "kept, size": lambda: keeping.keep(bytes(keeping.MOST_BYTES + 1)),
    "groups": made(groups=3),
    "slices": made(weight=np.ones((1, 3, 2, 2))),
    "rows": made(weight=np.ones((1, 2, 4, 1))),
    "columns": made(dilation=(1, 3)),
    "padded input": made(padding=10**5),
    "output": lambda: conv2d(np.ones((1, 2, 2**14)), np.ones((2**14, 1, 1, 1))),
    "padding mode": made(padding_mode="mirror"),
    "reflect": made(padding_mode="reflect", padding=3),
    "ragged": made(x=[[[1, 2], [3]]]),
    "complex": made(x=[[["a"]]]),
    "biases": made(bias=[1, 2]),
    "axes": made(x=[1]),
    "axis": made(bias=[[1]]),
    "no rows": made(x=np.ones((2, 0, 3))),
    "fraction": made(stride=1.5),
    "range": made(stride=0),
    "same": made(padding="same", stride=2),
    "full": made(padding="full"),
    "large": made(x=np.full((2, 3, 3), 1e9)),
    "1x1": lambda: corr2d_multi_in_out_1x1(IMAGE, KERNEL),
    "position": lambda: step_at(ONE, SHORT),
    "place": lambda: step_at(ONE, (0, 0, 9)),
    "overflow": lambda: conv2d(np.full((2, 3, 3), 2**62), np.full((1, 2, 2, 2), 2**62)),
    "pooling mode": lambda: pool2d(IMAGE, 2, mode="min"),
    "pooling padding": lambda: pool2d(IMAGE, 2, padding=2),
    "matrix": lambda: weight_matrix(SPLIT),
    "no number": lambda: parsing.parse_number(" "),
    "thousands": lambda: parsing.parse_number("1,234"),
    "text": lambda: parsing.parse_number("one"),
    "by zero": lambda: parsing.parse_number("1/0"),
    "too large": lambda: parsing.parse_number("1e9"),
    "long block": lambda: parsing.parse_block("1 " * parsing.MAX_TEXT),
    "no block": lambda: parsing.parse_block(" \n"),
    "uneven block": lambda: parsing.parse_block("1 2\n3"),
    "comma": lambda: parsing.parse_block("1,5"),
    "turned": lambda: editing.derive(EXAMPLES["uneven_same_size"], "turned"),
    "way": lambda: editing.derive(MANY, "sideways"),
    "regroup": lambda: editing.regroup(MANY, 2),
    "cell": lambda: editing.set_cell(ONE, "x 0 9 9", "1"),
    "name of a cell": lambda: editing.set_cell(ONE, "z", "1"),
    "pasted": lambda: editing.paste(ONE, "x 0 2 2", "1 2"),
    "pasted channels": lambda: editing.paste(ONE, "x 0 0 0", "1 2\n\n3 4"),
    "long link": lambda: share.encode(noise(4, 40, 40)),
    "broken link": lambda: share.decode("1.????"),
    "no link": lambda: share.decode(NUMBER),
    "cut link": lambda: share.decode(share.encode(ONE)[:-5]),
    "bomb": lambda: share.decode(packed("[" * (share.MAX_JSON + 5))),
    "tail": lambda: share.decode(packed("{}", b"tail")),
    "long file": lambda: share.to_json(noise(16, 64, 64)),
    "not text": lambda: share.from_json(NUMBER),
    "not JSON": lambda: share.from_json("{"),
    "no object": lambda: share.from_json("[]"),
    "version": link(version=2),
    "unknown name": link(y=1),
    "C_in": lambda: share.to_json(Experiment(np.ones((65, 1, 1)), np.ones((1, 65, 1, 1)))),
    "C_out": lambda: share.to_json(Experiment(np.ones((1, 1, 1)), np.ones((65, 1, 1, 1)))),
    "side": lambda: share.to_json(Experiment(np.ones((1, 1, 65)), np.ones((1, 1, 1, 1)))),
    "kernel side": lambda: share.to_json(Experiment(np.ones((1, 12, 12)), np.ones((1, 1, 12, 12)))),
    "padded side": lambda: share.to_json(ONE.replace(padding=99)),
    "stride side": lambda: share.to_json(ONE.replace(stride=99)),
    "view": link(view=[]),
    "name in view": link(view={"a" * 999: 1}),
    "value in view": link(view={"step": "a" * 999}),
    "no layers": lambda: Network(5, []),
    "no layer": lambda: Network(5, [NUMBER]),
    "layer too large": lambda: Network(5, [Layer(3), Layer(7)]),
    "row": lambda: NETWORK.region(0, (9, 0)),
    "column": lambda: NETWORK.region(0, (0, 9)),
    "kernels": lambda: composed(np.ones((2, 1, 2, 2)), np.ones((1, 3, 2, 2))),
    "no design": lambda: total(()),
    "chain": lambda: total((CostLayer(1, 1, 1, 1, 4, 4), CostLayer(2, 1, 1, 1, 4, 4))),
    "long design": lambda: designs.parse_design(" " * 9999),
    "empty design": lambda: designs.parse_design(" "),
    "many layers": lambda: designs.parse_design("\n".join([FIRST, *["-> 16, 1x1"] * 40])),
    "arrow": lambda: designs.parse_design("192 to 16"),
    "twice": lambda: designs.parse_design(f"{FIRST}, pad 1, pad 2"),
    "no C_in": lambda: designs.parse_design("-> 16, 1x1, 28x28"),
    "another C_in": lambda: designs.parse_design(f"{FIRST}\n8 -> 4, 1x1"),
    "one size": lambda: designs.parse_design("192 -> 16, 1x1"),
    "no kernel": lambda: designs.parse_design(f"{FIRST}\n-> 4"),
    "another size": lambda: designs.parse_design(f"{FIRST}\n-> 4, 1x1, 9x9"),
    "option": lambda: designs.parse_design(f"{FIRST}, fast"),
    "scene": lambda: animate(ONE, "none"),
    "granularity": lambda: animate(ONE, granularity="none"),
    "granularity of fields": lambda: FieldAnimation(NETWORK, "channel"),
    "other windows": lambda: difference(*list(steps(ONE))[:2]),
    "shape of p": lambda: parsing.read_mix("1 2", 3),
    "channels to draw": lambda: check_sizes(Experiment(np.ones((9, 2, 2)), np.ones((1, 9, 1, 1)))),
    "padding to draw": lambda: check_sizes(
        Experiment(np.ones((1, 12, 12)), np.ones((1, 1, 1, 1)), padding=(4, 0))
    ),
    "too much for one": lambda: separable.single_step(LARGE, np.full((1, 1), 1e9)),
    "much text": lambda: designs.parse_designs(" " * 99_999),
    "many designs": lambda: designs.parse_designs("\n\n".join([FIRST] * 9)),
    "several outputs": lambda: animate(MANY),
    "grouped outputs": lambda: animate(SPLIT, "multi_output"),
    "grouped matrix": lambda: animate(SPLIT, "matrix"),
    "several inputs": lambda: animate(TWO, "geometry"),
    "wide kernel": lambda: animate(ONE, "pointwise"),
    "not pooled": lambda: Pooling("max").check(ONE),
    "no language": lambda: listing(ONE, "fortran"),
    "page of a place": lambda: Place("nowhere"),
    "end of a place": lambda: Place("", until=-1),
    "query": lambda: Place("", NUMBER),
    "name in a query": lambda: Place("", {"lang": "en"}),
    "value in a query": lambda: Place("", {"s": NUMBER}),
    "no title": lambda: Lecture(NUMBER),
    "many places": lambda: Lecture("", [Place("")] * 101),
    "many places in a file": file([{"page": ""}] * 101),
    "long lecture link": lambda: lecture.encode(long_lecture(2)),
    "long lecture": lambda: lecture.to_json(long_lecture(99)),
    "no lecture in a link": lambda: lecture.decode(3),
    "no places": file(None),
    "no place": file([3]),
    "no two kernels": lambda: kernels.read({"first": "1", "second": "1", "around": "2"}),
    "not one kernel": lambda: kernels.read_kernel("K", "[[[1]], [[2]]]"),
    "broken layers": lambda: networks.read("k9", "5"),
    "broken size": lambda: networks.read("k3s1p0d1", "99"),
    "input too large": lambda: networks.check_shown(Network(19, [Layer(1)])),
    "map too large": lambda: networks.check_shown(
        Network(12, [Layer(1, padding=3), Layer(1, padding=3)])
    ),
    "wrong place": file([{"page": "nowhere"}]),
    **{f"tensors: {name}": partial(read_tensors, data) for name, (data, _) in TENSORS.items()},
    **{f"a model: {name}": partial(read_layers, *each) for name, each in MODELS.items()},
    "no file": lambda: read_tensors("/nowhere/at/all.npy"),
    "not opened for bytes": lambda: read_tensors(StringIO("1")),  # type: ignore[arg-type] # tested
    "cut off on its way": lambda: open_file("x.csv", b"1", 2),
    "no input": lambda: as_input(ONE, np.ones(3)),
    "too large a kernel": lambda: as_kernels(ONE, np.ones((8, 8))),
    "no colours": lambda: as_filters(np.ones((1, 2, 3, 3))),
    "no channels": lambda: as_layer(ONE, GROUPED, Choice((), ())),
    "no such channel": lambda: as_layer(ONE, GROUPED, Choice((9,), (0,))),
    "uneven groups": lambda: as_layer(ONE, GROUPED, Choice((0, 1, 2), (0,))),
    "no exercise": lambda: exercise("poem", 1),
    **{f"picture: {name}": partial(read_image, data) for name, (data, _) in PICTURES.items()},
    "too large to be kept": lambda: keeping.keep(bytes(keeping.MOST_BYTES + 1)),
    "no name": lambda: keeping.kept("0"),
    "no picture": lambda: picture("nosuch"),
    "picture gone": lambda: picture(f"k.{'A' * 24}"),
    "no second layer": lambda: Study().patch(2, (0, 0)),
    "no place in a map": lambda: Study().patch(1, (9999, 0)),
    "kernels of another shape": lambda: checked([[[[1]]]]),
    "kernels of text": lambda: checked("one"),
    "kernels of a link": lambda: read_own("1.x"),
    "kernels in no list": lambda: read_own(pack("[]", VERSION, COMMON)),
    "unknown kernels": lambda: study.read({"kernels": "nosuch"}),
    "no weight": lambda: Study().edit(1, "x 0 0 0", "1"),
    "no such card": lambda: drawn("nosuch", False),
    "no such layer": lambda: layer_of(Study().filters, "3"),
    "no such map": lambda: window(Study(), 1, 9, (0, 0)),
    "nothing added": lambda: added(Study(), 1, 9),
}


def refused(call: Callable[[], object]) -> str:
    """What an ExperimentError says."""
    with pytest.raises(ExperimentError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize("name", REFUSALS)
def test_it_is_refused_in_chinese(name: str) -> None:
    told = refused(REFUSALS[name])
    with speaking("zh"):
        translated = refused(REFUSALS[name])
    assert not is_chinese(told)
    assert is_chinese(translated)
    # Nor is the reason that stands in a message English.
    assert not any(re.search(pattern(text), translated) for text in marked())


def test_no_refusal_is_forgotten_here() -> None:
    told = "\n".join(refused(call) for call in REFUSALS.values())
    assert [text for text in marked() if not re.search(pattern(text), told)] == []


def pattern(message: str) -> str:
    """A regular expression for a message with any values in it."""
    parts = re.split(r"\{[^}]+\}", message)
    return r"[^\n]+?".join(map(re.escape, parts))


@cache
def marked() -> list[str]:
    """Texts that an ExperimentError is given in the modules below the user interface."""
    found, keywords = [], {"ExperimentError": None}
    rooms = ("core", "formats", "lessons", "listings", "drawing", "drawing.scenes", "playback")
    for room in rooms:
        for module in files(f"convviz.{room}").iterdir():
            if module.name.endswith(".py"):
                with module.open("rb") as source:
                    found += [text for _, text, _, _ in extract("python", source, keywords)]
    texts = [text for text in found if isinstance(text, str)]
    return [text for text in texts if re.search(r"[A-Za-z]", re.sub(r"\{.+?\}", "", text))]
