"""`python -m bot train`: trains the model that `serve` uses, from nlu/data and stories/."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Optional

import click

from bot.errors import SignpostError
from bot.quiet import quieten
from bot.settings import ROOT, load


@click.command()
@click.option(
    "--data",
    type=click.Path(exists=True, path_type=Path),
    default=None,
    help="Folder of training phrases (default: nlu/data).",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder for the model (default: as the settings say).",
)
@click.option("--force", is_flag=True, help="Train every part again, even if nothing changed.")
def command(data: Optional[Path], output: Optional[Path], force: bool) -> None:
    """Train a model and keep it in the folder of models."""
    started = time.perf_counter()
    click.echo("Training: reading phrases, encoding them, fitting the classifier …", err=True)
    path = train(data or ROOT / "nlu" / "data", output or load().models, force)
    click.echo(f"Trained {path.name} in {time.perf_counter() - started:.0f} s.", err=True)


def train(data: Path, output: Path, force: bool = False) -> Path:
    """Trains with Rasa. RETURNS the model's path; RAISES SignpostError when it made none."""
    quieten()
    from rasa.model_training import train as rasa_train

    result = rasa_train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(data), str(ROOT / "stories")],
        output=str(output),
        force_training=force,
    )
    if not result.model:
        raise SignpostError("Training made no model: see the messages above.")
    return Path(result.model)
