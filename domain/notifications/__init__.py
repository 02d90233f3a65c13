"""The outbox: what we say unasked, and when."""
