"""What became of a trainer's sessions: counted, and found by words."""
