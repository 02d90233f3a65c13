"""What clients say about sessions that took place: one to five stars, and words if they wish."""
