"""Understanding inside Rasa: graph components, and the phrases they learn from."""
