"""The command line, one module a command; bot/__main__.py finds them by name."""
