"""The use cases of what follows a campaign's draft: up to four more messages, each some days after the one
before, to those of its people who have not booked, or not answered, since the first.
"""

from collections.abc import Collection
from datetime import datetime

from domain.campaigns.fields import fields_of
from domain.campaigns.model import MOST_DAYS, Campaign, Unless
from domain.campaigns.rules import Audience, lacks
from domain.campaigns.sequence import after, edited, first_of, steps_of
from domain.campaigns.service import NoWords, draft_of, write
from domain.errors import Changed, Refusal, Unreadable
from domain.people.model import Person
from domain.work import Work

MOST_STEPS = 5
DAYS = 3  # unless an admin says otherwise


class TooManySteps(Refusal):
    """{most} messages are the most of a sequence. Change one of them instead."""


class BadDays(Unreadable):
    """Say after how many days, from 1 to {most}. Try: 5"""

    field = "days"


def add(
    work: Work,
    actor: Person,
    campaign_id: int,
    words: str,
    *,
    banned: Collection[str] = (),
    most: int,
    now: datetime,
) -> Campaign:
    """One more, after the last of its steps, to those who have not booked. Raises NoWords, TooManySteps,
    and what `write` does.
    """
    steps = steps_of(work, draft_of(work, actor, campaign_id))
    if not steps[0].words:
        raise NoWords
    if len(steps) >= MOST_STEPS:
        raise TooManySteps(most=MOST_STEPS)
    made = Campaign(
        made_by=actor.id, made_at=now, follows=steps[-1].id, days=DAYS, unless=Unless.BOOKED, words=""
    )
    work.add(made)
    work.flush()
    return write(work, actor, made.id, words, banned=banned, most=most, now=now)


def wait(work: Work, actor: Person, step_id: int, days: int) -> Campaign:
    """How many days it comes after the one before. Raises BadDays, NotADraft, Changed."""
    step = _step(work, actor, step_id)
    step.days = _within(days)
    edited(work, step)
    return step


def read_days(words: str) -> int:
    """Such as "5" or "5 days". Raises BadDays."""
    said = words.split()
    if not said or not said[0].isdecimal() or len(said[0]) > 2:
        raise BadDays(most=MOST_DAYS)
    return _within(int(said[0]))


def _within(days: int) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise BadDays(most=MOST_DAYS)
    return days


def spare(work: Work, actor: Person, step_id: int, unless: Unless) -> Campaign:
    """Who is not told it, as they have done what was wanted. Raises NotADraft, Changed."""
    step = _step(work, actor, step_id)
    step.unless = unless
    edited(work, step)
    return step


def remove(work: Work, actor: Person, step_id: int) -> Campaign:
    """What follows it follows the one before. Answers the first. Raises NotADraft, Changed."""
    step = _step(work, actor, step_id)
    first, then, earlier = first_of(work, step), next(iter(after(work, step)), None), step.follows
    edited(work, step)
    step.follows = step.days = step.unless = None  # its place is free for the next
    work.flush()
    if then is not None:
        then.follows = earlier
    work.delete(step)
    work.flush()
    return first


def reached_at_most(found: Audience, step: Campaign) -> Audience:
    """Those of the first's people who would get this step if nobody booked, answered or left."""
    wanted = fields_of(step.words)
    all_of_it = [each for each in found.told if not any(lacks(each.who, field) for field in wanted)]
    return Audience(now=all_of_it)


def _step(work: Work, actor: Person, step_id: int) -> Campaign:
    step = draft_of(work, actor, step_id)
    if step.follows is None:
        raise Changed(subject=("campaign", step_id))
    return step
