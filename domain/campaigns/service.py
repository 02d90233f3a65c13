"""The use cases of campaigns: whom it is for and what it says, a second pair of eyes, and its way."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from domain.access import require_admin
from domain.campaigns import policy
from domain.campaigns.captions import require_room
from domain.campaigns.comparing import sample_of
from domain.campaigns.fields import Field, fields_of
from domain.campaigns.model import (
    CLOSES,
    EARLIEST,
    LATEST,
    OPENS,
    Campaign,
    Recipient,
    Stage,
    Status,
    Why,
)
from domain.campaigns.names import LONGEST, require_free
from domain.campaigns.rules import FOLLOWS, Audience, Hours, sort_out
from domain.campaigns.segment import Segment
from domain.campaigns.sequence import after, edited, first_of, steps_of
from domain.campaigns.tells import ask_others, show
from domain.errors import Changed, Refusal
from domain.notifications.quiet_words import UnreadableQuiet, read_quiet
from domain.people.model import Person
from domain.work import Work

KIND = "client_campaign"
_NAMED = 3  # people who are named where something is missing
_OFF = {"-", "none", "no", "nada"}
_BEST = ("best", "mejor")  # hour of each


class NotADraft(Refusal):
    """It has been sent, so it can't be changed any more."""


class NoWords(Refusal):
    """Write the text first."""


class TheSameText(Refusal):
    """Both texts are the same. Say it in another way; “no” means no second text."""

    field = "words"


class Nobody(Refusal):
    """Nobody would get it. Choose other people."""


class NoSecond(Refusal):
    """More than {above} people would get it, so a second admin has to approve it, and there is none yet.
    Choose fewer people, or invite one: trainerhub invite "Ada King" --admin
    """


class TheSame(Refusal):
    """You sent it yourself, so somebody else has to approve it."""


class NoValue(Refusal):
    """{field} would be empty for {names}. Leave it out, or choose people of whom it is known."""

    field = "words"


class BadHours(Refusal):
    """Campaigns go out between 8:00 and 21:00, for an hour a day at least. Try: 9-20"""

    field = "hours"


def begin(work: Work, actor: Person, *, name: str = "", now: datetime) -> Campaign:
    """A draft, for all clients. Raises NameTaken."""
    require_admin(actor)
    name = name[:LONGEST].strip()
    require_free(work, name)
    made = Campaign(name=name, made_by=actor.id, made_at=now)
    work.add(made)
    work.flush()
    return made


def audience(work: Work, campaign: Campaign, *, most: int, now: datetime) -> Audience:
    """Who would get it now, and who not. Of what follows another: if all were told who may be."""
    first = first_of(work, campaign)
    people = work.campaigns.people(Segment.of(first.segment), now=now)
    hours = Hours(first.opens, first.closes, first.at_best)
    fields = [*fields_of(campaign.words), *fields_of(campaign.second_words or "")]
    return sort_out(people, fields, hours, most=most, now=now)


def choose(work: Work, actor: Person, campaign_id: int, version: int, **part: Any) -> Campaign:
    """Let one thing hold of its people, or not any more. Raises NotADraft, Changed."""
    draft = draft_of(work, actor, campaign_id, version)
    return _chosen(draft, Segment.of(draft.segment).toggled(**part))


def choose_saved(work: Work, actor: Person, campaign_id: int, version: int, segment_id: int) -> Campaign:
    """Raises NotADraft, Changed, NotFound."""
    draft = draft_of(work, actor, campaign_id, version)
    return _chosen(draft, Segment.of(work.campaigns.segment(segment_id).segment))


def _chosen(draft: Campaign, segment: Segment) -> Campaign:
    draft.segment = segment.kept()
    draft.version += 1
    return draft


def write(
    work: Work,
    actor: Person,
    campaign_id: int,
    words: str,
    *,
    name: str | None = None,
    hours: str | None = None,
    banned: Collection[str] = (),
    most: int,
    now: datetime,
) -> Campaign:
    """What it says, and in which hours ("9-20", "best 9-20"). Raises UnknownField, TooLong, NoValue,
    BadHours, NameTaken, NotADraft, TooLongForAPicture, and what `policy.check` does.
    """
    draft = draft_of(work, actor, campaign_id)
    wanted = fields_of(words)
    policy.check(words, banned)
    require_free(work, name or "", draft)
    if hours:
        said = read_hours(hours)
        draft.opens, draft.closes, draft.at_best = said.opens, said.closes, said.at_best
    draft.words, draft.name = words.strip(), name or draft.name
    if draft.second_words == draft.words:
        draft.second_words = draft.sample = draft.trial_hours = None
    require_room(draft)
    edited(work, draft)
    _require_values(work, draft, wanted, most, now)
    return draft


