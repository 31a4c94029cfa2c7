"""Maximum and average pooling, each channel by itself."""

from convviz.core.experiment import Experiment
from convviz.lessons import editing
from convviz.lessons.lesson import Lesson, option
from convviz.lessons.limits import check_sizes
from convviz.lessons.numbers import padding_of_pooling, size, stride
from convviz.words import Message, later, say, term

WINDOW = {"k_h": term("Window k_h"), "k_w": term("Window k_w")}
SIZES = tuple(
    size(name, editing.pooling, WINDOW.get(name))
    for name in ("c_in", "height", "width", "k_h", "k_w")
)
MOVES = (stride(0), stride(1), padding_of_pooling(0), padding_of_pooling(1))

EXAMPLES = ("average_pool", "average_d2l", "pool_padded", "pool_uneven")


def as_pooling(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Keep the input and the window; a kernel of its own gives way to the average."""
    check_sizes(experiment)
    fitting = editing.pooling(experiment)
    larger = tuple(map(max, fitting.pads))
    if any(before != after for before, after in fitting.pads):
        fitting = fitting.replace(padding=larger)
    if fitting == experiment:
        return experiment, None
    if fitting == experiment.replace(padding=larger):
        return fitting, later(
            "Here opposite sides have the same padding: p_h = {rows}, p_w = {columns}.",
            rows=larger[0],
            columns=larger[1],
        )
    return fitting, later(
        "Pooling has no weights to learn: the input and the window size stay, "
        "the kernel became the average of each channel."
    )


def shapes(experiment: Experiment) -> str:
    """Live shapes: pooling keeps the number of channels."""
    e = experiment
    made = say("Y (C, H′, W′) = {shape}; no weights", shape=e.output_shape)
    return f"X (C, H, W) = {e.x.shape}  \n{made}"


LESSON = Lesson(
    name="pooling",
    title=term("Pooling"),
    sentence=term(
        "The window takes the largest number or the average, of one channel at a time: "
        "as many channels come out as go in."
    ),
    examples=EXAMPLES,
    numbers=(*SIZES, *MOVES),
    shapes=shapes,
    accept=as_pooling,
    scene_of=lambda options: f"{option(options, 'pooling')}_pooling",
)
