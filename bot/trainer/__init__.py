"""What a trainer can see and do, a file per subject."""
