"""What an admin can see and do, a file per subject."""
