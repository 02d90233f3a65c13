"""“Fill Thu 14:00?”: the trainer's card of a place that was given up, live while it is offered."""

from itertools import count

from bot.dialogue.actions import Action
from bot.dialogue.routes import on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, clock, local, ngettext, when
from domain.base import Role
from domain.waitlist import service as waitlist
from domain.waitlist.model import Gap, GapStatus, Offer, OfferStatus
from domain.waitlist.places import Candidate, candidates

EXPLAINED = 5
DESK = Role.TRAINER | Role.ADMIN


class FillGap(Action, code="gf", acts=True):
    """Offer it to those who wait, one at a time."""

    gap: int
    version: int


class NotNow(Action, code="gn", acts=True):
    gap: int
    version: int


class StopFilling(Action, code="gs", acts=True):
    gap: int
    version: int


@on(FillGap, who=DESK)
def fill(turn: Turn, wanted: FillGap) -> Screen:
    gap = waitlist.fill(turn.work, turn.person, wanted.gap, wanted.version, now=turn.now)
    return _drawn(turn, gap)


@on(NotNow, who=DESK)
def not_now(turn: Turn, wanted: NotNow) -> Screen:
    gap = waitlist.not_now(turn.work, turn.person, wanted.gap, wanted.version, now=turn.now)
    return _drawn(turn, gap)


@on(StopFilling, who=DESK)
def stop(turn: Turn, wanted: StopFilling) -> Screen:
    gap = waitlist.stop(turn.work, turn.person, wanted.gap, wanted.version, now=turn.now)
    return _drawn(turn, gap)


def _drawn(turn: Turn, gap: Gap) -> Screen:
    turn.work.flush()
    card = gap_card(turn, gap)
    return card.with_toast(card.title)


def gap_card(scene: Scene, gap: Gap) -> Screen:
    """Whom it would be offered to and why in that order; then to whom it was, and what they said."""
    offers = scene.work.waitlist.offers(gap.id)
    waiting = candidates(scene.work, gap, now=scene.now) if _goes_on(scene, gap) else []
    return Screen(
        title=_title(scene, gap, offers),
        text=lines(*_story(scene, gap, offers, waiting)),
        choices=_ways(scene, gap, waiting),
        subject=("gap", gap.id),
    )


def _goes_on(scene: Scene, gap: Gap) -> bool:
    return gap.starts > scene.now and (gap.is_fillable or gap.status is GapStatus.RUNNING)


def _title(scene: Scene, gap: Gap, offers: list[Offer]) -> str:
    match gap.status:
        case GapStatus.ASKED | GapStatus.LATER:
            return _("Fill {time}?", time=when(gap.starts))
        case GapStatus.RUNNING:
            return _("Filling {time}", time=when(gap.starts))
        case GapStatus.TAKEN:
            return _("Taken by {name}", name=_name(scene, offers[-1].client_id))
        case GapStatus.OPEN:
            return _("Nobody took it; it is open to all")
        case GapStatus.STOPPED:
            return _("Stopped; it is open to all")
        case GapStatus.GONE:
            return _("Booked in another way")


def _story(scene: Scene, gap: Gap, offers: list[Offer], waiting: list[Candidate]) -> list[str]:
    if gap.is_fillable:
        gave_up = _("{name} gave it up.", name=_name(scene, gap.client_id))
        return [gave_up, *_ranking(scene, gap, waiting)]
    said = [_became(scene, offer) for offer in reversed(offers)]
    if gap.status is GapStatus.RUNNING:
        said += _ahead(scene, gap, offers, waiting)
        return ["; ".join(said)]
    return [when(gap.starts), "; ".join(said)]


def _ranking(scene: Scene, gap: Gap, waiting: list[Candidate]) -> list[str]:
    """Each with the reason for the place in line."""
    if gap.starts <= scene.now:
        return [_("That time has passed.")]
    if not waiting:
        return [_("Nobody waits for it any more.")]
    said = [
        f"{number}. {_reason(gap, each)}" for number, each in zip(count(1), waiting[:EXPLAINED], strict=False)
    ]
    more = len(waiting) - EXPLAINED
    return said + ([ngettext("and {n} more", "and {n} more", more)] if more > 0 else [])


def _reason(gap: Gap, each: Candidate) -> str:
    entry, name = each.waiting.entry, each.waiting.client.first_name
    since = when(entry.joined_at)
    if entry.time == gap.starts:
        return _("{name} waits for this very time, since {since}", name=name, since=since)
    if each.starts != gap.starts:
        return _(
            "{name} would come at {time}, waits since {since}",
            name=name,
            time=clock(each.starts),
            since=since,
        )
    return _("{name} would come then, waits since {since}", name=name, since=since)


def _became(scene: Scene, offer: Offer) -> str:
    name = _name(scene, offer.client_id)
    match offer.status:
        case OfferStatus.OFFERED:
            return _("offered to {name} until {time}", name=name, time=clock(offer.until))
        case OfferStatus.TAKEN:
            return _("{name} took it", name=name)
        case OfferStatus.PASSED:
            return _("{name} passed", name=name)
        case OfferStatus.LAPSED:
            return _("{name} did not answer", name=name)
        case OfferStatus.WITHDRAWN:
            return _("taken back from {name}", name=name)


def _ahead(scene: Scene, gap: Gap, offers: list[Offer], waiting: list[Candidate]) -> list[str]:
    stands = any(offer.status is OfferStatus.OFFERED for offer in offers)
    said = []
    if not stands and gap.due_at is not None:
        later = clock(gap.due_at) if local(gap.due_at).date() == local(scene.now).date() else when(gap.due_at)
        said.append(_("goes on at {time}, when the next one can be asked", time=later))
    if waiting:
        said.append(ngettext("{n} more", "{n} more", len(waiting)))
    return said


def _ways(scene: Scene, gap: Gap, waiting: list[Candidate]) -> tuple[Row, ...]:
    at = (gap.id, gap.version)
    if gap.status is GapStatus.RUNNING:
        return ((choice(_("Stop"), StopFilling(*at)),),)
    if not gap.is_fillable or not waiting:
        return ()
    offer = ngettext("Offer it ({n} waiting)", "Offer it ({n} waiting)", len(waiting))
    ask = choice(offer, FillGap(*at), "primary")
    return ((ask, choice(_("Not now"), NotNow(*at))),) if gap.status is GapStatus.ASKED else ((ask,),)


def _name(scene: Scene, person_id: int) -> str:
    return scene.work.people.person(person_id).first_name
