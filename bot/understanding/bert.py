"""all-MiniLM-L6-v2 as a graph for ONNX Runtime: BERT's tensors, its layers' weights as int8.

Weights are rounded to seven bits, one scale for each column: processors without VNNI multiply
unsigned by signed bytes two at a time into 16 bits, which eight bits would overflow.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.onnx_file import FUSED, Graph

HEADS = 12
#: Rows of position embeddings kept: no text is read further (bot.understanding.encoder).
POSITIONS = 128
#: Largest weight after rounding.
LARGEST = 63
_EPSILON = 1e-12

Tensors = dict[str, NDArray[Any]]


def graph(tensors: Tensors, layers: int) -> bytes:
    """An ONNX file. tensors: as in model.safetensors; layers: how many of the model's are used.

    It takes `ids` (texts, pieces) and `lengths` (texts), both int32, pieces beyond a text's length
    being ignored, and `positions` (pieces), 0, 1, 2 and so on. It gives `hidden` (texts, pieces,
    384).
    """
    tensors = {name.removeprefix("bert."): array for name, array in tensors.items()}
    built = Graph()
    before = _embed(built, tensors)
    for number in range(layers):
        last = "hidden" if number == layers - 1 else f"layer{number}"
        before = _layer(built, tensors, number, before, last)
    return built.to_bytes(
        {
            "ids": ("int32", ("texts", "pieces")),
            "positions": ("int32", ("pieces",)),
            "lengths": ("int32", ("texts",)),
        },
        {"hidden": ("float32", ("texts", "pieces", 384))},
    )


def _embed(built: Graph, tensors: Tensors) -> str:
    """Words and positions added up and normalised; every piece is of the first kind of segment."""
    words = tensors["embeddings.word_embeddings.weight"].astype(np.float16)
    places = tensors["embeddings.position_embeddings.weight"][:POSITIONS]
    places = places + tensors["embeddings.token_type_embeddings.weight"][0]
    built.node("Gather", [built.array("words", words), "ids"], ["half"])
    built.node("Cast", ["half"], ["word"], to=1)
    built.node("Gather", [built.array("places", places), "positions"], ["place"])
    built.node("Add", ["word", "place"], ["embedded"])
    scale, shift = _norm(built, tensors, "embeddings.LayerNorm")
    built.node(
        "LayerNormalization", ["embedded", scale, shift], ["start"], axis=2, epsilon=_EPSILON
    )
    return "start"


def _layer(built: Graph, tensors: Tensors, number: int, before: str, after: str) -> str:
    """Attention and feed-forward, each with what went in added and normalised."""
    base, mark = f"encoder.layer.{number}.", f"{number}."
    names = [base + f"attention.self.{part}" for part in ("query", "key", "value")]
    joined = np.concatenate([tensors[name + ".weight"].T for name in names], axis=1)
    biases = np.concatenate([tensors[name + ".bias"] for name in names])
    weight, scale, zero = _rounded(built, mark + "attention", joined)
    byte, size, middle = mark + "byte", mark + "size", mark + "middle"
    built.node("DynamicQuantizeLinear", [before], [byte, size, middle])
    bias = built.array(mark + "attention.bias", biases)
    built.node(
        "QAttention",
        [byte, weight, bias, size, scale, "lengths", middle, zero],
        [mark + "attended"], FUSED, num_heads=HEADS,
    )  # fmt: skip
    output = base + "attention.output."
    _linear(built, tensors, output + "dense", mark + "attended", mark + "turned")
    _added(built, tensors, output, mark + "turned", before, mark + "between")
    _linear(built, tensors, base + "intermediate.dense", mark + "between", mark + "wide")
    bias = built.array(mark + "wide.bias", tensors[base + "intermediate.dense.bias"])
    built.node("BiasGelu", [mark + "wide", bias], [mark + "bent"], FUSED)
    _linear(built, tensors, base + "output.dense", mark + "bent", mark + "narrow")
    _added(built, tensors, base + "output.", mark + "narrow", mark + "between", after)
    return after


def _rounded(built: Graph, name: str, weights: NDArray[np.float32]) -> tuple[str, str, str]:
    """Adds weights (in, out) as int8. RETURNS the names of weights, scales and zero points."""
    scales = (np.abs(weights).max(axis=0) / LARGEST).astype(np.float32)
    rounded = np.clip(np.rint(weights / scales), -LARGEST, LARGEST).astype(np.int8)
    return (
        built.array(name + ".weight", rounded),
        built.array(name + ".scale", scales),
        built.array(name + ".zero", np.zeros(len(scales), np.int8)),
    )


def _linear(built: Graph, tensors: Tensors, name: str, before: str, after: str) -> None:
    """A matrix product without its bias, which the next operator adds."""
    parts = _rounded(built, name, tensors[name + ".weight"].T)
    built.node("DynamicQuantizeMatMul", [before, *parts], [after], FUSED)


def _added(built: Graph, tensors: Tensors, base: str, new: str, before: str, after: str) -> None:
    """What was before, plus what is new with its bias, normalised."""
    scale, shift = _norm(built, tensors, base + "LayerNorm")
    bias = built.array(base + "dense.bias", tensors[base + "dense.bias"])
    built.node(
        "SkipLayerNormalization",
        [new, before, scale, shift, bias], [after], FUSED, epsilon=_EPSILON,
    )  # fmt: skip


def _norm(built: Graph, tensors: Tensors, name: str) -> tuple[str, str]:
    return (
        built.array(name + ".scale", tensors[name + ".weight"]),
        built.array(name + ".shift", tensors[name + ".bias"]),
    )
