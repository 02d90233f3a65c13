"""Payments: what is bought, how it is paid, and what comes of it."""
