"""What an admin can see and do."""
