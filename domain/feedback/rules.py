"""How many stars there are, and what they lead to. Pure policy."""

from datetime import datetime, timedelta

from domain.feedback.model import Rating

STARS = range(1, 6)
LOW = 2  # stars: these and fewer reach the trainer at once
ENOUGH = 3  # ratings, from which on an average is shown: fewer would name who gave them
FOR_WORDS = timedelta(hours=1)  # after the stars, in which plain words belong to them
LONGEST = 500  # characters


def waits_for_words(rating: Rating, now: datetime) -> bool:
    return not rating.words and now - rating.at <= FOR_WORDS
