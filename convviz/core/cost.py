"""What a design costs: weights, multiplications, additions and memory. It counts, never allocates.

A design is a chain of layers, each reading what the one before gives.
"""

from dataclasses import dataclass, field, fields
from itertools import pairwise

from convviz.core.arguments import ExperimentError, Shape, integer
from convviz.core.conv import count_additions, count_multiplications, count_weights
from convviz.core.experiment import Experiment
from convviz.core.geometry import PaddingLike, PairLike, geometry

FLOAT32 = 4  # bytes a number


@dataclass(frozen=True)
class Layer:
    """The shapes of one convolution, without its numbers.

    stride, padding, dilation: as in Experiment, and kept as it keeps them. output_shape:
    (C_out, H', W'). Raises ExperimentError.
    """

    c_in: int
    c_out: int
    k_h: int
    k_w: int
    height: int
    width: int
    stride: PairLike = 1
    padding: PaddingLike = 0
    dilation: PairLike = 1
    groups: int = 1
    bias: bool = True
    output_shape: tuple[int, int, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        c_in, groups = integer("C_in", self.c_in, 1), integer("groups", self.groups, 1)
        # A group with no channel at all is left to the rule that groups divide the channels.
        weight_shape = (self.c_out, max(1, c_in // groups), self.k_h, self.k_w)
        checked = geometry(
            (c_in, self.height, self.width),
            weight_shape,
            self.stride,
            self.padding,
            self.dilation,
            groups,
        )
        kept = {"stride", "padding", "dilation", "output_shape"}
        # A frozen dataclass only blocks assignment; its own dictionary is where values go.
        vars(self).update({k: v for k, v in checked._asdict().items() if k in kept})

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """Shape of X, (C_in, H, W)."""
        return self.c_in, self.height, self.width

    @property
    def weight_shape(self) -> tuple[int, int, int, int]:
        """Shape of K, (C_out, C_in/groups, k_h, k_w)."""
        return self.c_out, self.c_in // self.groups, self.k_h, self.k_w


Design = tuple[Layer, ...]


@dataclass(frozen=True)
class Cost:
    """Counts of one layer or of a chain of them; all are exact integers.

    additions: within the sums of products; bias_additions: one more an output number.
    inputs, hidden, outputs: numbers in X, in the maps between two layers, and in Y.
    After D2L 7.4, exercise 2.
    """

    weights: int
    biases: int
    multiplications: int
    additions: int
    bias_additions: int
    inputs: int
    hidden: int
    outputs: int

    def __add__(self, later: "Cost") -> "Cost":
        """Put one after the other: counts add, and the map between the two is held once."""
        summed = {f.name: getattr(self, f.name) + getattr(later, f.name) for f in fields(Cost)}
        between = {"inputs": self.inputs, "outputs": later.outputs}
        return Cost(**summed | between | {"hidden": summed["hidden"] + self.outputs})

    @property
    def forward_numbers(self) -> int:
        """Numbers held going forward: X, K, b, every map between, Y.

        For one layer c_i h w + c_o c_i k_h k_w + c_o + c_o h' w'.
        """
        return self.inputs + self.weights + self.biases + self.hidden + self.outputs

    @property
    def backward_multiplications(self) -> int:
        """Products going backward: dX and dK each take one for every product of the forward pass.

        So 2 c_o c_i k_h k_w h' w'. A network's first layer needs no dX, hence half of it.
        """
        return 2 * self.multiplications

    @property
    def backward_numbers(self) -> int:
        """Numbers held going backward, all at once: X and K are kept; dX, dK, db and dY are new.

        For one layer 2 c_i h w + 2 c_o c_i k_h k_w + c_o + c_o h' w'; of a map between two layers
        both the map and its gradient are held.
        """
        return 2 * (self.inputs + self.weights + self.hidden) + self.biases + self.outputs


def cost(layer: Layer) -> Cost:
    """Count what one layer takes for one image."""
    weight_shape, size = layer.weight_shape, layer.output_shape[1:]
    weights = count_weights(weight_shape)
    additions = count_additions(weight_shape, size)
    return Cost(
        weights=weights,
        biases=count_weights(weight_shape, bias=layer.bias) - weights,
        multiplications=count_multiplications(weight_shape, size),
        additions=additions,
        bias_additions=count_additions(weight_shape, size, bias=layer.bias) - additions,
        inputs=_numbers(layer.input_shape),
        hidden=0,
        outputs=_numbers(layer.output_shape),
    )


def total(design: Design) -> Cost:
    """Add up a chain of layers.

    Raises ExperimentError if there is none, or one does not take what the one before gives.
    """
    if not design:
        raise ExperimentError("A design has at least one layer.")
    result = cost(design[0])
    for before, layer in pairwise(design):
        if before.output_shape != layer.input_shape:
            raise ExperimentError(
                "A layer takes (C_in, H, W) = {taken}, but the one before gives {given}.",
                taken=layer.input_shape,
                given=before.output_shape,
            )
        result += cost(layer)
    return result


def layer_of(experiment: Experiment) -> Layer:
    """Take the shapes of an experiment, which has a bias an output channel, zeros or not."""
    e = experiment
    return Layer(
        *(e.c_in, e.c_out, *e.kernel_size, *e.input_size),
        stride=e.stride,
        padding=e.padding,
        dilation=e.dilation,
        groups=e.groups,
    )


def _numbers(shape: Shape) -> int:
    channels, height, width = shape
    return channels * height * width
