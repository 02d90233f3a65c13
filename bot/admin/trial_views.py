"""Two texts of a campaign as they are tried: on how many, for how long, and which of them did better."""

from bot.admin.campaign_actions import ChooseText, TryOn, WaitFor
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, choice, lines
from bot.dialogue.words import _, ngettext, percent, when
from domain.campaigns.comparing import Reason, sample_of
from domain.campaigns.model import SHARES, WAITS, Campaign, Stage
from domain.campaigns.model import Choice as Chosen
from domain.campaigns.ports import Progress, Stats
from domain.campaigns.rules import Audience
from domain.campaigns.trial import is_undecided, judged

_DAY = 24


def plan_said(campaign: Campaign, found: Audience) -> str:
    """What becomes of two texts, before it is sent; "" where there is one."""
    if not campaign.second_words:
        return ""
    first = len(sample_of(campaign, [each.who.person_id for each in found.told]))
    if not campaign.sample:
        return _("Half of them get: “{words}”", words=campaign.second_words)
    return lines(
        _("The second text: “{words}”", words=campaign.second_words),
        _plan(campaign, first, len(found.told) - first),
    )


def _plan(campaign: Campaign, first: int, others: int) -> str:
    return lines(
        ngettext(
            "Each half of {n} person gets one of the texts first.",
            "Each half of {n} people gets one of the texts first.",
            first,
        ),
        ngettext(
            "{time} after the last of them, the better text goes to {n} other: "
            "the one after which more tapped, replied or booked.",
            "{time} after the last of them, the better text goes to the {n} others: "
            "the one after which more tapped, replied or booked.",
            others,
            time=_waits(campaign.trial_hours or 0),
        ),
    )


def _waits(hours: int) -> str:
    """Such as “4 hours”, or “1 day”."""
    if hours % _DAY:
        return ngettext("{n} hour", "{n} hours", hours)
    return ngettext("{n} day", "{n} days", hours // _DAY)


def plan_rows(campaign: Campaign) -> tuple[Row, ...]:
    """On how many both are tried, and for how long."""
    if not campaign.second_words:
        return ()
    at = (campaign.id, campaign.version)
    halves = _chip(_("Half and half"), TryOn(*at, 0), campaign.sample is None)
    shares = (
        _chip(_("{share} first", share=percent(share / 100)), TryOn(*at, share), campaign.sample == share)
        for share in SHARES
    )
    waits = (
        _chip(_("After {time}", time=_waits(hours)), WaitFor(*at, hours), campaign.trial_hours == hours)
        for hours in WAITS
    )
    return ((halves, *shares), *((tuple(waits),) if campaign.sample else ()))


def _chip(label: str, action: TryOn | WaitFor, on: bool) -> Choice:
    return choice(f"✓ {label}" if on else label, action)


def trial_said(scene: Scene, campaign: Campaign, found: Progress) -> str:
    """How it is with its trial, once it was sent; "" where it has none."""
    chosen = scene.work.campaigns.choice(campaign.id) if campaign.sample else None
    if chosen is not None:
        return choice_said(scene, chosen)
    if not is_undecided(scene.work, campaign):
        return ""
    if campaign.decides_at is None:
        return _plan(campaign, *scene.work.campaigns.split(campaign.id))
    return ngettext(
        "Both texts were tried. The better one goes to {n} other {time}.",
        "Both texts were tried. The better one goes to the {n} others {time}.",
        found.stages[Stage.WAITING],
        time=when(campaign.decides_at),
    )


def trial_rows(scene: Scene, campaign: Campaign) -> tuple[Row, ...]:
    """The ways not to wait."""
    if not is_undecided(scene.work, campaign):
        return ()
    at = (campaign.id, campaign.version)
    return (
        (
            choice(_("Send the first now"), ChooseText(*at, 0)),
            choice(_("Send the second now"), ChooseText(*at, 1)),
        ),
    )


def choice_said(scene: Scene, chosen: Chosen) -> str:
    """Which text the others get, and why."""
    which = _("The others get the second text.") if chosen.text else _("The others get the first text.")
    by = scene.work.people.person(chosen.chosen_by).first_name if chosen.chosen_by else ""
    why = _("{name} chose it.", name=by) if by else _reason(chosen)
    numbers = (
        (_("First text"), chosen.first_answered, chosen.first_told),
        (_("Second text"), chosen.second_answered, chosen.second_told),
    )
    return lines(which, why, *(_of(text, answered, told) for text, answered, told in numbers))


def _of(text: str, answered: int, told: int) -> str:
    share = percent(answered / told if told else 0)
    return _(
        "{text}: {n} of {told} tapped, replied or booked ({share})",
        text=text,
        n=answered,
        told=told,
        share=share,
    )


def _reason(chosen: Chosen) -> str:
    match judged(chosen).reason:
        case Reason.FEW:
            return _("Too few answered to say which is better, so it is the first.")
        case Reason.ALIKE:
            return _("Both did equally well, so it is the first.")
        case Reason.SLIGHT:
            return _("It did better, but so little that it may be chance.")
        case Reason.CLEAR:
            return _("It clearly did better.")


def compared(scene: Scene, campaign: Campaign) -> list[str]:
    """What came of each of two texts, and of the one that the others got."""
    if not campaign.second_words:
        return []
    stats, trial = scene.work.campaigns.stats, bool(campaign.sample) or None
    said = [
        _came(text, stats(campaign.id, half, trial=trial))
        for half, text in enumerate((_("First text"), _("Second text")))
    ]
    chosen = scene.work.campaigns.choice(campaign.id)
    if chosen is None:
        return said
    others = _("The others, second text") if chosen.text else _("The others, first text")
    return [*said, _came(others, stats(campaign.id, trial=False)), choice_said(scene, chosen)]


def _came(text: str, each: Stats) -> str:
    return _(
        "{text}: {delivered} delivered, {tapped} tapped, {replied} replied, {booked} booked",
        text=text,
        delivered=each.delivered,
        tapped=each.tapped,
        replied=each.replied,
        booked=each.booked,
    )
