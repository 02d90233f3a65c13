"""Sessions that a trainer has prepared: what is planned and shared afterwards, ready to be booked."""
