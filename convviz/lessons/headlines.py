"""The one line that says what a lesson shows, in large type while it is presented."""

from convviz.core.experiment import Experiment
from convviz.words import count, say


def headline(scene: str, experiment: Experiment) -> str:
    """Say what is seen of an experiment in a scene.

    Raises KeyError if there is no such scene.
    """
    e = experiment
    lines = {
        "multi_input": count(
            "{n} input channel becomes one output number",
            "{n} input channels become one output number",
            e.c_in,
        ),
        "multi_output": count(
            "{n} kernel makes {n} output channel",
            "{n} kernels make {n} output channels",
            e.c_out,
        ),
        "pointwise": count(
            "A 1×1 kernel weighs the {n} channel of each pixel",
            "1×1 kernels mix the {n} channels of each pixel",
            e.c_in,
        ),
        "matrix": say("The whole convolution is one matrix product"),
        "geometry": say("Where the window may stand decides the output size"),
        "groups": count(
            "{n} group: every kernel reads all input channels",
            "{n} groups: a kernel reads only its group's input channels",
            e.groups,
        ),
        "max_pooling": say("Of each window the largest number stays"),
        "average_pooling": say("Of each window the mean stays"),
    }
    return lines[scene]
