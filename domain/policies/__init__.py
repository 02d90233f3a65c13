"""Until when a session may be cancelled or moved, and what it costs later."""
