"""The adviser's desk: the same assistant while a caller is on the line, and how calls ended."""
