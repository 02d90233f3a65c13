"""Stripe: pages at which cards are charged, and the events that tell of them."""
