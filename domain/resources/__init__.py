"""Rooms and equipment that services need."""
