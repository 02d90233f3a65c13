"""Who may be sent what: opt-ins with their proof, opt-outs, and the words that people use for both."""
