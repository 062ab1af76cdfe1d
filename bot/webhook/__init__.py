"""Posts events to an address from the settings, signed: the one way that anything leaves by itself.

`Webhook.post` seals an event into a queue on disk and returns at once; a thread sends it, again
and again until it is taken or too old. Signed as Standard Webhooks says (standardwebhooks.com), so
that receivers can check with a library they have. docs/handover.md tells them how.
"""

from bot.webhook.sender import Webhook
from bot.webhook.signature import sign, verify

__all__ = ["Webhook", "sign", "verify"]
