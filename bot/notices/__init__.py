"""What we say unasked: the kind of a notification to a Screen."""
