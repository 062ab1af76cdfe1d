"""From unmet need to a better assistant: clusters of words, what they mean, and training anew."""
