"""A running campaign goes on by steps: what became of those in the outbox, and the next of those who wait.

A step looks at as many people as are in the outbox at most, however many wait: it costs the same for ten
thousand as for ten. It is one transaction, so that a crash at any point repeats it or did not happen.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.campaigns.gate import STOPPED, allowed
from domain.campaigns.model import Campaign, Recipient, Stage, Status, Why
from domain.campaigns.ports import Settled
from domain.campaigns.rules import SOON, WEEK, Hours, best_at
from domain.campaigns.sequence import is_next
from domain.campaigns.service import KIND, finish
from domain.campaigns.tells import show
from domain.campaigns.trial import goes_to_sample_only
from domain.notifications import quiet
from domain.notifications.model import State
from domain.notifications.service import tell_at
from domain.work import Work
from domain.zones import wall

AHEAD = 60  # in the outbox of a lane: two seconds of the fastest one
SHOWN_EVERY = 3  # seconds between two drawings of its card

ENDED = {
    State.SENT: Stage.SENT,
    State.UNKNOWN: Stage.UNKNOWN,
    State.FAILED: Stage.FAILED,
    State.DEAD: Stage.FAILED,
}


def step(work: Work, campaign_id: int, *, now: datetime) -> int:
    """Answers how many were settled or planned; 0 where another replica sees to it."""
    campaign = work.campaigns.take(campaign_id)
    if campaign is None:
        return 0
    queued = work.campaigns.queued(campaign.id)
    open_ = [each for each in queued if not _settle(each)]
    _follow(work, campaign, [each.recipient for each in queued if each.recipient.handed_at])
    done = len(queued) - len(open_)
    if campaign.status is Status.RUNNING:
        work.flush()
        done += _plan(work, campaign, [each.recipient.lane for each in open_], now)
        work.flush()
        if is_next(work, campaign) and not work.campaigns.is_pending(campaign.id):
            finish(campaign, now=now)
            show(work, campaign, f"finished:{campaign.id}", now=now)
            return done
    if done:
        _show_soon(work, campaign, now)
    return done


def _show_soon(work: Work, campaign: Campaign, now: datetime) -> None:
    """At the end of these seconds, so that one drawing has all that came in them."""
    turn = int(now.timestamp()) // SHOWN_EVERY + 1
    show(work, campaign, f"step:{turn}", now=datetime.fromtimestamp(turn * SHOWN_EVERY, UTC))


def _settle(each: Settled) -> bool:
    """Whether it is in the outbox no more."""
    recipient = each.recipient
    if each.state in (State.PENDING, State.CLAIMED):
        return False
    if each.state is None or each.problem == STOPPED:  # withdrawn, by a STOP of theirs or of the campaign
        recipient.stage = Stage.WAITING
    elif each.state is State.SUPPRESSED:
        recipient.stage, recipient.why = Stage.LEFT_OUT, _why(each.problem)
    else:
        recipient.stage = ENDED[each.state]
        handed = recipient.stage in (Stage.SENT, Stage.UNKNOWN)
        recipient.handed_at = (each.at or recipient.due_at) if handed else None
        recipient.until = recipient.handed_at + WEEK if recipient.handed_at else None
    return True


def _follow(work: Work, campaign: Campaign, handed: list[Recipient]) -> None:
    """Those who just got it are the people of what follows, each from so many days later on."""
    then = work.campaigns.next_of(campaign.id) if handed else None
    if then is None or then.ended_at is not None:
        return
    work.flush()
    later = timedelta(days=then.days or 0)
    work.campaigns.freeze(
        [
            Recipient(
                campaign_id=then.id,
                person_id=each.person_id,
                address_id=each.address_id,
                consent_id=each.consent_id,
                lane=each.lane,
                due_at=each.handed_at + later,
            )
            for each in handed
            if each.handed_at
        ]
    )


def _why(problem: str | None) -> Why:
    """As the gate said; or it could not be filled in."""
    return Why(problem) if problem in {each.value for each in Why} else Why.NO_VALUE


def _plan(work: Work, campaign: Campaign, open_lanes: list[str | None], now: datetime) -> int:
    planned, trial = 0, goes_to_sample_only(work, campaign, now=now)
    for lane in campaign.lanes:
        room = AHEAD - open_lanes.count(lane)
        if room > 0:
            due = work.campaigns.due(campaign.id, lane, now, limit=room, trial=trial)
            planned += len(due)
            for each in due:
                _put(work, campaign, each, now)
    return planned


def _put(work: Work, campaign: Campaign, recipient: Recipient, now: datetime) -> None:
    """Into the outbox, or until later, or left out after all."""
    found = allowed(work, campaign, recipient, now=now)
    if isinstance(found, Why):
        recipient.stage, recipient.why = Stage.LEFT_OUT, found
        return
    found = max(found, _hour_of(work, campaign, recipient, now))
    if found > now + SOON:
        recipient.due_at = found
        return
    recipient.stage = Stage.QUEUED
    tell_at(
        work,
        work.people.address(recipient.address_id or 0),  # its lane may be another by now than when counted
        KIND,
        key_of(recipient),
        due=now,
        subject=("campaign", campaign.id),
        data={"recipient": recipient.id},
        path=_as_they_answer(work, campaign, recipient, now),
    )


def _hour_of(work: Work, campaign: Campaign, recipient: Recipient, now: datetime) -> datetime:
    """When who waited for a text is told: the hour in which they mostly answer comes anew, once."""
    choice = None if recipient.trial or not campaign.at_best else work.campaigns.choice(campaign.id)
    if choice is None or recipient.due_at > choice.at:
        return now
    who = work.campaigns.person(recipient.person_id, now=now)
    return best_at(now, who, Hours(campaign.opens, campaign.closes, at_best=True)) or now


def _as_they_answer(
    work: Work, campaign: Campaign, recipient: Recipient, now: datetime
) -> list[dict[str, Any]]:
    """Why now, where that is the hour in which they mostly answer."""
    if not campaign.at_best:
        return []
    who = work.campaigns.person(recipient.person_id, now=now)
    return [quiet.step(quiet.Why.BEST, since=now)] if who.best == wall(now, who.zone).hour else []


def key_of(recipient: Recipient) -> str:
    return f"campaign:{recipient.campaign_id}:{recipient.id}"
