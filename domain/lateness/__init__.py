"""A trainer or a client comes late: the other side hears of it, and so does whom the delay reaches."""