def write_second(
    work: Work,
    actor: Person,
    campaign_id: int,
    words: str,
    *,
    banned: Collection[str] = (),
    most: int,
    now: datetime,
) -> Campaign:
    """A text that half of its people get instead, so that both can be compared; "no" for none. Raises
    NotADraft, NoWords, TheSameText, UnknownField, TooLong, TooLongForAPicture, NoValue, and what
    `policy.check` does.
    """
    draft, said = draft_of(work, actor, campaign_id), words.strip()
    if not draft.words:
        raise NoWords
    if said == draft.words:
        raise TheSameText
    draft.second_words = None if said.casefold() in _OFF else said
    if draft.second_words is None:
        draft.sample = draft.trial_hours = None
    edited(work, draft)
    if draft.second_words:
        wanted = fields_of(said)
        policy.check(said, banned)
        require_room(draft)
        _require_values(work, draft, wanted, most, now)
    return draft


def _require_values(work: Work, draft: Campaign, wanted: list[Field], most: int, now: datetime) -> None:
    """Raises NoValue."""
    lacking = [
        each.who.name for each in audience(work, draft, most=most, now=now).out if each.why is Why.NO_VALUE
    ]
    if lacking:
        raise NoValue(field=_missing(work, draft, wanted, most, now), names=_named(lacking))


def _missing(work: Work, draft: Campaign, wanted: list[Field], most: int, now: datetime) -> str:
    """The first of its fields that somebody has no value of."""
    people = work.campaigns.people(Segment.of(first_of(work, draft).segment), now=now)
    hours = Hours(draft.opens, draft.closes)
    for each in wanted:
        if any(one.why is Why.NO_VALUE for one in sort_out(people, [each], hours, most=most, now=now).out):
            return f"{{{each.value}}}"
    return ""


def _named(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" + {more}" if more > 0 else "")


def read_hours(words: str) -> Hours:
    """From when until when it goes out, and whether at the best hour of each. Raises BadHours."""
    said = words.casefold().strip()
    best = next((word for word in _BEST if said.startswith(word)), "")
    said = said.removeprefix(best).strip()
    if not said or said in _OFF:
        return Hours(OPENS, CLOSES, bool(best))
    try:
        span = read_quiet(said)
    except UnreadableQuiet:
        raise BadHours from None
    if span is None or not EARLIEST <= span.begins <= span.ends - 60 <= LATEST - 60:
        raise BadHours
    return Hours(span.begins, span.ends, bool(best))


def discard(work: Work, actor: Person, campaign_id: int) -> None:
    """With what follows it. Raises NotADraft."""
    for each in reversed(steps_of(work, draft_of(work, actor, campaign_id))):
        work.delete(each)
        work.flush()


def send(
    work: Work,
    actor: Person,
    campaign_id: int,
    version: int,
    *,
    above: int,
    banned: Collection[str] = (),
    most: int,
    now: datetime,
) -> Campaign:
    """Start it or, where more than ``above`` people would get it, ask the other admins. Raises NotADraft,
    Changed, NoWords, Nobody, NoSecond, and what `policy.check` does: what is banned may be so since.
    """
    draft = draft_of(work, actor, campaign_id, version)
    if not draft.words:
        raise NoWords
    steps = _checked(work, draft, banned)
    found = audience(work, draft, most=most, now=now)
    if not found.told:
        raise Nobody
    draft.version += 1
    for each in steps:
        each.sent_by, each.needs_second = actor.id, len(found.told) > above
    if not draft.needs_second:
        return _start(work, actor, draft, found, most, now)
    others = [admin for admin in work.people.admins() if admin.id != actor.id]
    if not others:
        raise NoSecond(above=above)
    for each in steps:
        _move(each, Status.AWAITING)
    ask_others(work, draft, others, now=now)
    return draft


def approve(
    work: Work,
    actor: Person,
    campaign_id: int,
    version: int,
    *,
    banned: Collection[str] = (),
    most: int,
    now: datetime,
) -> Campaign:
    """Start what another admin wants to send. Raises TheSame, Changed, Nobody, and what `policy.check`
    does.
    """
    asked = _awaiting(work, actor, campaign_id, version)
    if asked.sent_by == actor.id:
        raise TheSame
    for each in _checked(work, asked, banned):
        each.approved_by = actor.id
    found = audience(work, asked, most=most, now=now)
    if not found.told:
        raise Nobody
    return _start(work, actor, asked, found, most, now)


def take_back(work: Work, actor: Person, campaign_id: int, version: int, *, now: datetime) -> Campaign:
    """Make it a draft again: the other admin says no, or who sent it thought better of it. Raises Changed."""
    asked = _awaiting(work, actor, campaign_id, version)
    asked.version += 1
    for each in steps_of(work, asked):
        _move(each, Status.DRAFT)
        each.sent_by, each.needs_second = None, False
    show(work, asked, f"back:{asked.version}", but=actor, now=now)
    return asked


