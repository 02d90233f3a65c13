"""What happens by the clock: the outbox is sent, holds lapse, what was left unanswered is taken over."""
