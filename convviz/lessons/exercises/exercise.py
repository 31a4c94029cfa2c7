"""What an exercise is: what is asked of an experiment, what is filled in, how it is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats.numbers import parse_block, parse_number
from convviz.lessons.mistakes import Mistake, recognised, recognised_sum
from convviz.words import Message, later

Position = tuple[int, int, int]
Given = str | float
TOLERANCE = 1e-6  # of a typed fraction; whole numbers are exact far beyond it


@dataclass(frozen=True)
class Verdict:
    """What is said of one blank: whether it is right, and of which mistake it is the number.

    refused: why what was typed is no answer at all. True in a condition if it is right.
    """

    right: bool
    mistake: Mistake | None = None
    refused: Message | None = None

    def __bool__(self) -> bool:
        return self.right


@dataclass(frozen=True, repr=False)
class Feedback(Mapping[str, Verdict]):
    """The verdict on every blank, by name. True in a condition if all are right."""

    verdicts: Mapping[str, Verdict]

    def __getitem__(self, name: str) -> Verdict:
        return self.verdicts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    def __bool__(self) -> bool:
        return all(self.verdicts.values())

    def __repr__(self) -> str:
        return f"Feedback({dict(self.verdicts)})"


@dataclass(frozen=True)
class Table:
    """Where numbers stand in an exercise: their names in rows, each with its label.

    title: what the table holds; None where each number says that for itself.
    """

    title: Message | None
    rows: tuple[tuple[tuple[str, Message], ...], ...]


Judge = Callable[["Exercise", Mapping[str, float | tuple[float, ...]]], Mapping[str, Verdict]]


@dataclass(frozen=True, eq=False)
class Exercise:
    """One question on one experiment.

    question: what is asked, said in the language in use when it is read. experiment: what is shown
    with it. blanks: names of the numbers to fill in, as ``data-cell`` has them where they are cells
    (``y 0 1 1``, ``sum 0``, ``total``), with their labels. given: further numbers that are shown
    already, by name. key: the right number of each blank; where several answers are right, one of
    them. position: the output number that it is about, if it is one. scene: the drawing. tables:
    how the numbers are laid out where their names do not say it. answer: what there is to say
    afterwards; it tells the numbers or how to find them, so it is not shown before.
    """

    kind: str
    seed: int
    level: int
    question: Message
    experiment: Experiment
    blanks: Mapping[str, Message]
    key: Mapping[str, float]
    given: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    position: Position | None = None
    scene: str = "multi_output"
    judge: Judge | None = None
    tables: tuple[Table, ...] = ()
    answer: Message | None = None

    def check(self, answers: Mapping[str, Given]) -> Feedback:
        """Judge what was filled in, by name; what was left out is not right. Never raises.

        Numbers are taken as typed (``−3``, ``1/9``); two numbers in one blank, such as "19 and 37",
        are recognised where a mistake gives two.
        """
        read: dict[str, float | tuple[float, ...]] = {}
        verdicts: dict[str, Verdict] = {}
        for name in self.blanks:
            try:
                read[name] = read_answer(answers.get(name, ""))
            except ExperimentError as error:
                verdicts[name] = Verdict(False, refused=error.message)
        judged = (self.judge or each_number)(self, read)
        verdicts |= judged
        return Feedback({name: verdicts[name] for name in self.blanks})


def each_number(
    exercise: Exercise, read: Mapping[str, float | tuple[float, ...]]
) -> dict[str, Verdict]:
    """Judge every number by itself, and name the mistake that gives it."""
    return {
        name: Verdict(True) if same(answer, exercise.key[name]) else _wrong(exercise, name, answer)
        for name, answer in read.items()
    }


def same(answer: float | tuple[float, ...], number: float) -> bool:
    """Whether an answer is a number, as far as one can type it."""
    close = TOLERANCE * max(1.0, abs(number))
    return not isinstance(answer, tuple) and abs(answer - number) <= close


def _wrong(exercise: Exercise, name: str, answer: float | tuple[float, ...]) -> Verdict:
    e, position = exercise.experiment, exercise.position
    tensor, *index = name.split(" ")
    if tensor == "y":
        o, i, j = map(int, index)
        position = (o, i, j)
    made_by: tuple[Mistake, ...] = ()
    if position and tensor in ("y", "total"):
        made_by = recognised(e, position, answer)
    elif position and tensor == "sum" and not isinstance(answer, tuple):
        made_by = recognised_sum(e, position, int(index[0]), answer)
    return Verdict(False, next(iter(made_by), None))


def read_answer(given: Given) -> float | tuple[float, ...]:
    """Read a blank: a number, or several, with or without a word between them.

    Raises ExperimentError.
    """
    if not isinstance(given, str):
        return float(given)
    words = given.replace(" and ", " ").replace("和", " ").replace("、", " ")
    try:
        return parse_number(words)
    except ExperimentError:
        pieces = words.replace(",", " ").split()
        if len(pieces) < 2:
            raise
    numbers = parse_block(" ".join(pieces))
    return tuple(number for channel in numbers for row in channel for number in row)


def cell(*index: int, of: str = "y") -> str:
    """Name a cell as the drawing does: ``y 0 1 1``."""
    return " ".join(map(str, (of, *index)))


def label(name: str) -> Message:
    """What a cell of the output is called beside its blank: ``Y[0,1,1]``."""
    tensor, *index = name.split(" ")
    return later("{cell}", cell=f"{tensor.upper()}[{','.join(index)}]")
