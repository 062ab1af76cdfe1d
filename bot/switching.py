"""Changes a running server over to another model between turns, without dropping a conversation.

Each worker watches the pointer of bot.served. The new model is loaded in a thread beside the old
one, which goes on answering; then the agent's processor is exchanged in one assignment. A turn
that is under way ends with the processor it began with. Conversations stay in their store.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from bot.errors import SignpostError
from bot.served import ENDING, served

logger = logging.getLogger(__name__)

#: Seconds between two looks at the pointer.
EVERY = 2.0


async def watch(models: Path, app: Any, every: float = EVERY) -> None:
    """Follow the pointer for ever. A model that can't be loaded is told in the log, once; the old
    one stays.
    """
    failed: tuple[str, float] | None = None
    while True:
        await asyncio.sleep(every)
        try:
            wanted = served(models)
            stamp = (wanted.name, wanted.stat().st_mtime)
        except (SignpostError, OSError):
            continue
        if wanted.name == present(app) or stamp == failed:
            continue
        try:
            await change(app, wanted)
            failed = None
        except Exception as fault:
            failed = stamp
            logger.error("%s could not be loaded: %s.", wanted.name, type(fault).__name__)


def present(app: Any) -> str:
    """File name of the model that this worker answers with."""
    return Path(app.ctx.agent.processor.model_filename).name


async def change(app: Any, model: Path) -> None:
    """Load `model` and answer with it from the next turn on; what was taught since is read anew."""
    from bot.assistant import assistant

    agent = app.ctx.agent
    processor = await asyncio.to_thread(_loaded, agent, model)
    await asyncio.to_thread(assistant().reload)
    # Needs are known before a model names them, so no turn meets one that is not.
    agent.processor = processor
    agent.domain = processor.domain
    agent.tracker_store.domain = processor.domain
    if hasattr(agent.nlg, "responses"):
        agent.nlg.responses = processor.domain.responses
    assistant().model = model.name.removesuffix(ENDING)
    logger.warning("Answering with %s from now on.", model.name)


def _loaded(agent: Any, model: Path) -> Any:
    """A processor with the model and the agent's own stores, its first message behind it."""
    from rasa.core.channels.channel import UserMessage
    from rasa.core.processor import MessageProcessor

    processor = MessageProcessor(
        model_path=str(model),
        tracker_store=agent.tracker_store,
        lock_store=agent.lock_store,
        action_endpoint=agent.action_endpoint,
        generator=agent.nlg,
        http_interpreter=agent.http_interpreter,
    )
    # Rules and tables are compiled, and the encoder is loaded, before a citizen has to wait.
    asyncio.run(processor.parse_message(UserMessage("good morning, who empties bins")))
    return processor
