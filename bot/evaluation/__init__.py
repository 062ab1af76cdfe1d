"""Measuring understanding on text that was never trained on."""
