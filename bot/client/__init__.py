"""What a client can see and do, a file per subject."""
