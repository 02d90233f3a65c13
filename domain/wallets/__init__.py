"""Who pays, as the provider knows them, and the cards that they keep with it."""
