"""What is told unasked, in the studio's own words."""
