"""Who speaks for whom: a parent for a child, and one of a couple for the other."""
