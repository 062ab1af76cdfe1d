"""A scripted world for the channel's tests: a door, a dialogue with a reply of every outcome, and
the bare Sanic app around them. `python tests/channel_world.py PORT` serves it for the browser; with
`framed` after it, for other sites to frame.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any, Optional

from sanic import Sanic

from bot import hours
from bot.channel.handover import HandOver
from bot.channel.parts import Parts
from bot.channel.routes import blueprint
from bot.channel.services import service_pages
from bot.channel.settings import ChannelSettings
from bot.channel.turns import Admit, Admitted
from bot.exports.oruk import OpenData
from bot.handover.callbacks import Callbacks
from bot.handover.desks import Desk, Desks

FELPERSHAM = {
    "input": "FX1",
    "status": "found",
    "authorities": ["E07999999"],
    "nation": "England",
    "outcode": "FX1",
    "label": "FX1",
}
SETTINGS = ChannelSettings(
    council_name="Borsetshire County Council",
    council_phone="0300 555 0100",
    council_url="https://www.borsetshire.example/contact",
    secret="only-for-tests",
    rate="10000/minute",
    rate_conversation="10000/minute",
    rate_pages="10000/minute",
)
CONTACT = {
    "name": "Borsetshire County Council",
    "phone": "0300 555 0100",
    "url": "https://www.borsetshire.example/contact",
}
POTHOLE = {
    "outcome": "answered",
    "say": ["Borsetshire County Council looks after the road outside your house."],
    "need": {"id": "pothole", "label": "Report a pothole"},
    "owner": {"id": "E10999999", "name": "Borsetshire County Council", "kind": "county"},
    "service": {
        "name": "Report a pothole",
        "url": "https://www.gov.uk/report-pothole",
        "phone": "0300 555 0123",
    },
    "reason": "In Felpersham two councils share the work. The county council looks after roads.",
    "notes": ["If the hole could cause an accident today, phone instead of reporting it online."],
    "hours": {"open": True, "text": "Open now until 5pm."},
    "takes": {
        "cost": ["Free"],
        "bring": ["Where it is: the road and the nearest house", "A photo, if it is safe"],
        "time": "It takes about 5 minutes online.",
    },
    "others": [{"label": "Report a damaged pavement", "value": "pavement-problem"}],
    "ask": None,
    "alternatives": [
        {"label": "Report a blocked drain", "value": "blocked-drain", "url": None, "phone": None},
        {"label": "Claim for damage to your car", "value": "pothole-claim", "url": None},
        {
            "label": "National Highways (motorways and main A roads)",
            "value": None,
            "url": "https://www.nationalhighways.example/",
            "phone": "0300 555 0199",
        },
    ],
    "emergency": None,
    "contact": CONTACT,
    "trace": [
        "You asked about a hole in a road.",
        "FX1 is in Felpersham, which has a city council and a county council.",
        "Roads there belong to the county council, unless they are motorways.",
    ],
}
WHERE = {
    "outcome": "asked_place",
    "say": ["Different councils look after different roads.", "Where is the pothole?"],
    "need": {"id": "pothole", "label": "Report a pothole"},
    "ask": {"kind": "place", "question": "Where is the pothole?", "options": []},
    "contact": CONTACT,
}
LANDLORD = {
    "outcome": "asked_fact",
    "say": ["Who should fix it depends on who you rent from."],
    "ask": {
        "kind": "fact",
        "question": "Who do you rent your home from?",
        "options": [
            {"label": "The council", "value": "landlord:council"},
            {"label": "A housing association", "value": "landlord:association"},
            {"label": "A private landlord or letting agent", "value": "landlord:private"},
            {"label": "I own my home", "value": "landlord:own"},
        ],
    },
    "contact": CONTACT,
}
WHICH = {
    "outcome": "asked_need",
    "say": ["I am not sure what you mean."],
    "ask": {
        "kind": "need",
        "question": "Which of these is it?",
        "options": [
            {"label": "Report a missed bin collection", "value": "missed-bin"},
            {"label": "Find out your bin collection day", "value": "bin-collection-day"},
            {"label": "Order a new bin", "value": "new-bin"},
        ],
    },
    "contact": CONTACT,
}
EMERGENCY = {
    "outcome": "emergency",
    "say": ["If someone is in danger now, call 999."],
    "emergency": {
        "title": "Call 999 now if anyone is in danger",
        "text": "If you smell gas, leave the building and call the gas emergency line. It is free.",
        "phone": "0800 555 0111",
        "phone_label": "Call 0800 555 0111",
        "url": None,
    },
    "contact": CONTACT,
}
PERSON = {
    "outcome": "person",
    "say": ["You can speak to someone at Borsetshire County Council."],
    "contact": CONTACT,
}
GAP = {
    "outcome": "gap_no_provider",
    "say": ["No public service that we know of does this.", "Someone at the council may know."],
    "contact": CONTACT,
}
HELLO = {"outcome": "smalltalk", "say": ["Hello. What do you need help with?"]}
#: Words in a message, and the reply that they get.
SCRIPT = {
    "flood": {
        **POTHOLE,
        "notices": ["Some roads in Felpersham are flooded. Repairs will be late."],
    },
    "missed-bin": POTHOLE,
    "blocked-drain": POTHOLE,
    "landlord:council": POTHOLE,
    "pavement-problem": POTHOLE,
    "that’s not it": WHICH,
    "pothole": WHERE,
    "FX1": POTHOLE,
    "damp": LANDLORD,
    "bin": WHICH,
    "gas": EMERGENCY,
    "person": PERSON,
    "wizard": GAP,
    "hello": HELLO,
}


def admit(raw: str) -> Admitted:
    """A door that knows one name, one place and one thing it cannot read."""
    if "\x00" in raw:
        return Admitted("", problem="strange")
    text = raw.replace("Jane Doe", "[name]").strip()
    return Admitted(text, FELPERSHAM if "FX1" in raw else None)


class Dialogue:
    """Plays Rasa: remembers what it was told, and answers by the script."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, dict[str, Any]]] = []
        self.delay = 0.0

    async def talk(
        self, message: str, conversation: str, metadata: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """What Rasa's output channel would have collected."""
        self.heard.append((message, conversation, metadata))
        await asyncio.sleep(5 if "slow" in message else self.delay)
        if "crash" in message:
            raise RuntimeError(f"secret words: {message}")
        if "silent" in message:
            return []
        for words, reply in SCRIPT.items():
            if words in message:
                return [{"recipient_id": conversation, "custom": json.loads(json.dumps(reply))}]
        return [{"recipient_id": conversation, "custom": {"outcome": "gap_not_understood", "say": ["Sorry, I did not understand that."], "contact": CONTACT}}]  # fmt: skip # noqa: E501


#: Enough services for a second page of the list; the first with all that a page can show.
SERVICES: list[dict[str, Any]] = [
    {
        "id": f"service-{number}",
        "name": f"Felpersham lunch club {number}",
        "description": "Lunch and company for older people.",
        "status": "active",
        "url": "https://www.felpersham.example/lunch",
        "organization": {"id": "o", "name": "Felpersham Friends", "description": "A charity"},
        "service_areas": [{"id": "a", "name": "Felpersham"}],
        "cost_options": [{"id": "c", "option": "£4 for two courses"}],
        "schedules": [{"id": "s", "byday": "TU", "opens_at": "12:00:00", "closes_at": "14:00:00"}],
        "contacts": [{"id": "t", "phones": [{"id": "p", "number": "01632 960111"}]}],
        "assured_date": "2026-10-01",
    }
    for number in range(1, 31)
]
#: The contact centre whose phone is always answered.
DESKS = Desks(Desk(SETTINGS.council_name, SETTINGS.council_phone, "", (hours.ALWAYS,)))
_names = count(1)


def make_app(
    settings: ChannelSettings = SETTINGS,
    dialogue: Optional[Dialogue] = None,
    door: Admit = admit,
    **more: Any,
) -> Sanic:
    """A bare Sanic app with the channel; `app.ctx.dialogue` is what it talks to."""
    dialogue = dialogue or Dialogue()
    parts = Parts(settings, door, dialogue.talk, **more)
    app = Sanic(f"channel-{next(_names)}", configure_logging=False)
    app.config.FALLBACK_ERROR_FORMAT = "text"
    app.blueprint(blueprint(parts), url_prefix=settings.path)
    app.blueprint(service_pages(parts, lambda: OpenData(SERVICES)))
    app.ctx.dialogue = dialogue
    app.ctx.parts = parts
    return app


if __name__ == "__main__":
    # python tests/channel_world.py PORT [SECONDS A TURN | framed | off | calls]
    framed = dataclasses.replace(
        SETTINGS, frame_ancestors="http://localhost:*", secure_cookies=True, demo=True
    )
    framed = dataclasses.replace(framed, notice="Our phones are closed on Monday.")
    off = dataclasses.replace(SETTINGS, off_reason="We are mending this service.")
    word = sys.argv[2] if len(sys.argv) > 2 else "0.2"
    calls = dataclasses.replace(SETTINGS, desks=DESKS, rate_callbacks="1000/minute")
    folder = Path(tempfile.mkdtemp(prefix="signpost-tests-"))
    store = Callbacks.open(f"sqlite:///{folder / 'calls.db'}", folder / "calls.key", 14)
    served = make_app(
        {"framed": framed, "off": off, "calls": calls}.get(word, SETTINGS),
        handover=HandOver(store, lambda *_: None) if word in ("framed", "calls") else None,
    )
    served.ctx.dialogue.delay = 0.2 if word in ("framed", "off", "calls") else float(word)
    served.run("127.0.0.1", int(sys.argv[1]), access_log=False, motd=False)
