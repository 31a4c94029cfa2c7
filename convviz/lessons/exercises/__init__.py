"""Exercises without end: a kind, a seed and a level make one, for everybody the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from convviz.core.arguments import ExperimentError, integer
from convviz.lessons.exercises import chapter, kernels, numbers, sizes
from convviz.lessons.exercises.exercise import Exercise, Feedback, Verdict
from convviz.words import term

LEVELS: Final = 4
LARGEST_SEED: Final = 2**53 - 1  # what JSON holds exactly

Make = Callable[[int, int, Random], Exercise]
# The kinds in the order of the lessons, each with what makes one and what it is called.
KINDS: Final[Mapping[str, tuple[Make, str]]] = {
    "sums": (numbers.sums, term("Partial sums")),
    "number": (numbers.number, term("One output number")),
    "map": (numbers.whole_map, term("A whole map")),
    "mixing": (numbers.mixing, term("1×1 mixing")),
    "shape": (sizes.shapes, term("Output shape")),
    "count": (sizes.counts, term("Weights and work")),
    "receptive_field": (sizes.fields, term("Receptive field")),
    "which_kernel": (kernels.which, term("Which kernel made this?")),
    "build_kernel": (kernels.build, term("Make a kernel")),
}
# The exercises at the end of D2L's section, in its order.
CHAPTER: Final[Mapping[str, tuple[Make, str]]] = {
    "two_kernels": (chapter.two_kernels, term("Two kernels as one")),
    "layer_cost": (chapter.layer_cost, term("What a layer costs")),
    "doubling": (chapter.doubling, term("Doubling")),
    "cost_1x1": (chapter.cost_1x1, term("What a 1×1 convolution costs")),
    "order": (chapter.order, term("Are Y1 and Y2 the same?")),
    "matrix": (chapter.matrix, term("As a matrix product")),
}
ALL_KINDS: Final = {**KINDS, **CHAPTER}


def exercise(kind: str, seed: int, level: int = 0) -> Exercise:
    """Make the exercise of a kind, a seed and a level, from 0 (nearly worked) to 3 (blank).

    The same three give the same exercise, on every machine. Raises ExperimentError if there is no
    such kind or level, or the seed is no whole number from 0 to 2**53 - 1.

    >>> from convviz.lessons.exercises import exercise
    >>> bool(exercise("sums", 7).check(exercise("sums", 7).key))
    True
    """
    if not isinstance(kind, str) or kind not in ALL_KINDS:
        raise ExperimentError(
            "There is no kind {name!r} of exercise: choose from {known}.",
            name=kind,
            known=", ".join(ALL_KINDS),
        )
    seed = integer("seed", seed, at_least=0, at_most=LARGEST_SEED)
    level = integer("level", level, at_least=0, at_most=LEVELS - 1)
    make, _ = ALL_KINDS[kind]
    # A string seeds alike on every version of Python; a tuple does not.
    return make(seed, level, Random(f"{kind} {seed} {level}"))


__all__ = ["ALL_KINDS", "CHAPTER", "KINDS", "LEVELS", "Exercise", "Feedback", "Verdict", "exercise"]
