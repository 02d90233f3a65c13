"""Companies that we call and that are not a chat, a folder each, with the same file names in it."""
