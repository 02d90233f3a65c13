"""Training sessions and the places that clients hold in them."""
