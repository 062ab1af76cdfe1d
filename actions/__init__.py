"""Rasa's custom actions: thin shells, found by `rasa run actions`."""
