"""What of an .onnx file tells its convolutions: the few messages of protobuf that hold them.

The format is ONNX's own (onnx.proto): a message is a row of fields, each a number, a kind and a
value. Only what is needed is read; whatever else a file holds is passed over.
"""

from __future__ import annotations

import math
import struct
from typing import Any, Final, NamedTuple

import numpy as np

from convviz.core.arguments import Array, ExperimentError, Pair
from convviz.formats.protobuf import BROKEN, Value, fields, integers, message, signed, text
from convviz.formats.safetensors import bfloat16

MOST_NODES: Final = 20_000
MOST_TENSORS: Final = 5000
# Types of TensorProto: how their raw bytes are read, and which field holds them otherwise.
_TYPES: Final = {
    1: ("<f4", 4),
    2: ("|u1", 5),
    3: ("|i1", 5),
    4: ("<u2", 5),
    5: ("<i2", 5),
    6: ("<i4", 5),
    7: ("<i8", 7),
    9: ("|b1", 5),
    10: ("<f2", 5),
    11: ("<f8", 10),
    12: ("<u4", 11),
    13: ("<u8", 11),
    16: ("<u2", 5),
}
_BFLOAT16, _FLOAT16 = 16, 10
Sides = tuple[Pair, Pair]


class Conv(NamedTuple):
    """One Conv node of a graph, with what it says, or what ONNX takes where it does not.

    norm: scale, shift, mean, variance and epsilon of a BatchNormalization that follows, if any.
    """

    name: str
    weight: Array
    bias: Array | None
    stride: Pair
    padding: Sides | str
    dilation: Pair
    groups: int
    norm: tuple[Array, Array, Array, Array, float] | None


class _Node(NamedTuple):
    kind: str
    name: str
    inputs: list[str]
    outputs: list[str]
    attributes: dict[str, Any]


def read_onnx(data: bytes) -> list[Conv]:
    """Give the two-dimensional convolutions of a model whose weights are in the file.

    Raises ExperimentError for a broken file, and for weights that lie in a file beside it.
    """
    try:
        return _convolutions(memoryview(data))
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError, TypeError) as error:
        raise ExperimentError(BROKEN) from error


def _convolutions(data: memoryview) -> list[Conv]:
    graphs = [value for number, value in fields(data) if number == 7]
    if len(graphs) != 1 or not isinstance(graphs[0], memoryview):
        raise ExperimentError("The file is no ONNX model: it has no graph.")
    nodes: list[_Node] = []
    tensors: dict[str, memoryview] = {}
    for number, value in fields(graphs[0]):
        if number == 1:
            nodes.append(_node(message(value)))
        elif number == 5:
            tensors[_name_of(message(value))] = message(value)
        if len(nodes) > MOST_NODES or len(tensors) > MOST_TENSORS:
            raise ExperimentError(
                "The model has more than {nodes} nodes or {tensors} tensors.",
                nodes=MOST_NODES,
                tensors=MOST_TENSORS,
            )
    for node in nodes:
        if node.kind == "Constant" and node.outputs and "value" in node.attributes:
            tensors[node.outputs[0]] = node.attributes["value"]
    readers: dict[str, list[_Node]] = {}
    for node in nodes:
        for name in node.inputs:
            readers.setdefault(name, []).append(node)
    made = (_conv(node, tensors, readers) for node in nodes if node.kind == "Conv")
    return [conv for conv in made if conv is not None]


def _conv(
    node: _Node, tensors: dict[str, memoryview], readers: dict[str, list[_Node]]
) -> Conv | None:
    if len(node.inputs) < 2 or not node.outputs or node.inputs[1] not in tensors:
        return None  # its weights are computed
    weight = _tensor(tensors[node.inputs[1]])
    if weight.ndim != 4 or not weight.size:
        return None
    bias = None
    if len(node.inputs) > 2 and node.inputs[2] in tensors:
        bias = _tensor(tensors[node.inputs[2]])
        if bias.shape != (len(weight),):
            raise ExperimentError(BROKEN)
    told = node.attributes
    following = readers.get(node.outputs[0], [])
    norm = None
    if [each.kind for each in following] == ["BatchNormalization"]:
        norm = _norm(following[0], tensors, len(weight))
    groups = told.get("group", 1)
    if type(groups) is not int or groups < 1 or len(weight) % groups:
        raise ExperimentError(BROKEN)
    return Conv(
        node.name or node.inputs[1],
        weight,
        bias,
        _pair(told.get("strides", [1, 1]), 1),
        _padding(told),
        _pair(told.get("dilations", [1, 1]), 1),
        groups,
        norm,
    )


