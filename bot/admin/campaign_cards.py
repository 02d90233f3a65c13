"""A campaign's card with what follows it, and the card of each step."""

from dataclasses import replace

from bot.admin.campaign_actions import OpenStats, Pause, Resume, StopCampaign
from bot.admin.campaign_costs import cost_said, why_too_long
from bot.admin.campaign_views import (
    STATUS,
    awaiting_card,
    called,
    draft_card,
    found_for,
    picture_row,
    picture_said,
    sent_card,
)
from bot.admin.sequence_actions import (
    AddFollowUp,
    AskDays,
    DropFollowUp,
    OpenStep,
    SetDays,
    SetUnless,
    WriteFollowUp,
)
from bot.campaigns import progress_lines
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, Section, choice, lines, list_of, rows
from bot.dialogue.words import N_, _, ngettext, when
from domain.campaigns.follow_ups import MOST_STEPS, reached_at_most
from domain.campaigns.model import Campaign, Stage, Status, Unless
from domain.campaigns.rules import Audience
from domain.campaigns.sequence import after, first_of, steps_of

SHOWN_DAYS = (1, 2, 3, 7)
_TO = {
    Unless.BOOKED: N_("those who have not booked"),
    Unless.ANSWERED: N_("those who have not answered"),
    Unless.NOTHING: N_("everyone"),
}
_CHIPS = {
    Unless.BOOKED: N_("Who has not booked"),
    Unless.ANSWERED: N_("Who has not answered"),
    Unless.NOTHING: N_("Everyone"),
}
_MEANT = {
    Unless.BOOKED: N_("Booked: any session since the first message, for themselves or whom they book for."),
    Unless.ANSWERED: N_("Answered: booked, tapped Book or wrote to a trainer since the first message."),
    Unless.NOTHING: N_("Of those who got the one before. Who ended news gets no more of it."),
}


def campaign_card(scene: Scene, campaign: Campaign) -> Screen:
    """As it stands, with what can be done next."""
    if campaign.follows is not None:
        return _step_card(scene, campaign)
    steps = list(enumerate(after(scene.work, campaign), 2))
    if campaign.started_at is not None:
        sections = [_on_its_way(scene, each, n, len(steps) + 1) for n, each in steps]
        return replace(sent_card(scene, campaign), sections=tuple(sections))
    found = found_for(scene, campaign)
    draw = draft_card if campaign.status is Status.DRAFT else awaiting_card
    sections = [_planned(scene, each, n, len(steps) + 1, found) for n, each in steps]
    return replace(draw(scene, campaign, found), sections=tuple(sections))


def step_called(n: int, of: int) -> str:
    return _("Step {n} of {of}", n=n, of=of)


def titled(scene: Scene, campaign: Campaign) -> str:
    """Its name or, of what follows, which step of what it is."""
    if campaign.follows is None:
        return called(campaign)
    steps = [each.id for each in steps_of(scene.work, campaign)]
    step = step_called(1 + steps.index(campaign.id), len(steps))
    return list_of([step, called(first_of(scene.work, campaign))])


def comes(step: Campaign, n: int) -> str:
    """Such as “3 days after each person’s step 1, to those who have not booked”."""
    return ngettext(
        "{n} day after each person’s step {before}, to {whom}",
        "{n} days after each person’s step {before}, to {whom}",
        step.days or 0,
        before=n - 1,
        whom=_(_TO[step.unless or Unless.NOTHING]),
    )


def at_most(scene: Scene, step: Campaign, found: Audience) -> str:
    """How many of the first's people would get it at most, and by how many parts."""
    reached = reached_at_most(found, step)
    n = len(reached.told)
    return list_of([ngettext("At most {n} person", "At most {n} people", n), cost_said(scene, step, reached)])


