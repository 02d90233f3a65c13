"""E-mail addresses: given in a chat, proven by a code, left with one click."""
