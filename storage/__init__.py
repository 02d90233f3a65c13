"""How it is kept: one file per slice with every SELECT of it."""
