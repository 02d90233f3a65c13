"""What a standing slot looks like, and what can be done with it: for its client as for its trainer."""
