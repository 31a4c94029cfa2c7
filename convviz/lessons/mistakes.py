"""Named mistakes: what somebody gets who misunderstood a rule, why it tempts, and what is true.

They make the wrong choices of a question, they recognise a typed wrong number, and they are
replayed beside the right rule. Each is a function of the experiment: nothing here knows an example.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from convviz.core import misread
from convviz.core.arguments import Shape
from convviz.core.experiment import Experiment
from convviz.core.misread import Answer, Combine, Misread
from convviz.core.step import Step, step_at
from convviz.words import term

Position = tuple[int, int, int]


@dataclass(frozen=True)
class Mistake:
    """One misunderstanding; its texts are terms.

    title: the mistake in a few words. why: why it is tempting. truth: what is true instead.
    rule: makes the experiment that is computed instead, None for the same one; combine: what is
    made of the partial sums, None for the sum with the bias. shape, weights,
    biases: what is believed of the output shape and of their number, where the rule does not say.
    """

    name: str
    title: str
    why: str
    truth: str
    rule: Misread | None = None
    combine: Combine | None = None
    shape: Callable[[Experiment], Shape] | None = None
    weights: Callable[[Experiment], int] | None = None
    biases: Callable[[Experiment], int] | None = None

    @property
    def is_computed(self) -> bool:
        """Whether it is a way to compute a number, which can be replayed."""
        return self.rule is not None or self.combine is not None

    def step(self, experiment: Experiment, position: Position) -> Step | None:
        """Work out an output number as the mistake does, for a replay; None if it has none there.

        What is made of its partial sums is told by `answer`.
        """
        if not self.is_computed:
            return None
        return misread.misread_step(experiment, position, self.rule)

    def answer(self, experiment: Experiment, position: Position) -> Answer | None:
        """Give what the mistake takes for output number (o, i, j): a number, or several.

        None where it does not apply: it says nothing of a number, or gives the right one. Raises
        ExperimentError if the position is outside.
        """
        right = step_at(experiment, position)
        step = self.step(experiment, position)
        if step is None:
            return None
        wrong = self.combine(step) if self.combine else step.total
        return None if wrong in (right.total, (right.total,)) else wrong

    def output_shape(self, experiment: Experiment) -> Shape | None:
        """Give the output shape that is believed; None if it is the right one."""
        if self.shape is not None:
            believed: Shape = self.shape(experiment)
        else:
            wrong = misread.believed(experiment, self.rule) if self.rule else None
            believed = experiment.output_shape if wrong is None else wrong.output_shape
        return None if believed == experiment.output_shape else believed

    def weight_count(self, experiment: Experiment) -> int | None:
        """Give the number of weights that is believed; None if it is the right one."""
        believed = self.weights(experiment) if self.weights else experiment.weight.size
        return None if believed == experiment.weight.size else believed

    def bias_count(self, experiment: Experiment) -> int | None:
        """Give the number of biases that is believed; None if it is the right one."""
        believed = self.biases(experiment) if self.biases else experiment.c_out
        return None if believed == experiment.c_out else believed

    def where(self, experiment: Experiment, position: Position) -> tuple[int, ...] | None:
        """Give the first product (c, u, v) that differs from the right one; None if none does.

        Raises ExperimentError if the position is outside.
        """
        right, wrong = step_at(experiment, position), self.step(experiment, position)
        return None if wrong is None else misread.first_difference(right, wrong)


# The likeliest first: of several that give a number, the first is told.
ALL: Final = (
    Mistake(
        "stacked",
        term("The partial sums are stacked instead of added"),
        term("There is a partial sum for each input channel, so each seems to be an output."),
        term(
            "The partial sums of all input channels are added: one kernel gives one number at each "
            "place, however many input channels there are."
        ),
        combine=misread.stacked,
        shape=lambda e: (e.c_out * e.weight.shape[1], *e.output_shape[1:]),
    ),
    Mistake(
        "averaged",
        term("The partial sums are averaged instead of added"),
        term("Colours are often averaged to a grey, so channels seem to be averaged too."),
        term("The partial sums are added. Nothing is divided by the number of input channels."),
        combine=misread.averaged,
    ),
    Mistake(
        "one_slice",
        term("One kernel slice is used for all input channels"),
        term("A kernel is drawn as one small table, so it seems to slide over every channel."),
        term("A kernel has a slice of its own for every input channel: C_in × k_h × k_w weights."),
        rule=misread.one_slice,
        weights=lambda e: e.weight.size // e.weight.shape[1],
    ),
    Mistake(
        "multiplied",
        term("The partial sums are multiplied instead of added"),
        term("Inside a channel numbers are multiplied, so one goes on multiplying."),
        term("Only an input number and its weight are multiplied; all products are then added."),
        combine=misread.multiplied,
    ),
    Mistake(
        "grey_first",
        term("The input channels are averaged first"),
        term("A picture can be made grey, and one table is easier than several."),
        term("No channel is lost before the sum: each meets its own weights first."),
        rule=misread.grey_first,
    ),
    Mistake(
        "flipped",
        term("The kernel is flipped"),
        term("The convolution of mathematics and of signal processing flips it."),
        term(
            "Deep learning computes the cross-correlation: the kernel lies on the window as it is."
        ),
        rule=misread.flipped,
    ),
    Mistake(
        "no_bias",
        term("The bias is forgotten"),
        term("It is one number beside so many weights, and often 0."),
        term("The bias of the output channel is added once to every number of its map."),
        rule=misread.without_bias,
    ),
    Mistake(
        "bias_each_channel",
        term("The bias is added once for each input channel"),
        term("Every partial sum looks like the result of a layer, and a layer has a bias."),
        term("There is one bias for each output channel; it is added once, to the sum of all."),
        rule=misread.bias_each_channel,
        biases=lambda e: e.weight.shape[0] * e.weight.shape[1],
    ),
    Mistake(
        "one_bias",
        term("There is one bias for the whole layer"),
        term("It is often written as one more number that is added."),
        term("Every output channel has a bias of its own: C_out of them."),
        biases=lambda e: 1,
    ),
    Mistake(
        "padding_in_all",
        term("The padding is taken for that of both sides together"),
        term("Some formulas count the rows that are added in all, others those on each side."),
        term("A padding of 1 adds one row above and one below, and a column on either side."),
        rule=misread.padding_in_all,
    ),
    Mistake(
        "padding_with_ones",
        term("The padding is filled with ones"),
        term("“Padding 1” can be read as the number that is filled in."),
        term("The number says how wide the padding is. What is filled in is 0."),
        rule=misread.padding_with_ones,
    ),
    Mistake(
        "no_padding",
        term("The padding is forgotten"),
        term("The window is easily begun at the first number of the input."),
        term("With padding the first window begins outside the input, on zeros."),
        rule=misread.without_padding,
    ),
    Mistake(
        "dilation_as_gap",
        term("The dilation is taken for the number of cells left out"),
        term("Some count the cells left out, so that 0 means none."),
        term("A dilation of 1 leaves out none: weights read cells that are so far apart."),
        rule=misread.dilation_as_gap,
    ),
    Mistake(
        "no_stride",
        term("The stride is ignored"),
        term("A window that moves by one cell is what one is used to."),
        term("Output number i begins at row i · stride of the padded input."),
        rule=misread.without_stride,
    ),
    Mistake(
        "rounded_up",
        term("The output size is rounded up"),
        term("Rows are left over, so there seems to be room for one more window."),
        term("A window that does not fit is left out: the output size is rounded down."),
        shape=misread.rounded_up,
    ),
    Mistake(
        "neighbours",
        term("A 1×1 kernel is thought to see its neighbours"),
        term("The convolutions that one knows look at a pixel together with those around it."),
        term("A 1×1 kernel reads one pixel alone, in all its channels."),
        rule=misread.with_neighbours,
    ),
    Mistake(
        "only_scaled",
        term("A 1×1 kernel is thought to scale each channel by itself"),
        term("With one channel in and one out a 1×1 kernel does no more than that."),
        term("Each output number is a sum over all channels of the pixel, each with its weight."),
        rule=misread.only_scaled,
    ),
    Mistake(
        "unchanged",
        term("A 1×1 kernel is thought to change nothing"),
        term("The map stays as large as it was, and no neighbours come in."),
        term("It mixes the channels of each pixel: a fully connected layer at every pixel."),
        rule=misread.unchanged,
    ),
    Mistake(
        "no_groups",
        term("Every output is thought to read all input channels"),
        term("Without groups it does."),
        term("With groups an output reads only the input channels of its own group."),
        rule=misread.without_groups,
        weights=lambda e: e.weight.size * e.groups,
    ),
    Mistake(
        "map_for_each_input",
        term("There is one output channel for each input channel"),
        term("A picture goes in with so many channels, and seems to come out with as many."),
        term("There are as many output channels as kernels, however many channels go in."),
        shape=lambda e: (e.c_in, *e.output_shape[1:]),
    ),
    Mistake(
        "weights_of_each_pixel",
        term("Every place of the output has weights of its own"),
        term("In a fully connected layer each output number has weights of its own."),
        term("The same kernel is used at every place: the weights are shared."),
        weights=lambda e: e.weight.size * e.output_shape[1] * e.output_shape[2],
    ),
    Mistake(  # of several layers, not of one experiment
        "sizes_added",
        term("The sizes of kernels in a row are added"),
        term("Every kernel sees so many rows, so together they seem to see as many as both."),
        term("The second kernel starts from what the first one saw: 3×3 twice is 5×5, not 6×6."),
    ),
)
_NAMED: Final = {each.name: each for each in ALL}


def mistakes() -> Mapping[str, Mistake]:
    """Return name -> Mistake: what a learner may take for the rule.

    >>> from convviz.lessons.presets import presets
    >>> d2l = presets()["d2l_two_in"]
    >>> {name: mistakes()[name].answer(d2l, (0, 0, 0)) for name in ("stacked", "one_slice")}
    {'stacked': (19.0, 37.0), 'one_slice': 44.0}
    """
    return dict(_NAMED)


def recognised(experiment: Experiment, position: Position, answer: Answer) -> tuple[Mistake, ...]:
    """Give the mistakes that make a wrong answer, the likeliest first; none for the truth."""
    return tuple(each for each in ALL if misread.same(each.answer(experiment, position), answer))


def recognised_sum(
    experiment: Experiment, position: Position, channel: int, number: float
) -> tuple[Mistake, ...]:
    """Give the mistakes that make a wrong partial sum of an input channel, the likeliest first."""
    if misread.same(sum_of(step_at(experiment, position), channel), number):
        return ()
    made = ((each, each.step(experiment, position)) for each in ALL)
    return tuple(
        each for each, step in made if step and misread.same(sum_of(step, channel), number)
    )


def sum_of(step: Step, channel: int) -> float | None:
    """Give the partial sum of an input channel; None if the step does not read it."""
    sums = dict(zip(step.channels, step.channel_sums.tolist(), strict=True))
    return sums.get(channel)
