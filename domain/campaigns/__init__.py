"""Campaigns: one text to many people, to each once, by day, and only where it was asked for."""
