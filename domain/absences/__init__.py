"""A trainer can't be there at short notice: each client is offered other times that are kept for them."""
