"""Both texts of a campaign are tried on some of its people first, and the others get the one that did better.

What counts is who tapped, replied or booked by the time that it is decided. That is a row of its own which is
only added: it is decided once, in the transaction that lets the others go.
"""

from datetime import datetime, timedelta

from domain.access import require_admin
from domain.campaigns.comparing import Verdict, verdict
from domain.campaigns.model import SHARES, WAITS, Campaign, Choice, Recipient, Status
from domain.campaigns.ports import Stats
from domain.campaigns.sequence import edited
from domain.campaigns.service import draft_of
from domain.campaigns.tells import say_chosen, show
from domain.errors import Changed, NotFound, Refusal
from domain.people.model import Person
from domain.work import Work


class NoSecondText(Refusal):
    """There is one text only. Write a second one first."""


def judged(choice: Choice) -> Verdict:
    """What the numbers say that it was decided by."""
    return verdict((choice.first_answered, choice.first_told), (choice.second_answered, choice.second_told))


def try_on(work: Work, actor: Person, campaign_id: int, version: int, share: int) -> Campaign:
    """Try both texts on so many of a hundred first; 0: each half gets one. Raises NotADraft, Changed,
    NoSecondText, NotFound for a share that is not offered. What follows another is not tried so.
    """
    draft = draft_of(work, actor, campaign_id, version)
    if not draft.second_words:
        raise NoSecondText
    if share not in (0, *SHARES):
        raise NotFound
    draft.sample = share or None
    draft.trial_hours = (draft.trial_hours or WAITS[0]) if share else None
    edited(work, draft)
    return draft


def wait_for(work: Work, actor: Person, campaign_id: int, version: int, hours: int) -> Campaign:
    """Decide so long after the last of the sample was told. Raises NotADraft, Changed, NotFound."""
    draft = draft_of(work, actor, campaign_id, version)
    if draft.sample is None or hours not in WAITS:
        raise NotFound
    draft.trial_hours = hours
    edited(work, draft)
    return draft


def choose_now(
    work: Work, actor: Person, campaign_id: int, version: int, text: int, *, now: datetime
) -> Campaign:
    """Send the others this text without waiting any longer. Raises Changed where that is decided."""
    require_admin(actor)
    campaign = work.campaigns.locked(campaign_id)
    if campaign.version != version or not is_undecided(work, campaign):
        raise Changed(subject=("campaign", campaign_id))
    if text not in (0, 1):
        raise NotFound
    _choose(work, campaign, text, actor, now)
    show(work, campaign, "chosen", but=actor, now=now)
    return campaign


def is_undecided(work: Work, campaign: Campaign) -> bool:
    """Whether those on whom it is not tried wait for a text."""
    on_its_way = campaign.status in (Status.RUNNING, Status.PAUSED)
    return bool(campaign.sample) and on_its_way and work.campaigns.choice(campaign.id) is None


def goes_to_sample_only(work: Work, campaign: Campaign, *, now: datetime) -> bool:
    """Whether the others wait. Where the time has come, it is decided, and they do not."""
    if not is_undecided(work, campaign):
        return False
    if campaign.decides_at is None and work.campaigns.is_tried(campaign.id):
        campaign.decides_at = now + timedelta(hours=campaign.trial_hours or 0)
    if campaign.decides_at is None or campaign.decides_at > now or not work.campaigns.is_pending(campaign.id):
        return True
    _choose(work, campaign, _better(work, campaign).text, None, now)
    say_chosen(work, campaign, now=now)
    return False


def text_to(work: Work, campaign: Campaign, recipient: Recipient) -> str:
    """What one of its people gets, or got."""
    if campaign.sample is None or recipient.trial:
        return campaign.words_for(recipient.person_id)
    choice = work.campaigns.choice(campaign.id)
    return campaign.texts[choice.text if choice else 0]


def _better(work: Work, campaign: Campaign) -> Verdict:
    first, second = _tried(work, campaign)
    return verdict((first.answered, first.sent), (second.answered, second.sent))


def _choose(work: Work, campaign: Campaign, text: int, by: Person | None, now: datetime) -> None:
    first, second = _tried(work, campaign)
    work.add(
        Choice(
            campaign_id=campaign.id,
            text=text,
            first_told=first.sent,
            first_answered=first.answered,
            second_told=second.sent,
            second_answered=second.answered,
            at=now,
            chosen_by=by.id if by else None,
        )
    )
    campaign.version += 1
    work.flush()


def _tried(work: Work, campaign: Campaign) -> tuple[Stats, Stats]:
    first, second = (work.campaigns.stats(campaign.id, half, trial=True) for half in (0, 1))
    return first, second
