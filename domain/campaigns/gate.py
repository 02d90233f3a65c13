"""What is asked about each of a campaign's people when they go into the outbox, and again at the hand-off."""

from datetime import datetime, timedelta

from domain.campaigns.model import EARLIEST, LATEST, Campaign, Recipient, Status, Unless, Why
from domain.campaigns.rules import Hours, send_at
from domain.campaigns.sequence import before
from domain.consent.service import may_promote
from domain.family.service import household
from domain.notifications.model import Notification
from domain.notifications.preferences import quiet_of
from domain.people.model import Address
from domain.work import Work

ANY_DAY = Hours(EARLIEST, LATEST)  # of promotions that are no campaign's
A_MOMENT = timedelta(seconds=1)
STOPPED = "its campaign was stopped"


def allowed(work: Work, campaign: Campaign, recipient: Recipient, *, now: datetime) -> datetime | Why:
    """When this person may be told, or why not."""
    address = work.people.address(recipient.address_id or 0)
    if address.dead_at is not None or address.unproven:
        return Why.UNREACHED
    if address.person_id != recipient.person_id or not may_promote(work, address):
        return Why.OPTED_OUT
    if done := _done(work, campaign, recipient, now):
        return done
    if work.campaigns.told(recipient.person_id, now=now) >= campaign.most_a_week:
        return Why.OVER_BUDGET
    return _at(address, Hours(campaign.opens, campaign.closes), now) or Why.NEVER_AWAKE


def _done(work: Work, campaign: Campaign, recipient: Recipient, now: datetime) -> Why | None:
    """What ended the sequence for them."""
    if campaign.follows is None:
        return None
    speaker = work.people.person(recipient.person_id)
    theirs = [each.id for each in household(work, speaker, now=now)]
    did = work.campaigns.did([each.id for each in before(work, campaign)], speaker.id, theirs)
    if did.left:
        return Why.OPTED_OUT
    if did.booked and campaign.unless is not Unless.NOTHING:
        return Why.BOOKED
    return Why.ANSWERED if did.answered and campaign.unless is Unless.ANSWERED else None


def may_hand_off(work: Work, row: Notification, address: Address, *, now: datetime) -> datetime | str:
    """When a promotion may go, or why it may not."""
    if row.subject_kind != "campaign" or row.subject_id is None:
        if not may_promote(work, address):
            return Why.OPTED_OUT
        return _at(address, ANY_DAY, now) or Why.NEVER_AWAKE
    campaign = work.campaigns.campaign(row.subject_id)
    if campaign.status is Status.PAUSED:
        return now + A_MOMENT  # it is not claimed again before it runs
    if campaign.status is not Status.RUNNING:
        return STOPPED
    return allowed(work, campaign, work.campaigns.recipient(row.data["recipient"]), now=now)


def _at(address: Address, hours: Hours, now: datetime) -> datetime | None:
    return send_at(now, address.person.zone, hours, quiet_of(address.person))