def _norm(
    node: _Node, tensors: dict[str, memoryview], c_out: int
) -> tuple[Array, Array, Array, Array, float] | None:
    names = node.inputs[1:5]
    if len(names) < 4 or not all(name in tensors for name in names):
        return None
    scale, shift, mean, variance = (_tensor(tensors[name]) for name in names)
    if any(each.shape != (c_out,) for each in (scale, shift, mean, variance)):
        raise ExperimentError(BROKEN)
    epsilon = float(node.attributes.get("epsilon", 1e-5))
    if not (epsilon >= 0 and (variance.astype(np.float64) + epsilon > 0).all()):
        raise ExperimentError(BROKEN)
    return scale, shift, mean, variance, epsilon


def _padding(told: dict[str, Any]) -> Sides | str:
    """Read pads, or auto_pad, which comes before them."""
    kind = told.get("auto_pad", b"NOTSET")
    if kind in (b"SAME_UPPER", b"SAME_LOWER"):
        return "same_upper" if kind == b"SAME_UPPER" else "same_lower"
    pads = [0] * 4 if kind == b"VALID" else told.get("pads", [0] * 4)
    if not isinstance(pads, list) or len(pads) != 4:
        raise ExperimentError(BROKEN)
    (top, left), (bottom, right) = _pair(pads[:2], 0), _pair(pads[2:], 0)
    return (top, bottom), (left, right)


def _pair(values: Any, least: int) -> Pair:
    fits = isinstance(values, list) and len(values) == 2
    if not fits or not all(type(n) is int and least <= n < 2**31 for n in values):
        raise ExperimentError(BROKEN)
    return values[0], values[1]


def _node(data: memoryview) -> _Node:
    node = _Node("", "", [], [], {})
    for number, value in fields(data):
        match number:
            case 1:
                node.inputs.append(text(value))
            case 2:
                node.outputs.append(text(value))
            case 3:
                node = node._replace(name=text(value))
            case 4:
                node = node._replace(kind=text(value))
            case 5:
                node.attributes.update(_attribute(message(value)))
    return node


def _attribute(data: memoryview) -> dict[str, Any]:
    name, found, numbers = "", None, list[int]()
    for number, value in fields(data):
        match number:
            case 1:
                name = text(value)
            case 2:
                (found,) = struct.unpack("<f", message(value))
            case 3:
                found = signed(value)
            case 4:
                found = bytes(message(value))
            case 5:
                found = message(value)
            case 8:
                numbers += integers(value)
    return {name: numbers or found} if name else {}


def _tensor(data: memoryview) -> Array:
    """Read a TensorProto whose numbers are in it, as many as its shape says."""
    shape: list[int] = []
    kind = 0
    parts: dict[int, list[Value]] = {}
    for number, value in fields(data):
        if number == 1:
            shape += integers(value)
        elif number == 2:
            kind = signed(value)
        elif number == 13 or (number == 14 and value == 1):
            raise ExperimentError(
                "The weights lie in a file beside this one: save the model with its weights inside."
            )
        elif number in (4, 5, 7, 9, 10, 11):
            parts.setdefault(number, []).append(value)
    if kind not in _TYPES:
        raise ExperimentError("A weight is of ONNX type {kind}, which is not read.", kind=kind)
    code, place = _TYPES[kind]
    count = math.prod(shape)
    if len(shape) > 8 or any(n < 0 or n >= 2**40 for n in shape):
        raise ExperimentError(BROKEN)
    if 9 in parts:
        (body,) = parts[9][-1:]
        raw = message(body)
        if len(raw) != count * np.dtype(code).itemsize:
            raise ExperimentError(BROKEN)
        array = np.frombuffer(raw, code)
    else:
        array = _listed(parts.get(place, []), place, code, kind)
        if len(array) != count:
            raise ExperimentError(BROKEN)
    array = bfloat16(array) if kind == _BFLOAT16 else array
    return array.reshape(shape).astype(array.dtype.newbyteorder("="))


def _listed(values: list[Value], place: int, code: str, kind: int) -> Array:
    """Read numbers that stand in a field of their own type, packed or one by one."""
    if place in (4, 10):
        kept = "<f4" if place == 4 else "<f8"
        return np.frombuffer(b"".join(map(message, values)), kept).astype(code)
    numbers = [number for value in values for number in integers(value)]
    try:
        if kind == _FLOAT16:  # its bits stand in an integer
            return np.array(numbers, np.uint16).view("<f2")
        return np.array(numbers, code)
    except OverflowError as error:
        raise ExperimentError(BROKEN) from error


def _name_of(data: memoryview) -> str:
    return next((text(value) for number, value in fields(data) if number == 8), "")
