"""What we hear and say."""
