"""What admins are told of a campaign: its card as it goes on, and that one waits for a second of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.access import require_admin
from domain.base import Role
from domain.campaigns.model import Campaign
from domain.campaigns.sequence import first_of
from domain.notifications.service import tell
from domain.people.model import Person
from domain.work import Work


def show(work: Work, campaign: Campaign, cause: str, *, but: Person | None = None, now: datetime) -> None:
    """Draw its card anew, for those who had a hand in it; a cause is told once. ``but`` is who just acted,
    whose answer is the card. All steps of a sequence have one card, the first's.
    """
    first = first_of(work, campaign)
    for person_id in _hands(first):
        if but is None or person_id != but.id:
            _tell(work, person_id, "admin_campaign", first, cause, now)


def say_chosen(work: Work, campaign: Campaign, *, now: datetime) -> None:
    """Which text did better, and their card below it."""
    show(work, campaign, "chosen", now=now)
    for person_id in _hands(campaign):
        _tell(work, person_id, "admin_campaign_chosen", campaign, "better", now)


def _hands(campaign: Campaign) -> list[int]:
    """Who had a hand in it."""
    hands = {campaign.made_by, campaign.sent_by, campaign.approved_by}
    return sorted(each for each in hands if each is not None)


def ask_others(work: Work, campaign: Campaign, others: Iterable[Person], *, now: datetime) -> None:
    for admin in others:
        _tell(work, admin.id, "admin_campaign_ask", campaign, f"ask:{campaign.version}", now)


def test(work: Work, actor: Person, campaign: Campaign, *, now: datetime) -> bool:
    """Send it to whoever asks, as it would come, each of two texts by itself; false where they are reached
    nowhere. Raises NotYours.
    """
    require_admin(actor)
    cause = f"test:{campaign.version}:{now:%y%m%d%H%M%S}"
    told = [
        _tell(work, actor.id, "admin_campaign_test", campaign, f"{cause}:{text}", now, {"text": text})
        for text in ((0, 1) if campaign.second_words else (0,))
    ]
    return all(told)


def _tell(
    work: Work,
    person_id: int,
    kind: str,
    campaign: Campaign,
    cause: str,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> bool:
    key, about = f"campaign:{campaign.id}:{cause}", ("campaign", campaign.id)
    return tell(work, person_id, Role.ADMIN, kind, key, due=now, subject=about, data=data)
