"""A program line by line, as the stage shows it under its picture."""

from collections.abc import Callable, Mapping
from typing import Any

from convviz.core.experiment import Experiment
from convviz.listings.experiment import trace
from convviz.listings.program import LANGUAGES
from convviz.words import say


def languages_of(experiment: Experiment | None) -> Mapping[str, str]:
    """Languages that a calculation is written in, with what they are called.

    Without an experiment, whose steps they follow, there are no plain loops.
    """
    names = (name for name in LANGUAGES if experiment is not None or name != "loops")
    return {name: say(LANGUAGES[name]) for name in names}


def lines_of(text: str, experiment: Experiment | None) -> dict[str, Any]:
    """A program line by line; of plain loops also what runs at each phase of an experiment."""
    lines = {"lines": text.splitlines()}
    if experiment is None:
        return {**lines, "phases": [], "heads": {}}
    ran = trace(experiment, text)
    return {**lines, "phases": [phase._asdict() for phase in ran.phases], "heads": ran.heads}


def board(
    write: Callable[[str], str],
    language: str,
    experiment: Experiment | None = None,
    *,
    followed: bool = True,
) -> dict[str, Any]:
    """Give the languages that a program is offered in, and its lines in one of them, or in none.

    write: writes it in a language. experiment: whose steps the loops follow. followed: whether
    the stage goes through these steps.
    """
    languages = languages_of(experiment)
    if language not in languages:
        return {"languages": [*languages.items()], "language": ""}
    follows = experiment if followed and language == "loops" else None
    lines = lines_of(write(language), follows)
    return {"languages": [*languages.items()], "language": language, **lines}
