"""Cashing up: what was taken at the desk on a day, and what was counted in the drawer."""
