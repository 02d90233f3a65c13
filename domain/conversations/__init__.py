"""What was heard and answered: the inbox, the cards in the chats, the threads."""
