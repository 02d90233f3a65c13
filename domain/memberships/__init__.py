"""What is paid every month: a client's sessions."""
