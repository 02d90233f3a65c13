"""What came in, what was given back, and what the provider kept."""
