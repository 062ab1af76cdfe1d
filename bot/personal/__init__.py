"""What personal data looks like in what citizens type; bot/redact.py takes it out."""
