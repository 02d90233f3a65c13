"""Who waits for a place, and offering a freed one to one person at a time."""
