"""Classes: sessions for several people, which exist before anybody has booked them."""
