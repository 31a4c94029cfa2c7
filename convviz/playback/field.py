"""A network without a session: what a text says, what a change makes of it, what is seen."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from convviz.core.arguments import ExperimentError
from convviz.core.network import MAX_LAYERS, Network
from convviz.lessons import networks
from convviz.lessons.changes import KINDS, ONE_KIND, RequestError, check_name, check_whole
from convviz.lessons.networks import EXAMPLES, HOME, MOST_SIZE, SETTINGS, example_of
from convviz.lessons.place import Place
from convviz.listings.board import board
from convviz.listings.network import network_listing
from convviz.playback.predicting import payload
from convviz.playback.receptive_field import FieldAnimation
from convviz.words import Message, say

MOST_TEXT: Final = 400  # characters
_SIZE, _LAYERS, _LAYER, _OF = "net_size", "net_layers", "net_layer", "net_"


class Opened(NamedTuple):
    """A network, the example that it was made from, and the layer whose settings are offered."""

    network: Network
    example: str
    layer: int = 0

    @property
    def numbers(self) -> list[tuple[str, str, int, int, int]]:
        """Name, label, value, least and most of every number that can be set."""
        network, layer = self.network, self.network.layers[self.layer]
        return [
            (_SIZE, say("Input size"), network.size[0], 1, MOST_SIZE),
            (_LAYERS, say("Number of layers"), network.last, 1, MAX_LAYERS),
            (_LAYER, say("Settings of layer"), self.layer + 1, 1, network.last),
            *(
                (f"{_OF}{name}", say(label), getattr(layer, name)[0], least, most)
                for name, (label, least, most) in SETTINGS.items()
            ),
        ]


def see(
    text: str,
    change: Mapping[str, Any],
    code: str = "",
    notice: Message | None = None,
    place: Place | None = None,
) -> tuple[str, dict[str, Any]]:
    """Give the text after a change, and what is shown. Raises ExperimentError, RequestError."""
    opened = _changed(read(text), change)
    said = networks.write(opened.network)
    about = {"example": opened.example, "layer": str(opened.layer + 1)}
    return urlencode(said | about), _shown(opened, code, notice, place)


def read(text: str) -> Opened:
    """Read a query of ``layers`` and ``size``; example and layer may stand beside them.

    Raises ExperimentError.
    """
    if not text:
        return Opened(EXAMPLES[HOME].network, HOME)
    query = dict(parse_qsl(text[: MOST_TEXT + 1]))
    network = networks.read(query.get("layers", ""), query.get("size", ""))
    example, layer = query.get("example", ""), query.get("layer", "1")
    last = [str(number + 1) for number in range(network.last)]
    return Opened(
        network,
        example if example in EXAMPLES else example_of(network),
        last.index(layer) if layer in last else 0,
    )


def _changed(opened: Opened, change: Mapping[str, Any]) -> Opened:
    match change:
        case {"size": dict(sizes)}:
            for name, value in sizes.items():
                opened = _set(opened, name, value)
            return opened
        case {"example": str(name)}:
            if name not in EXAMPLES:
                raise ExperimentError("There is no example {name!r}.", name=name)
            return Opened(EXAMPLES[name].network, name)
        case {"reset": True}:
            return Opened(EXAMPLES[opened.example].network, opened.example)
        case _ if not change:
            return opened
    raise RequestError(say(ONE_KIND, kinds=", ".join(KINDS)))


def _set(opened: Opened, name: str, value: object) -> Opened:
    known = {each: (label, (least, most)) for each, label, _, least, most in opened.numbers}
    number = check_whole(value, *known[check_name(name, known)])
    network, _, layer = opened
    if name == _LAYER:
        return opened._replace(layer=number - 1)
    if name == _SIZE:
        return opened._replace(network=networks.resized(network, number))
    if name == _LAYERS:
        return opened._replace(network=networks.counted(network, number), layer=number - 1)
    setting = name.removeprefix(_OF)
    return opened._replace(network=networks.set_up(network, layer, setting, number))


def _shown(
    opened: Opened, code: str, notice: Message | None, place: Place | None
) -> dict[str, Any]:
    network, example = opened.network, EXAMPLES[opened.example]
    changed = network != example.network
    return {
        **payload(FieldAnimation(network), place),
        "title": say(networks.TITLE),
        "sentence": say(networks.SENTENCE if changed else example.note),
        "shapes": say(networks.JUMP),
        "changed": changed,
        "choices": {
            "examples": [(name, say(each.title)) for name, each in EXAMPLES.items()],
            "example": opened.example,
            "numbers": opened.numbers,
            "said": str(notice or ""),
        },
        "program": board(lambda language: network_listing(network, language), code),
    }
