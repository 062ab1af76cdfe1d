"""Thin graph components over bot.understanding: the only modules here that know Rasa's NLU."""
