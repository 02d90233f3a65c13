"""Trainers and the services that can be booked with them."""
