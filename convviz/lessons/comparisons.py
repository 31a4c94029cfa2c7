"""Named comparisons: designs side by side, each measured by the first of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from convviz.core.cost import Design, Layer, layer_of
from convviz.core.experiment import Experiment
from convviz.formats.design import parse_design, parse_designs
from convviz.words import term


@dataclass(frozen=True)
class Comparison:
    """Named designs, with a title for a chooser and one sentence on what to look for.

    Title, note and the names of the designs are marked by `term`.
    """

    name: str
    title: str
    note: str
    designs: dict[str, Design]


TITLE = term("Cost")
HOME = "d2l_three_out"  # the current setting of a new visitor
DOUBLED = "doubled"
OF_SETTING = {DOUBLED: term("Double the channels"), "current": term("The current setting")}
"""Titles of the comparisons that are made of a setting, by their names."""
YOURS = term("Your design")
SEVERAL: Final = (term("Design 1"), term("Design 2"), term("Design 3"), term("Design 4"))
TYPED = "typed"  # the comparison of what was typed alone


def doubled(layer: Layer) -> dict[str, Design]:
    """Give a layer twice its channels, its groups unchanged, after D2L 7.4 exercise 3."""
    return {
        "2 C_in": (replace(layer, c_in=2 * layer.c_in),),
        "2 C_out": (replace(layer, c_out=2 * layer.c_out),),
        "2 C_in, 2 C_out": (replace(layer, c_in=2 * layer.c_in, c_out=2 * layer.c_out),),
    }


def of_setting(experiment: Experiment, name: str = DOUBLED) -> Comparison:
    """Compare the design of an experiment with twice its channels, or show it alone."""
    layer = layer_of(experiment)
    here: dict[str, Design] = {term("Current setting"): (layer,)}
    if name == DOUBLED:
        note = term("Twice the inputs or twice the outputs: × 2 multiplications. Both: × 4.")
        return Comparison(name, OF_SETTING[name], note, here | doubled(layer))
    note = term(
        "The numbers that the other pages show. Change a size, or type a design to compare."
    )
    return Comparison(name, OF_SETTING[name], note, here)


def separable(c_in: int, c_out: int, height: int, width: int, padding: int = 1) -> Design:
    """Make a depthwise 3x3 and a pointwise layer, as MobileNet stacks them."""
    first = f"{c_in} -> {c_in}, 3x3, {height}x{width}, pad {padding}, depthwise, no bias"
    return parse_design(f"{first}\n-> {c_out}, 1x1, no bias")


COMPARISONS = (
    Comparison(
        "kinds",
        term("Four kinds of convolution"),
        term("From 256 to 256 channels: grouped, separable and bottleneck leave connections out."),
        {
            term("Standard"): parse_design("256 -> 256, 3x3, 56x56, pad 1, no bias"),
            term("Grouped"): parse_design("256 -> 256, 3x3, 56x56, pad 1, groups 4, no bias"),
            term("Depthwise-separable"): separable(256, 256, 56, 56),
            term("Bottleneck"): parse_design(
                "256 -> 64, 1x1, 56x56, no bias\n-> 64, 3x3, pad 1, no bias\n-> 256, 1x1, no bias"
            ),
        },
    ),
    Comparison(
        "two_3x3",
        term("Two 3×3 against one 5×5"),
        term(
            "Both see 5 × 5 pixels of the input. Two small kernels take 18 weights where one takes "
            "25, and hold one map more."
        ),
        {
            term("One 5×5"): parse_design("64 -> 64, 5x5, 56x56, pad 2"),
            term("Two 3×3"): parse_design("64 -> 64, 3x3, 56x56, pad 1\n-> 64, 3x3, pad 1"),
        },
    ),
    Comparison(
        "padding",
        term("Padding on a small input"),
        term(
            "Padding adds positions, it does not multiply: on a 3 × 3 input, 4, then 16, then 36."
        ),
        {
            term("Padding 0"): parse_design("1 -> 1, 2x2, 3x3"),
            term("Padding 1"): parse_design("1 -> 1, 2x2, 3x3, pad 1"),
            term("Padding 2"): parse_design("1 -> 1, 2x2, 3x3, pad 2"),
        },
    ),
    Comparison(
        "padding_large",
        term("Padding on a large input"),
        term("On 224 × 224 pixels one more pixel of padding is hardly seen: × 1.018."),
        {
            term("Padding 1"): parse_design("3 -> 64, 3x3, 224x224, pad 1"),
            term("Padding 2"): parse_design("3 -> 64, 3x3, 224x224, pad 2"),
        },
    ),
    Comparison(
        "grouped",
        term("Groups 1, 2 and 4"),
        term("Each group sees its own channels only: half of the connections, then a quarter."),
        {
            term("Groups 1"): parse_design("4 -> 4, 3x3, 8x8, pad 1, no bias"),
            term("Groups 2"): parse_design("4 -> 4, 3x3, 8x8, pad 1, groups 2, no bias"),
            term("Groups 4"): parse_design("4 -> 4, 3x3, 8x8, pad 1, groups 4, no bias"),
        },
    ),
    Comparison(
        "separable",
        term("Depthwise-separable, 3 to 4 channels"),
        term("One 3 × 3 slice a channel, then a 1 × 1 mix: 1/4 + 1/9 of the weights, ≈ 36.1 %."),
        {
            term("Standard"): parse_design("3 -> 4, 3x3, 4x4, no bias"),
            term("Depthwise-separable"): separable(3, 4, 4, 4, padding=0),
        },
    ),
    Comparison(
        "mobilenet_early",
        term("MobileNet, 64 to 128 channels"),
        term("The more channels there are, the nearer the saving comes to 3 · 3 = 9."),
        {
            term("Standard"): parse_design("64 -> 128, 3x3, 56x56, pad 1, no bias"),
            term("Depthwise-separable"): separable(64, 128, 56, 56),
        },
    ),
    Comparison(
        "mobilenet",
        term("MobileNet, 512 to 512 channels"),
        term("The layer that MobileNet repeats five times: weights and multiplications ÷ 8.84."),
        {
            term("Standard"): parse_design("512 -> 512, 3x3, 14x14, pad 1, no bias"),
            term("Depthwise-separable"): separable(512, 512, 14, 14),
        },
    ),
    Comparison(
        "bottleneck",
        term("A bottleneck that saves nothing"),
        term("4 to 2 to 4 channels has as many weights as 4 to 4, and loses information."),
        {
            term("Dense"): parse_design("4 -> 4, 1x1, 2x2, no bias"),
            term("Bottleneck"): parse_design("4 -> 2, 1x1, 2x2, no bias\n-> 4, 1x1, no bias"),
        },
    ),
    Comparison(
        "inception",
        term("Inception: 1×1 before 5×5"),
        term("16 channels between the two: a tenth of the weights and of the multiplications."),
        {
            "5×5": parse_design("192 -> 32, 5x5, 28x28, pad 2"),
            term("1×1, then 5×5"): parse_design("192 -> 16, 1x1, 28x28\n-> 32, 5x5, pad 2"),
        },
    ),
    Comparison(
        "resnet",
        term("ResNet: the bottleneck block"),
        term("Four times as many channels outside as two 3 × 3 at 64, for fewer weights."),
        {
            term("Bottleneck"): parse_design(
                "256 -> 64, 1x1, 56x56, no bias\n-> 64, 3x3, pad 1, no bias\n-> 256, 1x1, no bias"
            ),
            term("Two 3×3 at 256"): parse_design(
                "256 -> 256, 3x3, 56x56, pad 1, no bias\n-> 256, 3x3, pad 1, no bias"
            ),
            term("One 3×3 at 256"): parse_design("256 -> 256, 3x3, 56x56, pad 1, no bias"),
            term("Two 3×3 at 64"): parse_design(
                "64 -> 64, 3x3, 56x56, pad 1, no bias\n-> 64, 3x3, pad 1, no bias"
            ),
        },
    ),
    Comparison(
        "alexnet",
        term("AlexNet, first layer"),
        term("34,848 weights and 96 biases give 290,400 numbers: each weight is used 3,025 times."),
        {term("First layer"): parse_design("3 -> 96, 11x11, 227x227, stride 4")},
    ),
)


TITLES: Final[Mapping[str, str]] = {
    **OF_SETTING,
    TYPED: term("Your designs"),
    **{each.name: each.title for each in COMPARISONS},
}


def chosen(name: str, experiment: Experiment) -> Comparison:
    """Find one of the ``TITLES``; those of the current setting are made from it."""
    if name == TYPED:
        note = term("What you typed, measured by the first of them or by another.")
        return Comparison(name, TITLES[name], note, {})
    known = {each.name: each for each in COMPARISONS}
    return known[name] if name in known else of_setting(experiment, name)


def named(designs: Sequence[Design]) -> dict[str, Design]:
    """Give typed designs their names."""
    return dict(zip(SEVERAL if len(designs) > 1 else (YOURS,), designs, strict=False))


def of_address(query: Mapping[str, str], experiment: Experiment, most: int) -> dict[str, Design]:
    """Give what the address of the cost page compares: named designs, then typed ones.

    query: ``compare`` is the name of a comparison, ``design`` what was typed; most: how many are
    compared at once. Raises ExperimentError for a design that can't be read.
    """
    text, compare = query.get("design", ""), query.get("compare", "")
    typed = parse_designs(text) if text.strip() else ()
    if typed and compare in ("", TYPED):
        designs = {}
    else:
        known = {each.name: each for each in COMPARISONS}
        of_it = compare if compare in OF_SETTING else DOUBLED
        designs = (known.get(compare) or of_setting(experiment, of_it)).designs
    return dict([*designs.items(), *named(typed).items()][:most])
