"""Codes that a client types: a price less, or sessions that somebody else has paid for."""
