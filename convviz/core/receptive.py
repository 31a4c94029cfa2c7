"""The network as an operation: what each output cell depends on, map by map."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from convviz.core.arguments import Pair
from convviz.core.network import Network
from convviz.core.operation import PADDING, Operation, Tensor, Term, Y, cell
from convviz.words import term


@dataclass(frozen=True)
class FieldStep:
    """What one output cell sees.

    maps: the cells of each map that it depends on, from the one before the last back to the input,
    with the ways that lead from each to it.
    """

    position: Pair
    maps: tuple[Mapping[str, float], ...]
    terms: tuple[Term, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """Cells of the input, ``"map 0 i j"``."""
        return tuple(self.maps[-1])

    @property
    def partials(self) -> tuple[str, ...]:
        """Cells of the maps between."""
        return tuple(name for each in self.maps[:-1] for name in each)

    @property
    def writes(self) -> tuple[str, ...]:
        """The output cell, ``"y 0 i j"``."""
        return (cell("y", 0, *self.position),)

    @property
    def numbers(self) -> Mapping[str, float]:
        """How many ways lead from each cell to the output cell."""
        ways: dict[str, float] = {cell("y", 0, *self.position): 1}
        for each in self.maps:
            ways |= each
        return ways


def field_steps(network: Network) -> list[FieldStep]:
    """All cells of the last map, row by row."""
    return [
        FieldStep(
            place,
            tuple(
                {
                    cell("map", number, i, j): int(ways[i, j])
                    for ways in [network.paths(number, place)]
                    for i, j in np.argwhere(ways).tolist()
                }
                for number in reversed(range(network.last))
            ),
        )
        for place in network.cells
    ]


NETWORK: Final = Operation[Network](
    tensors={
        "map": Tensor(
            term("Maps"), term("Map {n}"), ("n",), parts={"0": term("Input map")}, walked=True
        ),
        "y": Y,
        "pad": PADDING,
    },
    given=lambda network: {},
    made=lambda network: {},
    steps=field_steps,
)
