"""A wrong number leads to the step at which its mistake and the rule part."""

from __future__ import annotations

from urllib.parse import parse_qs

import convviz as cv
from convviz.lessons.course import LESSONS
from convviz.lessons.exercises import LEVELS, exercise
from convviz.lessons.mistakes import ALL, Mistake
from convviz.playback.animation import Animation, animate
from convviz.playback.practised import judged

SEEDS = 3  # of each kind and level; more were tried


def film_at(page: str, query: str) -> tuple[Animation, int]:
    """What a link shows, and its step."""
    asked = parse_qs(query)
    experiment, _ = cv.share.decode(asked["s"][0])
    fitting, note = LESSONS[page].accept(experiment)
    assert fitting == experiment and note is None  # the page shows it as it is
    return animate(experiment, page, asked["g"][0]), int(asked["step"][0])


def lit(film: Animation, step: int) -> tuple[tuple[int, int, int], set[str], int]:
    """The position of a step, the cells that it takes in, and up to which phase."""
    moment = film.moments[step]
    phases = film.phases[moment.position][moment.after : moment.upto]
    return film.positions[moment.position], {name for each in phases for name in each}, moment.upto


def test_every_mistake_leads_to_the_first_product_that_is_another() -> None:
    led = set[str]()
    for kind in ("number", "map", "mixing"):
        for level in range(LEVELS):
            for seed in range(SEEDS):
                made = exercise(kind, seed, level)
                for mistake in ALL:
                    found = answered(made, mistake)
                    if found is None:
                        continue
                    position, told = found
                    e = made.experiment
                    right = cv.step_at(e, position)
                    film, step = film_at(told["page"], told["query"])
                    assert film.experiment == e
                    at, cells, upto = lit(film, step)
                    assert at == position
                    where = mistake.where(e, position)
                    if where is not None and len(where) == 3:
                        c, u, v = where
                        term = (c * len(right.rows) + u) * len(right.cols) + v
                        assert right.terms[term].factors[0] in cells, mistake.name
                        led.add(mistake.name)
                    else:  # all products are the same: what is made of them is the last
                        assert upto == film.stops["product"][-1], mistake.name
                        led.add(mistake.name)
    answers = {"stacked", "averaged", "multiplied", "one_slice", "grey_first", "flipped", "no_bias"}
    # Half of a padding of 1 is none: no_padding gives the same number, and is told second.
    answers |= {"bias_each_channel", "padding_in_all", "no_stride"}
    answers |= {"neighbours", "only_scaled", "unchanged", "padding_with_ones", "dilation_as_gap"}
    assert led >= answers


def answered(
    made: cv.Exercise, mistake: Mistake
) -> tuple[tuple[int, int, int], dict[str, str]] | None:
    """Answer with a mistake; the first position at which it is told, and where that leads."""
    for name in made.blanks:
        tensor, *index = name.split(" ")
        at = (int(index[0]), int(index[1]), int(index[2])) if tensor == "y" else made.position
        if at is None or tensor == "sum":
            continue
        wrong = mistake.answer(made.experiment, at)
        if wrong is None:
            continue
        parts = wrong if isinstance(wrong, tuple) else (wrong,)
        said = judged(made, {name: " and ".join(f"{part:.12g}" for part in parts)})["cells"][name]
        if said.get("mistake", {}).get("name") == mistake.name:
            return at, said["where"]
    return None
