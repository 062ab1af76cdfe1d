"""From the assistant to a person: contact centres and their hours, call-back requests, and what a
live-chat or CRM system is told. Call-backs are kept apart from ledger and transcripts.
"""
