"""Writes a graph of operators as an ONNX file, without the onnx package and its 67 MB.

ONNX files are Protocol Buffers; the few messages that a graph of our own needs are laid down here
by hand, with the field numbers of onnx.proto (https://github.com/onnx/onnx).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union

import numpy as np
from numpy.typing import NDArray

#: Domain of the fused operators that only ONNX Runtime has, and the versions of both sets.
FUSED = "com.microsoft"
_OPERATORS = {"": 17, FUSED: 1}
_FORMAT = 8
_KINDS = {"float32": 1, "int8": 3, "int32": 6, "int64": 7, "float16": 10}
_FLOAT, _INTEGER = 1, 2

Shape = Sequence[Union[str, int]]


class Graph:
    """Operators in order, and the arrays they read."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._arrays: list[bytes] = []

    def array(self, name: str, values: NDArray[Any]) -> str:
        """Adds an array that operators may read by its name. RETURNS the name."""
        fields = [_number(1, size) for size in values.shape]
        fields += [_number(2, _KINDS[values.dtype.name]), _text(8, name)]
        self._arrays.append(b"".join(fields) + _bytes(9, np.ascontiguousarray(values).tobytes()))
        return name

    def node(
        self,
        kind: str,
        inputs: Iterable[str],
        outputs: Iterable[str],
        domain: str = "",
        **attributes: Union[int, float],
    ) -> None:
        """Adds an operator. attributes: its settings, whole numbers or fractions."""
        fields = [_text(1, name) for name in inputs] + [_text(2, name) for name in outputs]
        fields += [_text(4, kind), *(_bytes(5, _attribute(*pair)) for pair in attributes.items())]
        self._nodes.append(b"".join(fields) + _text(7, domain))

    def to_bytes(
        self, inputs: Mapping[str, tuple[str, Shape]], outputs: Mapping[str, tuple[str, Shape]]
    ) -> bytes:
        """The file. inputs, outputs: name -> (numpy's name of the type, shape; names for sizes that
        vary).
        """
        graph = b"".join(
            [_bytes(1, node) for node in self._nodes]
            + [_text(2, "signpost")]
            + [_bytes(5, array) for array in self._arrays]
            + [_bytes(11, _value(name, *form)) for name, form in inputs.items()]
            + [_bytes(12, _value(name, *form)) for name, form in outputs.items()]
        )
        sets = [_bytes(8, _text(1, name) + _number(2, v)) for name, v in _OPERATORS.items()]
        return _number(1, _FORMAT) + _text(2, "signpost") + _bytes(7, graph) + b"".join(sets)


def _attribute(name: str, value: Union[int, float]) -> bytes:
    if isinstance(value, float):
        fraction = _key(2, 5) + struct.pack("<f", value)
        return _text(1, name) + fraction + _number(20, _FLOAT)
    return _text(1, name) + _number(3, value) + _number(20, _INTEGER)


def _value(name: str, kind: str, shape: Shape) -> bytes:
    """A ValueInfoProto: what goes in or comes out under a name."""
    sizes = [_text(2, size) if isinstance(size, str) else _number(1, size) for size in shape]
    tensor = _number(1, _KINDS[kind]) + _bytes(2, b"".join(_bytes(1, size) for size in sizes))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _key(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _number(field: int, value: int) -> bytes:
    return _key(field, 0) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode("utf-8"))


def _bytes(field: int, value: bytes) -> bytes:
    return _key(field, 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    """A whole number from 0 on, seven bits a byte, the lowest first."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
