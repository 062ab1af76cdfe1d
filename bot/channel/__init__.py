"""The web channel, where HTTP ends; what is said comes from Rasa."""
