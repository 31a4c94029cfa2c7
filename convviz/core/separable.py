"""A convolution and then a 1×1 one, and the one standard kernel that does both at once."""

from typing import NamedTuple

import numpy as np

from convviz.core.arguments import MAX_VALUE, ExperimentError, FloatArray
from convviz.core.conv import corr2d_multi_in_out_1x1, count_weights, output
from convviz.core.experiment import Experiment
from convviz.core.matrices import mixed_kernel, ungrouped
from convviz.core.step import steps

MOST_OUTPUTS = 8


class Weights(NamedTuple):
    """How many weights both steps have, and the standard kernel that equals both."""

    first: int
    then: int
    single: int


class Separable:
    """A convolution, a 1×1 kernel after it, and the single convolution that equals both.

    experiment: the first convolution; mix: (C_out, C_mid), the 1×1 kernel. first: (C_mid, H', W'),
    what the convolution gives; twice, once: (C_out, H', W') of both steps, and of the single one;
    sums: (C_out, H', W', C_in), what each input channel adds to `once`. Raises ExperimentError.
    """

    def __init__(self, experiment: Experiment, mix: FloatArray) -> None:
        if mix.shape[1:] != (experiment.c_out,) or not 1 <= len(mix) <= MOST_OUTPUTS:
            raise misfit(experiment.c_out, *mix.shape)
        self.experiment, self.mix = experiment, np.array(mix, np.float64)
        self.single = single_step(experiment, self.mix)
        self.first = output(experiment)
        self.twice = both_steps(experiment, self.mix)
        self.once = output(self.single)
        shape = *self.once.shape, experiment.c_in
        self.sums = np.array([each.channel_sums for each in steps(self.single)]).reshape(shape)
        for array in (self.mix, self.sums):
            array.setflags(write=False)

    @property
    def weights(self) -> Weights:
        """Counts of learned weights, without biases."""
        e = self.experiment
        single = count_weights(self.single.weight.shape)
        return Weights(count_weights(e.weight.shape), self.mix.size, single)

    def readers(self, c: int) -> list[int]:
        """The maps of the first step that read input channel c."""
        e = self.experiment
        group = c // (e.c_in // e.groups)
        count = e.c_out // e.groups
        return [*range(group * count, (group + 1) * count)]

    def channels(self, m: int) -> list[int]:
        """The input channels that map m of the first step reads."""
        e = self.experiment
        count = e.c_in // e.groups
        group = m // (e.c_out // e.groups)
        return [*range(group * count, (group + 1) * count)]


def both_steps(experiment: Experiment, mix: FloatArray) -> FloatArray:
    """Output of the convolution and then of the 1×1 convolution, (C_out of mix, H', W')."""
    y: FloatArray = corr2d_multi_in_out_1x1(output(experiment), mix[:, :, np.newaxis, np.newaxis])
    return y


def single_step(experiment: Experiment, mix: FloatArray) -> Experiment:
    """The one standard convolution that equals both steps; raises ExperimentError if too large."""
    whole = ungrouped(experiment)
    weight, bias = mixed_kernel(whole.weight, mix), mix @ whole.bias
    if max(np.abs(weight).max(), np.abs(bias).max()) > MAX_VALUE:
        raise ExperimentError(
            "The one kernel that equals both steps would hold numbers over {most:,.0f}: "
            "make those of p smaller.",
            most=MAX_VALUE,
        )
    return whole.replace(weight=weight, bias=bias)


def misfit(c_in: int, rows: int, columns: int) -> ExperimentError:
    """Say what a 1×1 kernel of a wrong shape, (rows, columns), should be after c_in maps."""
    return ExperimentError(
        "A 1×1 kernel after {c_in} maps has rows of {c_in} numbers, 1 to {most} of them; "
        "here are {rows} rows of {columns}.",
        c_in=c_in,
        most=MOST_OUTPUTS,
        rows=rows,
        columns=columns,
    )
