"""Packages of sessions, and the credits that clients have of them."""
