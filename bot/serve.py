"""The whole assistant in one process: page, API, Rasa and the actions, behind one port."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Optional

from bot.errors import SignpostError
from bot.nights import every_night
from bot.old_conversations import delete_idle
from bot.quiet import quieten
from bot.served import served
from bot.settings import ROOT, Settings
from bot.switching import watch

logger = logging.getLogger(__name__)

#: Seconds between two looks for conversations that have ended.
CLEARING = 300

#: Said to itself before the first citizen: rules and tables are compiled at their first use.
WARMING = (
    "good morning",
    "there is a smell of something by the boiler and my mum is not well",
    "mae fy min heb gael ei wagio",
    "somebody left rubbish by the road in Leeds and nobody came, who can help me with it?",
)


def in_process_actions() -> Any:
    """An action endpoint that calls the actions here instead of over HTTP.

    Rasa's RemoteAction sends what it would send to an action server; the SDK's executor, the
    same that `rasa run actions` uses, takes it directly.
    """
    from rasa.utils.endpoints import EndpointConfig
    from rasa_sdk.executor import ActionExecutor

    class InProcess(EndpointConfig):
        """Hands a call to the executor and returns what it made of it."""

        def __init__(self) -> None:
            super().__init__(url="in-process")
            self._executor = ActionExecutor()
            self._executor.register_package("actions")

        async def request(
            self,
            method: str = "post",
            subpath: Optional[str] = None,
            content_type: Optional[str] = "application/json",
            compress: bool = False,
            **kwargs: Any,
        ) -> Optional[Any]:
            return await self._executor.run(kwargs["json"])

    return InProcess()


@lru_cache(maxsize=1)
def _result_validator() -> Any:
    from jsonschema import Draft7Validator
    from rasa.core.actions.action import RemoteAction

    return Draft7Validator(RemoteAction.action_response_format_spec())


def compile_result_check() -> None:
    """Rasa compiles a JSON schema anew for every action's result: 19 ms of a turn of 22. The same
    check with the schema compiled once takes its place.
    """
    from rasa.core.actions.action import RemoteAction

    def valid(_self: Any, result: dict[str, Any]) -> bool:
        _result_validator().validate(result)
        return True

    RemoteAction._validate_action_result = valid


def application(settings: Settings, model: Optional[Path] = None) -> Any:
    """The Sanic app, ready to run. RAISES SignpostError when there is no model."""
    quieten()
    from rasa.core.channels.channel import register
    from rasa.core.run import close_resources, load_agent_on_start
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig, read_endpoint_config
    from sanic import Sanic, response

    from bot.channel.open_data import from_settings, open_data
    from bot.channel.others import others
    from bot.channel.others import register as serve_others
    from bot.channel.outer import protect
    from bot.channel.services import service_pages
    from bot.channel.staff.mount import staff_pages
    from bot.channel.web import SignpostInput
    from bot.channel.wiring import door, enter_silence
    from bot.runner import quicken

    model = model or served(settings.models)
    if not model.exists():
        raise SignpostError(f"There is no model at {model}. Train one: python -m bot train")
    compile_result_check()
    quicken()
    settings.conversations.parent.mkdir(parents=True, exist_ok=True)
    endpoints = AvailableEndpoints(
        action=in_process_actions(),
        tracker_store=EndpointConfig(type="SQL", dialect="sqlite", db=str(settings.conversations)),
        event_broker=read_endpoint_config(str(ROOT / "endpoints.yml"), "event_broker"),
    )
    app = Sanic("signpost", configure_logging=False)
    app.config.FALLBACK_ERROR_FORMAT = "text"
    channel = SignpostInput.from_settings(settings)
    register([channel], app, route="/webhooks/")
    for pages in staff_pages(channel.parts, settings):
        app.blueprint(pages)
    serve_others(app, others(settings.credentials), channel.settings, door(), enter_silence)
    directory = lru_cache(maxsize=1)(from_settings(settings))
    app.blueprint(open_data(directory))
    app.blueprint(service_pages(channel.parts, directory))
    protect(app, channel.parts)

    @app.get("/")
    async def root(_request: Any) -> Any:
        return response.redirect("/ask")

    app.register_listener(
        partial(load_agent_on_start, str(model), endpoints, None), "before_server_start"
    )
    app.register_listener(warm, "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    if channel.parts.handover.callbacks:
        app.add_task(forget(channel.parts.handover.callbacks))
    app.register_listener(close_ledger, "after_server_stop")
    app.register_listener(end_quietly, "after_server_stop")
    app.add_task(partial(clear_conversations, settings))
    app.add_task(partial(watch, settings.models))
    app.add_task(every_night(settings))
    return app


async def forget(callbacks: Any, seconds: float = 3600.0) -> None:
    """Deletes call-back requests that are too old, every hour, for as long as the app runs."""
    while True:
        try:
            await asyncio.to_thread(callbacks.purge)
        except Exception as fault:  # the next hour is another chance
            logger.error("Old call-backs could not be deleted: %s.", type(fault).__name__)
        await asyncio.sleep(seconds)


async def warm(app: Any, _loop: Any) -> None:
    """Opens the catalogue and the encoder before the first citizen has to wait for them."""
    from rasa.core.channels.channel import UserMessage

    from bot.assistant import assistant

    if not app.ctx.agent.is_ready():
        raise SignpostError(
            "The model could not be loaded: train it again with python -m bot train."
        )
    assistant().model = Path(app.ctx.agent.processor.model_filename).name.removesuffix(".tar.gz")
    for text in WARMING:
        await app.ctx.agent.processor.parse_message(UserMessage(text))
    logger.warning("Signpost is ready.")


async def clear_conversations(settings: Settings, _app: Any) -> None:
    """Deletes conversations that have ended, every few minutes: the page promises it."""
    from bot.channel.wiring import channel_settings, transcripts

    ours = channel_settings(settings)
    shown = transcripts(settings.transcripts, ours)
    idle = partial(delete_idle, settings.conversations, ours.idle_minutes * 60)
    while True:
        await asyncio.sleep(CLEARING)
        for clear in (idle, shown.sweep):  # each, whatever becomes of the other
            try:
                await asyncio.to_thread(clear)
            except sqlite3.Error as fault:
                logger.error("Old conversations could not be deleted: %s.", type(fault).__name__)


async def close_ledger(_app: Any, _loop: Any) -> None:
    """Writes what is on its way to the ledger; what can't be written waits for the next start."""
    from bot.assistant import assistant

    assistant().close()


async def end_quietly(_app: Any, _loop: Any) -> None:
    """Sanic leaves two tasks of its own to the end of the loop, which then complains of them."""
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def run(settings: Settings) -> None:
    """Serves until interrupted."""
    app = application(settings)
    app.run(host=settings.host, port=settings.port, access_log=False, motd=False)
