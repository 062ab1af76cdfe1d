"""`python -m bot train`: trains the model that `serve` uses, from nlu/data and stories/."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Optional

import click

from bot.errors import SignpostError
from bot.quiet import quieten
from bot.served import pointed, switch
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
    settings = load()
    path = train(data or ROOT / "nlu" / "data", output or settings.models, force, settings.learned)
    if output is None and pointed(settings.models):
        switch(settings.models, path)  # Who trains by hand means this model to be served.
    click.echo(f"Trained {path.name} in {time.perf_counter() - started:.0f} s.", err=True)


def train(data: Path, output: Path, force: bool = False, learned: Optional[Path] = None) -> Path:
    """Trains with Rasa. RETURNS the model's path; RAISES SignpostError when it made none.

    learned: file of taught phrases, read as well where it is not in `data`.
    """
    quieten()
    from rasa.model_training import train as rasa_train

    files = [data, ROOT / "stories"]
    if learned and learned.is_file() and data.resolve() not in learned.resolve().parents:
        files.append(learned)

    result = rasa_train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(path) for path in files],
        output=str(output),
        force_training=force,
    )
    if not result.model:
        raise SignpostError("Training made no model: see the messages above.")
    return Path(result.model)
