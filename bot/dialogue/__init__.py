"""The conversation: what was heard, what it means, what is shown."""
