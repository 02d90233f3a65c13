"""Ratings in words, whoever looks at them."""

from bot.dialogue.words import ngettext, number
from domain.feedback.model import Rating
from domain.feedback.ports import Average


def stars_said(rating: Rating) -> str:
    """Such as "4 of 5 stars: “great hour”"."""
    stars = ngettext("{n} of 5 stars", "{n} of 5 stars", rating.stars)
    return f"{stars}: “{rating.words}”" if rating.words else stars


def average_said(found: Average) -> str:
    """Such as "★ 4.8 from 12 ratings"."""
    said = number(found.stars)
    return ngettext("★ {stars} from {n} rating", "★ {stars} from {n} ratings", found.ratings, stars=said)
