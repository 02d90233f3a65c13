"""Pictures that the studio keeps: made small and without what a camera adds, each once."""
