"""Whether the addresses we show still lead somewhere."""
