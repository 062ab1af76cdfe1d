"""What each status of a cluster is called: keys of the console's words."""

from __future__ import annotations

STATUS_WORDS = {
    "new": "review_status_new",
    "open": "review_status_open",
    "assigned": "review_status_assigned",
    "done": "review_status_done",
    "ignored": "review_status_ignored",
}
