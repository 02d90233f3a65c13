"""How much room a campaign's picture leaves for its words. Pure."""

from domain.campaigns.model import Campaign
from domain.errors import Refusal

MOST_BESIDE = 1024  # UTF-16 units of words that Telegram takes beside a picture


class TooLongForAPicture(Refusal):
    """With a picture Telegram takes at most {most} characters of text, an emoji counting as two, and this is
    {n}. Write less, or take the picture away.
    """

    field = "words"


def require_room(campaign: Campaign) -> None:
    """Raises TooLongForAPicture."""
    if campaign.picture is not None:
        for words in (campaign.words, campaign.second_words or ""):
            require_beside(words)


def require_beside(words: str) -> None:
    """Raises TooLongForAPicture."""
    if (n := units(words)) > MOST_BESIDE:
        raise TooLongForAPicture(n=n, most=MOST_BESIDE)


def units(words: str) -> int:
    """Its length as Telegram counts it."""
    return len(words.encode("utf-16-le")) // 2
