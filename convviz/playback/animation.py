"""The film of an experiment: a convolution or a pooling, in one of its scenes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.operation import Tensor
from convviz.drawing.picture import Layout, Moment, Shape, State
from convviz.drawing.scenes import SCENES, Scene
from convviz.lessons.headlines import headline
from convviz.lessons.questions import Question, question
from convviz.playback.film import Film
from convviz.words import kept_by, say, term

GRANULARITIES = ("product", "channel", "window")
NO_PRODUCTS = ("max_pooling", "average_pooling")
NO_SCENE = term("There is no scene {name!r}: choose from {known}.")


@dataclass(frozen=True)
class Animation(Film):
    """A lesson of one experiment, step by step."""

    experiment: Experiment
    scene: str = "multi_input"
    granularity: str = "channel"
    asks = True

    def __post_init__(self) -> None:
        """Check the names, and that the scene can show the experiment."""
        if self.scene not in SCENES:
            raise ExperimentError(NO_SCENE, name=self.scene, known=", ".join(SCENES))
        self._scene.check(self.experiment)
        super().__post_init__()

    @property
    def _scene(self) -> Scene[Any]:
        return SCENES[self.scene]

    @property
    def tensors(self) -> Mapping[str, Tensor]:
        """Declarations of what is drawn, by the names that cells begin with."""
        return self._scene.tensors

    @cached_property
    def steps(self) -> Sequence[Any]:
        """How each output number comes about, in the order of the lesson."""
        made = {step.position: step for step in self._scene.steps_of(self.experiment)}
        return [made[position] for position in self.positions]

    @property
    def positions(self) -> list[tuple[int, int, int]]:
        """Output cell (o, i, j) of every position, in the order of the lesson."""
        return self._scene.order(self.shape)

    def walk(self, name: str, position: int) -> list[int] | None:
        """Positions of the same output channel, or of the same window, as a position."""
        if name == "all":
            return None
        part = slice(0, 1) if name == "output" else slice(1, 3)
        here = self.positions[position][part]
        return [n for n, cell in enumerate(self.positions) if cell[part] == here]

    def question(self, moment: Moment) -> Question | None:
        """Ask for the partial sum or the output number that a step brings."""
        step, end = self.steps[moment.position], self.stops["window"][-1]
        return question(self.experiment, step, moment.after, moment.upto, end)

    @cached_property
    def shape(self) -> Shape:
        """Sizes that the layout depends on."""
        return Shape.of(self.experiment)

    @property
    def layout(self) -> Layout:
        """Every element placed and named, with nothing filled in."""
        return self._scene.layout(self.shape)

    @property
    @kept_by
    def base(self) -> State:
        """What stays from step to step."""
        return self._scene.base(self.experiment, self.steps, self.limits, self.layout.sides)

    @cached_property
    def limits(self) -> dict[str, float]:
        """Ends of the symmetric colour scales, by tensor."""
        return self._scene.limits(self.experiment, self.steps)

    @cached_property
    def stops(self) -> dict[str, list[int]]:
        """Phases of a position at which each granularity stops."""
        return self._scene.stops(self.shape)

    @property
    def grains(self) -> dict[str, str]:
        """What each granularity is called."""
        least = say("number") if self.scene in NO_PRODUCTS else say("product")
        return {"product": least, "channel": say("channel"), "window": say("window")}

    @property
    def _outputs(self) -> list[int]:
        return [step.position[0] for step in self.steps]

    def _states(self) -> Iterator[State]:
        return self._scene.states(self.experiment, self.steps, self.limits)

    @property
    def description(self) -> str:
        """One line that says what is shown, for those who can't see it."""
        e = self.experiment
        single = e.c_out == 1
        weight, output = (e.weight[0], e.output_shape[1:]) if single else (e.weight, e.output_shape)
        return f"X {e.x.shape} ⋆ K {weight.shape} → Y {output}"

    @property
    def headline(self) -> str:
        """One line that says what is seen."""
        return headline(self.scene, self.experiment)


def animate(
    experiment: Experiment, scene: str = "multi_input", granularity: str = "channel"
) -> Animation:
    """Animate an experiment.

    Raises ExperimentError if there is no such scene or granularity, or the scene can't show it.
    """
    return Animation(experiment, scene, granularity)
