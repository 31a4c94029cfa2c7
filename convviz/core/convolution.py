"""The convolution as an operation: its tensors, and its steps in cells."""

from collections.abc import Mapping
from typing import Final

from convviz.core.arguments import Array
from convviz.core.conv import output
from convviz.core.experiment import Experiment
from convviz.core.operation import PADDING, TOTAL, K, Operation, Tensor, X, Y
from convviz.core.step import steps
from convviz.words import term

_FIELDS: Final = {"x": "x", "k": "weight", "b": "bias"}


def _given(experiment: Experiment) -> Mapping[str, Array]:
    return {name: getattr(experiment, field) for name, field in _FIELDS.items()}


CONVOLUTION: Final = Operation[Experiment](
    tensors={
        "x": X,
        "k": K,
        "b": Tensor(
            term("Bias"),
            term("Bias {o}"),
            ("o",),
            rows=False,
            role="bias",
            letter="b",
            walked=True,
        ),
        "p": Tensor(term("Products"), term("Products of channel {c}"), ("c",), walked=True),
        "sum": Tensor(term("Partial sums"), term("Sum of channel {c}"), ("c",), rows=False),
        "bias": Tensor(term("Bias"), rows=False),  # that of the step
        "total": TOTAL,
        "y": Y,
        "pad": PADDING,
    },
    given=_given,
    made=lambda experiment: {"y": output(experiment)},
    steps=lambda experiment: list(steps(experiment)),
    replace=lambda experiment, name, numbers: experiment.replace(**{_FIELDS[name]: numbers}),
)
