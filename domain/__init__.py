"""What is true, whoever asks: no I/O, no channel, no clock of its own."""
