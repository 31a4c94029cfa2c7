"""The chapter's lecture: every place opens on its page, where the class is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from convviz.formats import link
from convviz.lessons.contents import CONTENTS
from convviz.lessons.kernels import read as read_kernels
from convviz.lessons.kernels import write
from convviz.lessons.lecture import Place, decode, encode
from convviz.playback.animation import Animation
from convviz.playback.chapter import SCENES, chapter, numbered
from convviz.ui.kernels import KEY as KERNELS
from convviz.ui.state import KEY
from convviz.words import languages, use
from tests.languages import is_chinese, speaking
from tests.ui.test_pages import SCRIPT, run

PLACES = list(numbered())
OF_STAGE = [(n, place) for n, place in PLACES if place.page not in ("cost", "receptive_field")]


@pytest.fixture(autouse=True)
def back_to_english() -> Iterator[None]:
    yield
    use(None)


def opened(place: Place, lang: str = "en") -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params.update({"lang": lang, **place.query})
    if place.page:
        file = next(entry.file for entry in CONTENTS if entry.address == place.page)
        app.switch_page(file)
    return run(app)


def film(place: Place) -> Animation:
    experiment, _ = link.decode(place.query["s"])
    return Animation(experiment, SCENES.get(place.page, place.page), place.query["g"])


def seen(place: Place, step: int) -> dict[str, str]:
    """What the sums, the total and the output cell of a step show, in the scene of the place."""
    shown = film(place)
    if step == 0:
        return {}
    moment = shown.moments[step]
    state = shown.state(moment.position)
    o, i, j = shown.positions[moment.position]
    names = [name for name in state if name.startswith(("sum ", "total"))]
    there = {name: state[name][0] for name in names if _phase(shown, name) <= moment.upto}
    if moment.upto == max(shown.stops["window"]):
        there[f"y {o} {i} {j}"] = state[f"y {o} {i} {j}"][0]
    return there


def _phase(shown: Animation, name: str) -> int:
    """The phase of a position at which a partial sum or the total is there."""
    stops = shown.stops["channel"]
    return stops[-1] if name == "total" else stops[int(name.split()[1])]


def test_every_lesson_from_0_to_12_has_its_place_in_order() -> None:
    numbers = [n for n, _ in PLACES]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(13))
    assert len(chapter().places) == len(PLACES) <= 20


def test_every_place_can_be_presented() -> None:
    """A lecture goes on in full screen where a page has a stage."""
    presents = {entry.address for entry in CONTENTS if entry.presents}
    assert {place.page for _, place in PLACES} <= presents


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(("n", "place"), PLACES)
def test_a_place_opens_without_a_notice(n: int, place: Place, lang: str) -> None:
    app = opened(place, lang)
    assert [each.value for each in app.text] == []
    if place.page == "receptive_field":
        two = app.session_state[KERNELS]
        assert two.on_stage and two.step == 0 and write(two.two).items() <= place.query.items()
        # The single kernel, weight by weight; that both ways agree comes after it.
        assert place.until == two.two.single.size * len(two.film.stops["channel"])
        return
    lesson = app.session_state[KEY]
    assert lesson.experiment == link.decode(place.query["s"])[0]
    if place.page == "cost":
        return
    view = lesson.view
    assert (view["step"], view["granularity"]) == (place.step, place.query["g"])
    assert view["walk"] == place.query.get("walk", "all")


@pytest.mark.parametrize(("n", "place"), OF_STAGE)
def test_a_place_ends_where_it_says(n: int, place: Place) -> None:
    steps = len(film(place).moments) - 1
    last = steps if place.until is None else place.until
    assert place.step <= last <= steps


def test_the_places_stand_at_the_numbers_of_the_chapter() -> None:
    of = {lesson: [place for n, place in PLACES if n == lesson] for lesson in range(13)}

    def total(place: Place, step: int) -> str:
        return next(text for name, text in seen(place, step).items() if name.startswith("y "))

    assert film(of[0][0]).experiment.x.size == 12
    assert (of[1][0].step, total(of[1][0], 2)) == (0, "19")
    assert film(of[1][1]).experiment == film(of[1][0]).experiment
    assert link.decode(of[1][1].query["s"])[1]["kernel"] == "flipped"
    first, second = of[2]
    assert first.step == 0
    assert seen(second, second.step) == {"sum 0": "19", "sum 1": "37"}
    assert total(second, second.step + 1) == "56" and total(second, second.until or 0) == "120"
    unseen, shown = of[3]
    assert list(seen(unseen, unseen.step).values()) == ["−3", "0", "3"]
    assert total(unseen, unseen.step + 1) == "0" and unseen.until == unseen.step + 1
    assert total(shown, shown.step + 1) == "−6"
    assert film(of[4][0]).experiment.c_out == 3 and of[4][0].step == 0
    place = of[4][1]
    stops = len(film(place).stops["channel"])
    at = [film(place).positions.index((o, 0, 0)) for o in range(3)]
    assert [total(place, (k + 1) * stops) for k in at] == ["56", "76", "96"]
    assert (place.step, place.until) == ((at[0] + 1) * stops, (at[2] + 1) * stops)
    assert film(of[5][0]).experiment.weight.size == 24
    assert film(of[5][0]).experiment.bias.tolist() == [10, 0, -100]
    assert film(of[6][0]).experiment.kernel_size == (1, 1)
    assert film(of[7][0]).experiment == film(of[6][0]).experiment
    padded, strided = of[8]
    assert film(padded).experiment.output_shape == (1, 4, 4) and padded.step == 0
    ends = [total(strided, step) for step in range(1, 5)]
    assert ends == ["0", "8", "6", "8"] and strided.until is None
    assert link.decode(of[9][0].query["s"])[0].output_shape == (3, 2, 2)
    assert read_kernels(dict(of[10][0].query)).single.tolist() == [[1, 2, 0], [2, 4, 4], [-3, 2, 8]]
    assert [total(of[11][0], step) for step in range(1, 5)] == ["56", "72", "104", "120"]
    assert film(of[12][0]).experiment.output_shape[0] == film(of[12][0]).experiment.c_in == 2


def test_it_speaks_every_language_and_fits_a_link() -> None:
    english = chapter()
    with speaking("zh"):
        chinese = chapter()
    assert all(place.title and place.note for place in english.places)
    texts = [chinese.title, *(t for place in chinese.places for t in (place.title, place.note))]
    assert all(map(is_chinese, texts))
    shows = [[(p.page, dict(p.query), p.until) for p in each.places] for each in (english, chinese)]
    assert shows[0] == shows[1]
    assert decode(encode(english)) == english and len(encode(english)) < 4000
