"""The chats: the same files in each folder."""
