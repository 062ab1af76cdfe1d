"""Whether a record can be shown as an answer, and if not, why: pure."""

from __future__ import annotations

from bot.imports.records import ANSWERABLE, NOT_ANSWERABLE, WITHOUT_PHONE, Record


def grade(record: Record) -> tuple[str, str]:
    """One of records.GRADES, and why it cannot be an answer ("" when it can)."""
    service = record.service
    faults = []
    if service["status"] != "active":
        faults.append(f"it is {service['status']}")
    if not service["needs"]:
        faults.append("it fits none of our needs")
    if not record.parts["service_area"]:
        faults.append("it does not say where it works")
    if not service["url"] and not record.parts["phone"]:
        faults.append("it has neither a link nor a phone number")
    if faults:
        return NOT_ANSWERABLE, "; ".join(faults)
    return (ANSWERABLE if record.parts["phone"] else WITHOUT_PHONE), ""
