"""Signpost: which single public service meets a need, whichever organisation owns it, and why."""
