"""The cards of all examples: none is missing, each leads to what it says, each has its picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from convviz.core.arguments import ExperimentError
from convviz.export.gallery import Card, cards, drawn, groups
from convviz.export.sight import sight
from convviz.lessons import kernels, networks, study
from convviz.lessons.comparisons import COMPARISONS
from convviz.lessons.contents import CONTENTS
from convviz.lessons.course import LESSONS
from convviz.lessons.filters import KERNEL_SETS
from convviz.lessons.presets import PRESETS, preset
from convviz.playback.animation import Animation
from convviz.web.gallery import packed
from tests.languages import is_chinese, speaking

SVG = "{http://www.w3.org/2000/svg}"


def test_every_example_of_every_page_has_one_card() -> None:
    names = {each.name for each in PRESETS}
    names |= {f"network {name}" for name in networks.EXAMPLES}
    names |= {f"kernels {name}" for name in kernels.EXAMPLES}
    names |= {f"cost {each.name}" for each in COMPARISONS}
    names |= {f"filters {name}" for name in KERNEL_SETS}
    assert cards().keys() == names
    grouped = [card for _, found in groups() for card in found]
    assert grouped == [*cards().values()]
    assert {each.title for each in CONTENTS} >= {title for title, _ in groups()}
    listed = {name for lesson in LESSONS.values() for name in lesson.examples}
    assert listed <= cards().keys()


@pytest.mark.parametrize("card", cards().values(), ids=lambda card: card.name)
def test_a_card_leads_to_its_example_and_its_picture_is_drawn(card: Card) -> None:
    assert card.title and card.note and card.shapes
    picture = ET.fromstring(drawn(card.name, False))
    assert picture.tag == f"{SVG}svg" and float(picture.get("width", "0")) > 0
    if card.page == "images":
        assert study.read(card.query).write() == dict(card.query)
        assert len(picture) == min(4, len(study.read(card.query).filters.first))
        return
    film = sight(card.page, card.query).film
    if card.experiment is not None:
        assert isinstance(film, Animation)
        lesson = LESSONS[card.page or "multi_input"]
        assert film.experiment == lesson.accept(preset(card.name).experiment)[0]
    # Drawn at its last step: what is calculated stands there.
    last = film.still(len(film.moments) - 1)
    texts = {each.text for each in ET.fromstring(last).iter(f"{SVG}text") if each.text}
    assert texts & {each.text for each in picture.iter(f"{SVG}text")}


def test_pictures_are_made_for_a_theme_and_a_language() -> None:
    light, dark = packed("d2l_two_in", "en", False), packed("d2l_two_in", "en", True)
    assert light != dark
    with speaking("zh"):
        assert is_chinese(drawn("cost kinds", False))
    assert not is_chinese(drawn("cost kinds", False))


def test_a_name_of_none_is_refused() -> None:
    with pytest.raises(ExperimentError, match="no example 'nosuch'"):
        drawn("nosuch", False)
