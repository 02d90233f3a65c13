"""Bare bots that say what ours says, and keep nothing and decide nothing."""
