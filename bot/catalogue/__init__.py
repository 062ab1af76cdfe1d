"""The catalogue: authorities, bodies, needs and places, checked at build and read-only after."""

from bot.catalogue.read import Catalogue

__all__ = ["Catalogue"]
