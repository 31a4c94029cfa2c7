"""The law of frames in the browser: what the player shows is the still that Python draws."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from convviz.drawing.arrangement import Arrangement
from convviz.drawing.scenes import SCENES
from convviz.drawing.style import CLASSES
from convviz.lessons.kernels import EXAMPLES as PAIRS
from convviz.lessons.networks import EXAMPLES as NETWORKS
from convviz.playback.animation import GRANULARITIES, animate
from convviz.playback.film import Film
from convviz.playback.receptive_field import FieldAnimation
from convviz.playback.separable import SeparableAnimation
from convviz.playback.two_kernels import KernelsAnimation
from tests.browser.law import ROOMY, faults, open_film
from tests.core.test_separable import CASES as SEPARABLE
from tests.playback.test_animation import EXAMPLES

# The Python tests go through all examples; these have steps of every kind.
CASES = [
    ("multi_input", "d2l_two_in"),
    ("multi_input", "colour_edge_seen"),
    ("multi_input", "grey_709"),
    ("multi_input", "uneven"),
    ("multi_output", "d2l_three_out_biases"),
    ("multi_output", "sobel"),
    ("pointwise", "pointwise"),
    ("pointwise", "ycbcr"),
    ("geometry", "dilation_2"),
    ("geometry", "padding_stride"),
    ("groups", "groups_2"),
    ("groups", "depthwise"),
    ("max_pooling", "pool_padded"),
    ("average_pooling", "average_pool"),
    ("matrix", "d2l_three_out_biases"),
    ("matrix", "padding_stride"),
]


@pytest.mark.parametrize(("scene", "name"), CASES)
def test_every_step_in_any_order_is_the_still(
    scene: str, name: str, page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "lesson.html"
    page.set_viewport_size(ROOMY)
    for granularity in GRANULARITIES:
        animation = animate(EXAMPLES[name], scene, granularity)
        animation.to_html(file)
        open_film(page, file)
        count = len(animation.moments)
        assert page.locator("[data-stage]").get_attribute("data-steps") == str(count)
        order = [
            *range(count),
            *reversed(range(count)),
            *random.Random(name).choices(range(count), k=30),
        ]
        stills = [animation.still(step) for step in range(count)]
        assert faults(page, tmp_path, stills, order) == [], granularity


# Parts in turn, tensors of which a part is seen, factors repeated beside matrices.
ARRANGED: dict[str, Film] = {
    **{
        f"{scene} {name}": animate(EXAMPLES[name], scene, granularity)
        for scene, name, granularity in (
            ("multi_input", "colour_edge_seen", "channel"),
            ("multi_input", "uneven", "product"),
            ("multi_output", "d2l_three_out_biases", "channel"),
            ("pointwise", "ycbcr", "channel"),
            ("matrix", "colour_edge_both", "window"),
            ("matrix", "padding_stride", "product"),
            ("geometry", "padding_stride", "channel"),
            ("groups", "groups_2", "channel"),
            ("groups", "depthwise", "channel"),
            ("max_pooling", "pool_padded", "window"),
        )
    },
    "receptive field": FieldAnimation(NETWORKS["dilated"].network, "product"),
    "separable": SeparableAnimation(SEPARABLE["odd"]),
    "two kernels": KernelsAnimation(PAIRS["exercise"].two),
}


@pytest.mark.parametrize("name", ARRANGED)
def test_in_every_arrangement_every_step_is_the_still(
    name: str, page: Page, tmp_path: Path
) -> None:
    film, file = ARRANGED[name], tmp_path / "film.html"
    count = len(film.moments)
    steps = sorted({0, count - 1, *random.Random(name).choices(range(count), k=3)})

    def differences(arrangement: Arrangement) -> list[str]:
        kind = re.compile(rf"\b{CLASSES[arrangement]}\b")
        expect(page.locator("[data-stage]")).to_have_class(kind)
        stills = {step: film.still(step, arrangement) for step in steps}
        return faults(page, tmp_path, stills, [*steps, *reversed(steps)])

    film.to_html(file)
    page.set_viewport_size({"width": 600, "height": 2200})
    open_film(page, file)
    # With room for the longest form of all numbers all the same.
    page.add_style_tag(content="body { transform: scale(9); transform-origin: 0 0 }")
    page.set_viewport_size({"width": 601, "height": 2200})
    assert differences("narrow") == []
    # Not by way of the wide picture: nothing of the narrow one may be left over.
    page.keyboard.press("f")
    page.set_viewport_size(ROOMY)
    assert differences("present") == []


# Numbers of other positions stand in all of these: in maps, matrices, vectors.
WALKED = [
    ("multi_output", "d2l_three_out_biases"),
    ("pointwise", "pointwise"),
    ("groups", "groups_2"),
    ("average_pooling", "average_pool"),
    ("matrix", "d2l_three_out_biases"),
]


@pytest.mark.parametrize(("scene", "name"), WALKED)
def test_in_every_walk_every_step_is_the_still(
    scene: str, name: str, page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "lesson.html"
    animation = animate(EXAMPLES[name], scene)
    animation.to_html(file)
    page.set_viewport_size(ROOMY)
    open_film(page, file)
    order = SCENES[scene].order(animation.shape)
    last = order[-1]
    for walk, part in (("output", slice(0, 1)), ("window", slice(1, 3))):
        page.keyboard.press("End")
        page.locator(f"[aria-label=Walk] button[value={walk}]").click()
        route = [n for n, at in enumerate(order) if at[part] == last[part]]
        moments = animation.moments_of(route)
        steps = page.locator("[data-stage]").get_attribute("data-steps")
        assert steps == str(len(moments)) != str(len(animation.moments))
        stills = [animation.still_of(moment) for moment in moments]
        there = [*range(len(moments))]
        assert faults(page, tmp_path, stills, [*there, *reversed(there)]) == [], walk
