"""A film: a first picture and its frames, as the page, the notebook and every file play them."""

import html
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from convviz import words
from convviz.core.arguments import ExperimentError
from convviz.core.operation import Tensor, Trace
from convviz.drawing import board, cells
from convviz.drawing.arrangement import ARRANGEMENTS, Arrangement, Work
from convviz.drawing.equation import pack
from convviz.drawing.picture import START, Layout, Moment, State, moments
from convviz.drawing.still import fill
from convviz.drawing.style import CLASSES, TILES, arranged_css, svg_css
from convviz.lessons.questions import Question
from convviz.playback.wiring import Phases, wiring
from convviz.player import page, words_of
from convviz.words import kept_by, term

NO_ARRANGEMENT = term("There is no arrangement {name!r}: choose from {known}.")
NO_GRANULARITY = term("There is no granularity {name!r}: choose from {known}.")


class Film(ABC):
    """A drawn lesson, step by step: what it shows is told by those that inherit from it.

    ``frames[p]`` holds what position ``p`` changes against position ``p - 1``, by slot name; the
    first one holds all that varies. A granularity stops at some phases of every position; the
    phase of each slot stands in the layout. So all granularities share the same frames.
    """

    scene: str
    granularity: str
    asks = False
    """Whether its numbers can be predicted: then `question` asks for them."""

    @property
    @abstractmethod
    def layout(self) -> Layout:
        """Every element placed and named, with nothing filled in."""

    @property
    @abstractmethod
    def base(self) -> State:
        """What stays from step to step."""

    @property
    @abstractmethod
    def stops(self) -> Mapping[str, list[int]]:
        """Phases of a position at which each granularity stops."""

    @property
    @abstractmethod
    def grains(self) -> Mapping[str, str]:
        """What each granularity is called."""

    @property
    @abstractmethod
    def description(self) -> str:
        """One line that says what is shown, for those who can't see it."""

    @property
    @abstractmethod
    def headline(self) -> str:
        """One line that says what is seen, in large type while it is presented."""

    @property
    @abstractmethod
    def tensors(self) -> Mapping[str, Tensor]:
        """Declarations of what is drawn, by the names that cells begin with."""

    @property
    @abstractmethod
    def steps(self) -> Sequence[Trace]:
        """What every position reads and writes."""

    @abstractmethod
    def _states(self) -> Iterator[State]:
        """What each position shows beside the base."""

    @cached_property
    def phases(self) -> list[Phases]:
        """Cells that each phase of every position takes in, beside those drawn with its phase."""
        # Outputs share their windows: each is made once.
        windows = {reads: tuple(zip(reads)) for reads in {step.reads for step in self.steps}}
        return [windows[step.reads] for step in self.steps]

    def _told(self) -> dict[str, Any]:
        """What else the player needs."""
        return {}

    def __post_init__(self) -> None:
        """Check that there is such a granularity."""
        if self.granularity not in self.stops:
            known = ", ".join(self.stops)
            raise ExperimentError(NO_GRANULARITY, name=self.granularity, known=known)

    @property
    def outputs(self) -> list[int]:
        """Output channel of every position: the first index of the cell that it writes."""
        return [int(step.writes[0].split(" ")[1]) for step in self.steps]

    @property
    @kept_by
    def frames(self) -> list[State]:
        """What each position changes against the one before."""
        before: Mapping[str, Any] = {}  # self stands for a slot that was not there
        frames: list[State] = []
        for state in self._states():
            frames.append({name: v for name, v in state.items() if before.get(name, self) != v})
            before = state
        return frames

    @cached_property
    def moments(self) -> list[Moment]:
        """The steps of this granularity, in order: at the first one nothing is computed."""
        return self.moments_of(None)

    def walk(self, name: str, position: int) -> list[int] | None:
        """Positions that a walk goes through which comes by one of them; None: all of them.

        name: one of `convviz.lessons.place.WALKS`.
        """
        return None

    def question(self, moment: Moment) -> Question | None:
        """Ask for the number that a step brings; None if it brings none that can be asked for."""
        return None

    def moments_of(self, walk: Sequence[int] | None) -> list[Moment]:
        """The steps of a walk through some of the positions, by default all."""
        return moments(self.stops[self.granularity], self.outputs, walk)

    def state(self, position: int) -> State:
        """Everything shown at a position: the base, and the frames up to it folded onto it.

        Before the first position, at −1, that is the base alone.
        """
        folded = dict(self.base)
        for frame in self.frames[: position + 1]:
            folded |= frame
        return folded

    @property
    def sizes(self) -> Mapping[Arrangement, tuple[float, float]]:
        """Width and height of the picture in each arrangement."""
        layout = self.layout
        return {
            "wide": layout.size,
            "narrow": layout.narrow,
            "present": (board.WIDTH, board.HEIGHT),
        }

    def still(self, step: int = 0, arrangement: Arrangement = "wide") -> str:
        """Draw one step of this granularity as a complete SVG document.

        Raises ExperimentError if there is no such arrangement.
        """
        return self.still_of(self.moments[step], arrangement)

    def still_of(self, moment: Moment, arrangement: Arrangement = "wide") -> str:
        """Draw a moment as a complete SVG document.

        Raises ExperimentError if there is no such arrangement.
        """
        if arrangement not in ARRANGEMENTS:
            known = ", ".join(ARRANGEMENTS)
            raise ExperimentError(NO_ARRANGEMENT, name=arrangement, known=known)
        active, work = self._inputs(moment), self._work(moment)
        body = fill(self.layout, self.state(moment.position), moment, active, work, arrangement)
        width, height = self.sizes[arrangement]
        css = svg_css() + arranged_css(arrangement)
        kinds = " ".join(filter(None, ("convviz", CLASSES[arrangement])))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{kinds}" role="img" '
            f'data-grain="{self.granularity}" '
            f'aria-label="{html.escape(self.description)}" width="{width:g}" height="{height:g}" '
            f'viewBox="0 0 {width:g} {height:g}">'
            f"<style>{html.escape(css, quote=False)}</style>{body}</svg>"
        )

    @property
    def svg(self) -> str:
        """The first picture, with nothing computed: a complete SVG document."""
        return self.still(0)

    def _inputs(self, moment: Moment) -> set[str]:
        """Names of the cells that a moment reads, beside those whose phase it is."""
        if moment == START:
            return set()
        phases = self.phases[moment.position][moment.after : moment.upto]
        return {name for phase in phases for name in phase}

    def _work(self, moment: Moment) -> Work:
        """What is in work at a moment: of the position that it is, or that comes first."""
        output = self.outputs[moment.next]
        declared = self.tensors
        weights = [
            name
            for name in self.layout.slots
            if (kind := declared.get(name.split(" ")[0]))
            and kind.role == "weight"
            and name.split(" ")[1] == str(output)
        ]
        reads = [name for phase in self.phases[moment.next] for name in phase]
        return Work(output, reads, weights)

    def payload(self) -> dict[str, Any]:
        """Everything the player needs, as JSON data."""
        frames, forms = pack(self.frames)
        return {
            "scene": self.scene,
            "label": self.description,
            "headline": self.headline,
            "layout": self.layout.key,
            "svg": self.layout.body,
            "sizes": self.sizes,
            "cell": self.layout.sides.least,
            "tiles": TILES,
            "tensors": cells.told(self.tensors, self.layout.tensors),
            "base": self.base,
            "frames": frames,
            "forms": forms,
            "stops": self.stops,
            "granularity": self.granularity,
            "grains": self.grains,
            "lang": words.tag(),
            "words": words_of("player"),
            **wiring(self.phases),
            "writes": [step.writes[0] for step in self.steps],
            "outputs": max(self.outputs) + 1,
            **self._told(),
        }

    def to_html(self, path: str | Path | None = None, *, dark: bool | None = None) -> str:
        """Write a page that plays by itself, offline; returns its source.

        dark: in the dark or the light theme, by default in that of who opens it.
        """
        title = f"convviz: {self.description}"
        source = page(self.payload(), title, words.tag(), dark=dark)
        if path is not None:
            Path(path).write_text(source, encoding="utf-8")
        return source

    def _repr_html_(self) -> str:
        """Show the player in a notebook, in a frame of its own so that neither styles the other."""
        height = round(self.layout.size[1] + 120)
        title, page = html.escape(self.description), html.escape(self.to_html())
        return (
            f'<iframe srcdoc="{page}" title="{title}" '
            f'style="width:100%;height:{height}px;border:0" allow="fullscreen"></iframe>'
        )
