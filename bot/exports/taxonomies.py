"""Names of the taxonomies that our own attributes are from."""

from __future__ import annotations

LGSL = "LGSL"
NEEDS = "Signpost needs"
LGSL_URI = "https://standards.esd.org.uk/?uri=service%2F"
