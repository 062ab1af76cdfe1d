"""Figures for service owners: tables with small numbers hidden, their charts and downloads."""
