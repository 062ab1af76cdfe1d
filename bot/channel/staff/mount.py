"""Every section of the staff's pages, in the order of their links."""

from __future__ import annotations

from collections.abc import Iterator

from sanic import Blueprint

from bot.channel.adviser import callbacks, desk
from bot.channel.adviser.wiring import books, failed
from bot.channel.parts import Parts
from bot.channel.review import section as review
from bot.channel.staff import assistant_switch, sign_in
from bot.channel.staff.room import Room
from bot.settings import Settings
from bot.staff import Staff


def staff_pages(parts: Parts, settings: Settings) -> Iterator[Blueprint]:
    """Blueprints to register at the app's root, after the channel's own."""
    staff = Staff.open(
        settings.staff, settings.staff_idle_minutes * 60, settings.staff_hours * 3600
    )
    room = Room(parts, staff)
    at_the_desk = parts.turns_as("adviser", failed)
    yield room.mount(desk.section(room, at_the_desk, books(settings)))
    if parts.handover.callbacks:
        yield room.mount(callbacks.section(room, parts.handover.callbacks))
    yield room.mount(review.opened(room, settings))
    yield room.mount(assistant_switch.section(room))
    yield room.mount(sign_in.section(room))
