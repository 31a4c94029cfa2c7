"""One film as a file: `export` makes it, `file_name` says what is in it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from convviz.core.arguments import ExperimentError
from convviz.drawing.arrangement import Arrangement
from convviz.drawing.picture import Moment
from convviz.export import raster, tensors
from convviz.export.printing import browser, pdf_of
from convviz.export.prose import size_of, with_prose
from convviz.export.standalone import AROUND, standalone
from convviz.playback.animation import Animation
from convviz.playback.film import Film
from convviz.words import term

ARRANGEMENTS: Final[Mapping[Arrangement, str]] = {
    "wide": term("As on a wide page"),
    "present": term("As while presenting"),
    "narrow": term("As on a phone"),
}
"""How the parts of a picture stand, and what people choose it by."""
SECONDS: Final = (0.1, 10.0)  # the least and the most that a step may be shown

NO_FORMAT: Final = term("There is no format {name!r}: choose from {known}.")
NO_ARRANGEMENT: Final = term("There is no arrangement {name!r}: choose from {known}.")
NO_SCALE: Final = term("There is no scale {name!r}: choose from {known}.")


@dataclass(frozen=True)
class Asked:
    """What a file should show; a format takes of it what concerns it. Raises ExperimentError.

    step: of the film's granularity; dark: colours of the dark theme; arrangement: how the parts
    stand, one of ``ARRANGEMENTS``; scale: dots for each unit of a picture; seconds: how long an
    animated picture shows a step; walk: the positions that are gone through, in order, by default
    all: a step is one of theirs; told: is called before each frame, with how many are drawn and how
    many there are: what it raises ends the work.
    """

    step: int = 0
    dark: bool = False
    arrangement: Arrangement = "wide"
    scale: int = 2
    seconds: float = 1.0
    walk: Sequence[int] | None = None
    told: Callable[[int, int], None] = lambda done, count: None

    def __post_init__(self) -> None:
        """Check what holds for every film."""
        _check(NO_ARRANGEMENT, self.arrangement, ARRANGEMENTS)
        _check(NO_SCALE, self.scale, raster.SCALES)
        least, most = SECONDS
        if not least <= self.seconds <= most:
            raise ExperimentError(
                "A step is shown for {least} to {most} seconds, not {value}.",
                least=least,
                most=most,
                value=self.seconds,
            )


@dataclass(frozen=True)
class Format:
    """A kind of file.

    title: as people choose it; moves: whether it shows all steps; drawn: whether it is a picture;
    dots: made of dots; needs_tensors: whether it holds those of an experiment; there: whether this
    machine can make it.
    """

    make: Callable[[Film, Asked], bytes]
    title: str
    media_type: str
    moves: bool = True
    drawn: bool = False
    dots: bool = False
    needs_tensors: bool = False
    there: Callable[[], bool] = lambda: True


def export(
    animation: Film,
    format: str = "svg",
    step: int = 0,
    dark: bool = False,
    arrangement: Arrangement = "wide",
    *,
    scale: int = 2,
    seconds: float = 1.0,
) -> bytes:
    """Make a file of an animation, as it is on the screen.

    format: one of ``FORMATS``: "svg", "png" and "pdf", which a Chromium or Chrome must be there to
    print, show the step; "gif" and "webp" every step of the animation's granularity, one frame
    each; "html" plays, steps and presents without a network;
    "npz" and "csv" hold every tensor, "json" what was set, to be read again by
    `share.from_json`; "py" is a program that calculates the same.
    dark, arrangement: of pictures, in the light or dark theme; scale: of dots, 1, 2 or 4;
    seconds: that each step of a picture that moves is shown.

    Raises ExperimentError; ImportError if what draws dots is not installed ('convviz[export]').

    >>> from convviz import animate, presets
    >>> export(animate(presets()["d2l_two_in"]), "csv").decode().splitlines()[:3]
    ['# x 0', '0,1,2', '3,4,5']
    """
    return made(animation, format, Asked(step, dark, arrangement, scale, seconds))


def made(film: Film, format: str, asked: Asked) -> bytes:
    """Make a file in one of the ``FORMATS``; raises ExperimentError."""
    check_format(format)
    return FORMATS[format].make(film, asked)


def check_format(format: str) -> None:
    """Raise ExperimentError unless it is one of the ``FORMATS``."""
    _check(NO_FORMAT, format, FORMATS)


def file_name(animation: Film, format: str, step: int = 0, name: str = "") -> str:
    """Say in a file's name what is in it: ``convviz_multi_input_d2l_two_in_step3.png``.

    name: of the example, if it is one; else the sizes stand there.
    """
    kind = FORMATS[format]
    if not name and isinstance(animation, Animation):
        experiment = animation.experiment
        name = "_".join(
            "x".join(map(str, each.shape)) for each in (experiment.x, experiment.weight)
        )
    at = "" if kind.moves else f"step{step}"
    parts = ("convviz", animation.scene, name, at)
    stem = "_".join(re.sub(r"[^A-Za-z0-9-]+", "_", part) for part in parts if part)
    return f"{stem}.{format}"


def _check(message: str, name: object, known: Collection[object]) -> None:
    if name not in known:
        raise ExperimentError(message, name=name, known=", ".join(map(str, known)))


def _picture(film: Film, asked: Asked) -> str:
    moments = film.moments_of(asked.walk)
    last, step = len(moments) - 1, asked.step
    if not isinstance(step, int) or not 0 <= step <= last:
        raise ExperimentError(
            "There is no step {step}: the steps are 0 to {last}.", step=step, last=last
        )
    return _drawn(film, moments[step], asked)


def _pictures(film: Film, asked: Asked) -> Iterator[str]:
    moments = film.moments_of(asked.walk)
    width, height = (side + 2 * AROUND for side in size_of(film, asked.arrangement))
    raster.check_frames(len(moments), (width, height), asked.scale)
    for done, moment in enumerate(moments):
        asked.told(done, len(moments))
        yield _drawn(film, moment, asked)


def _drawn(film: Film, moment: Moment, asked: Asked) -> str:
    still = with_prose(film, film.still_of(moment, asked.arrangement), moment, asked.arrangement)
    return standalone(still, dark=asked.dark, arrangement=asked.arrangement)


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "png": Format(
            lambda film, asked: raster.png(_picture(film, asked), asked.scale),
            term("Picture (PNG)"),
            "image/png",
            moves=False,
            drawn=True,
            dots=True,
        ),
        "svg": Format(
            lambda film, asked: _picture(film, asked).encode(),
            term("Drawing (SVG)"),
            "image/svg+xml",
            moves=False,
            drawn=True,
        ),
        "pdf": Format(
            lambda film, asked: pdf_of(_picture(film, asked), film.description),
            term("Drawing for papers (PDF)"),
            "application/pdf",
            moves=False,
            drawn=True,
            there=lambda: browser() is not None,
        ),
        "gif": Format(
            lambda film, asked: raster.gif(_pictures(film, asked), asked.seconds, asked.scale),
            term("All steps (GIF)"),
            "image/gif",
            drawn=True,
            dots=True,
        ),
        "webp": Format(
            lambda film, asked: raster.webp(_pictures(film, asked), asked.seconds, asked.scale),
            term("All steps (WebP)"),
            "image/webp",
            drawn=True,
            dots=True,
        ),
        "html": Format(
            lambda film, asked: film.to_html(dark=asked.dark or None).encode(),
            term("Page that plays without a network (HTML)"),
            "text/html",
        ),
        "npz": Format(
            lambda film, asked: tensors.npz(film),
            term("All tensors for NumPy (.npz)"),
            "application/zip",
            needs_tensors=True,
        ),
        "csv": Format(
            lambda film, asked: tensors.csv(film),
            term("All tensors for spreadsheets (.csv)"),
            "text/csv",
            needs_tensors=True,
        ),
        "json": Format(
            lambda film, asked: tensors.json(film),
            term("Numbers and settings (.json)"),
            "application/json",
            needs_tensors=True,
        ),
        "py": Format(
            lambda film, asked: tensors.program(film).encode(),
            term("Program (Python)"),
            "text/x-python",
            needs_tensors=True,
        ),
    }
)
"""Every kind of file, by the end of its name."""
