"""The catalogue: authorities, bodies, needs and places, checked at build and read-only after."""
