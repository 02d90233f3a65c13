"""Standing slots: a weekday and hour that a client owns with a trainer."""
