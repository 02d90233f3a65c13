"""People, the addresses they are reached at, and who trains with whom."""
