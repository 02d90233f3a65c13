"""What was given, used and owed: one append-only ledger in double entry."""