def _planned(scene: Scene, step: Campaign, n: int, of: int, found: Audience) -> Section:
    change = (choice(_("Change step {n}", n=n), OpenStep(step.id)),) if step.status is Status.DRAFT else ()
    return Section(
        lines(
            comes(step, n), _("“{words}”", words=step.words), picture_said(step), at_most(scene, step, found)
        ),
        change,
        title=step_called(n, of),
    )


def _on_its_way(scene: Scene, step: Campaign, n: int, of: int) -> Section:
    return Section(
        lines(comes(step, n), *_progress(scene, step)),
        (choice(_("Step {n}", n=n), OpenStep(step.id)),),
        title=list_of([step_called(n, of), _(STATUS[step.status])]),
    )


def _progress(scene: Scene, step: Campaign) -> list[str]:
    found = scene.work.campaigns.progress(step.id)
    if not any(found.stages.values()):
        return [_("Nobody has come to it yet.")]
    if not any(n for stage, n in found.stages.items() if stage is not Stage.LEFT_OUT):
        return progress_lines(found)[1:]  # a bar of nobody
    return [*progress_lines(found), _waits(scene, step, found.stages[Stage.WAITING])]


def _waits(scene: Scene, step: Campaign, n: int) -> str:
    next_at = scene.work.campaigns.goes_on(step.id)
    if step.status is not Status.RUNNING or next_at is None or next_at <= scene.now:
        return ""
    return ngettext(
        "{n} waits for their day: it goes on {time}.",
        "{n} wait for their day: it goes on {time}.",
        n,
        time=when(next_at),
    )


def _step_card(scene: Scene, step: Campaign) -> Screen:
    steps, first = steps_of(scene.work, step), first_of(scene.work, step)
    n = 1 + [each.id for each in steps].index(step.id)
    title = titled(scene, step)
    back = (choice(_("Back"), OpenStep(first.id)),)
    said = (comes(step, n), _("“{words}”", words=step.words), picture_said(step))
    if step.started_at is None:
        found, unless = found_for(scene, first), step.unless or Unless.NOTHING
        too_long = why_too_long(scene, step, reached_at_most(found, step))
        text = lines(*said, _(_MEANT[unless]), at_most(scene, step, found), too_long)
        changes = _changes(step, more=n == len(steps) < MOST_STEPS) if step.status is Status.DRAFT else ()
        return Screen(title=title, text=text, choices=(*changes, back), subject=("campaign", step.id))
    more = _("Pause and Stop are for what follows it, too.") if n < len(steps) and not step.ended_at else ""
    return Screen(
        title=list_of([title, _(STATUS[step.status])]),
        text=lines(*said, *_progress(scene, step), more),
        choices=((*_ways(step), choice(_("How it went"), OpenStats(step.id))), back),
        subject=("campaign", step.id),
        private=True,
    )


def _changes(step: Campaign, *, more: bool) -> tuple[Row, ...]:
    days = [
        _chip(ngettext("{n} day later", "{n} days later", each), SetDays(step.id, each), step.days == each)
        for each in sorted({*SHOWN_DAYS, step.days or 0})
    ]
    whom = [_chip(_(said), SetUnless(step.id, each), step.unless is each) for each, said in _CHIPS.items()]
    return (
        *rows([*days, choice(_("Other days"), AskDays(step.id))], 2),
        *rows(whom, 2),
        (choice(_("Write the text"), WriteFollowUp(step.id)), choice(_("Remove"), DropFollowUp(step.id))),
        picture_row(step),
        *(((choice(_("Add a follow-up"), AddFollowUp(step.id)),),) if more else ()),
    )


def _chip(label: str, action: SetDays | SetUnless, on: bool) -> Choice:
    return choice(f"✓ {label}" if on else label, action)


def _ways(step: Campaign) -> Row:
    stop = choice(_("Stop"), StopCampaign(step.id), "danger")
    if step.status is Status.RUNNING:
        return (choice(_("Pause"), Pause(step.id)), stop)
    if step.status is Status.PAUSED:
        return (choice(_("Resume"), Resume(step.id), "primary"), stop)
    return ()