def pause(work: Work, actor: Person, campaign_id: int, *, now: datetime) -> Campaign:
    """Nothing more of it, and of what follows it, is handed off. What does not run stays as it is."""
    return _turned(work, actor, campaign_id, Status.PAUSED, now)


def resume(work: Work, actor: Person, campaign_id: int, *, now: datetime) -> Campaign:
    return _turned(work, actor, campaign_id, Status.RUNNING, now)


def stop(work: Work, actor: Person, campaign_id: int, *, now: datetime) -> Campaign:
    """For good, with what follows it: what waits in the outbox is withdrawn."""
    stopped = _turned(work, actor, campaign_id, Status.STOPPED, now)
    for each in steps_of(work, stopped):
        if each.status is Status.STOPPED:
            work.outbox.withdraw(("campaign", each.id), (KIND,))
    return stopped


def finish(campaign: Campaign, *, now: datetime) -> None:
    """Nobody waits any more, as the database asks again."""
    _move(campaign, Status.FINISHED)
    campaign.ended_at = now


def _start(
    work: Work, actor: Person, campaign: Campaign, found: Audience, most: int, now: datetime
) -> Campaign:
    """Its people are written down as they are now, for good; those of what follows, as each gets it."""
    sample = sample_of(campaign, [each.who.person_id for each in found.told])
    told = [
        Recipient(
            campaign_id=campaign.id,
            person_id=each.who.person_id,
            address_id=each.spot.address_id,
            consent_id=each.spot.consent_id,
            lane=each.spot.lane,
            due_at=each.due or now,
            trial=each.who.person_id in sample,
        )
        for each in found.told
        if each.spot
    ]
    out = [
        Recipient(
            campaign_id=campaign.id,
            person_id=each.who.person_id,
            stage=Stage.LEFT_OUT,
            why=each.why,
            due_at=now,
        )
        for each in found.out
    ]
    work.flush()
    work.campaigns.freeze(told + out)
    for each in steps_of(work, campaign):
        each.lanes = sorted({one.lane for one in told if one.lane})
        each.opens, each.closes, each.at_best = campaign.opens, campaign.closes, campaign.at_best
        each.most_a_week, each.started_at = most, now
        _move(each, Status.RUNNING)
    campaign.version += 1
    work.flush()
    show(work, campaign, "started", but=actor, now=now)
    return campaign


def _turned(work: Work, actor: Person, campaign_id: int, status: Status, now: datetime) -> Campaign:
    """With what follows it: each that can."""
    require_admin(actor)
    campaign = work.campaigns.locked(campaign_id)
    later = [work.campaigns.locked(each.id) for each in after(work, campaign)]
    turned = [each for each in (campaign, *later) if each.started_at and status in FOLLOWS[each.status]]
    for each in turned:
        _move(each, status)
        each.ended_at = now if status is Status.STOPPED else None
    if turned:
        campaign.version += 1
        work.flush()
        show(work, campaign, f"{status}:{campaign.id}:{campaign.version}", but=actor, now=now)
    return campaign


def _move(campaign: Campaign, status: Status) -> None:
    if status not in FOLLOWS[campaign.status]:
        raise Changed(subject=("campaign", campaign.id))
    campaign.status = status


def draft_of(work: Work, actor: Person, campaign_id: int, version: int | None = None) -> Campaign:
    """Kept from others until the turn ends, with the sequence that it is of. Raises NotADraft, and Changed
    where it is no longer as it was drawn.
    """
    require_admin(actor)
    work.campaigns.locked(first_of(work, work.campaigns.campaign(campaign_id)).id)
    campaign = work.campaigns.locked(campaign_id)
    if campaign.status is not Status.DRAFT:
        raise NotADraft(subject=("campaign", campaign_id))
    if version is not None and (campaign.version != version or campaign.follows is not None):
        raise Changed(subject=("campaign", campaign_id))
    return campaign


def _checked(work: Work, campaign: Campaign, banned: Collection[str]) -> list[Campaign]:
    """Its steps. Raises what `policy.check` does."""
    steps = steps_of(work, campaign)
    for each in steps:
        policy.check(each.words, banned)
        policy.check(each.second_words or "", banned)
    return steps


def _awaiting(work: Work, actor: Person, campaign_id: int, version: int) -> Campaign:
    require_admin(actor)
    campaign = work.campaigns.locked(campaign_id)
    if campaign.status is not Status.AWAITING or campaign.version != version or campaign.follows is not None:
        raise Changed(subject=("campaign", campaign_id))
    return campaign
