"""The catalogue: authorities, bodies, needs and places, checked at build and read-only after."""

from bot.catalogue.languages import in_language, place_label
from bot.catalogue.read import Catalogue

__all__ = ["Catalogue", "in_language", "place_label"]
