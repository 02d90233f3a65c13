"""What is said unasked about standing slots: one message for all their dates."""

from dataclasses import replace
from datetime import datetime

from bot.dialogue.screen import Choice, Screen, choice, lines
from bot.dialogue.words import N_, _, day, money, voice
from bot.notices.registry import Notice, notice
from bot.standing.card import slot_card
from bot.standing.views import AskOther, OpenSlot
from bot.standing.words import slot_time, why
from domain.standing.look import Clash
from domain.standing.model import SlotStatus
from domain.standing.ports import Series
from domain.zones import wall

_SAID = {
    "made": N_("{name} booked this time for you, week by week."),
    "approved": N_("{name} approved all dates."),
    "declined": N_("{name} can't take this time every week."),
    "lapsed": N_("{name} did not answer in time, so nothing is booked."),
    "paused": N_("{name} paused this time."),
    "resumed": N_("{name} resumed this time."),
    "moved": N_("{name} moved all dates."),
    "filled": N_("{name} found another time for a date that was left out."),
    "ended": N_("{name} ended this weekly time."),
}


@notice("client_standing")
def told(told_of: Notice) -> Screen:
    """The card as it now stands, sent anew so that the phone rings."""
    series = told_of.work.standing.series(told_of.subject_id)
    data = told_of.notification.data
    became = data["said"]
    if became == "price":
        since, price = day(datetime.fromisoformat(data["since"])), money(series.slot.price)
        said = _("From {day} on, each date costs {price}.", day=since, price=price)
    else:
        said = _(_SAID[became], name=series.trainer.name)
    quoted = f"“{data['reason']}”" if data.get("reason") else ""
    card = slot_card(told_of, series)
    brief = lines(said, quoted, card.brief) if card.brief else ""
    return replace(card, text=lines(said, quoted, card.text), brief=brief, fresh=True)


@notice("trainer_standing")
def trainers_card(told_of: Notice) -> Screen:
    """Edited silently, or posted anew where it asks."""
    series = told_of.work.standing.series(told_of.subject_id)
    card = slot_card(told_of, series)
    asks = series.slot.status is SlotStatus.ASKED
    title = _("Weekly request from {name}", name=series.client.name) if asks else card.title
    text = lines(slot_time(told_of, series), card.text) if asks else card.text
    return replace(card, title=title, text=text, fresh=bool(told_of.notification.data.get("ping")))


@notice("client_standing_off")
def left_out(told_of: Notice) -> Screen | None:
    """Dates that could not be booked when their turn came, each with the way to another time."""
    return _left_out(told_of, own=True)


@notice("trainer_standing_off")
def left_out_at_the_desk(told_of: Notice) -> Screen | None:
    return _left_out(told_of, own=False)


def _left_out(told_of: Notice, *, own: bool) -> Screen | None:
    series = told_of.work.standing.series(told_of.subject_id)
    if series.slot.status is SlotStatus.ENDED:
        return None
    dates = [
        (datetime.fromisoformat(starts), Clash(clash)) for starts, clash in told_of.notification.data["dates"]
    ]
    client = None if own else series.client
    said = [
        _("{day} is left out: {why}.", day=day(starts), why=why(clash, series.trainer, client))
        for starts, clash in dates
    ]
    time = slot_time(told_of, series)
    return Screen(
        title=time if own else _("{name}: {what}", name=series.client.name, what=time),
        text=lines(*said, "" if voice().terse else _("All other dates stay as they are.")),
        choices=(tuple(_ways(series, [starts for starts, _clash in dates])),),
        fresh=True,
    )


def _ways(series: Series, dates: list[datetime]) -> list[Choice]:
    others = [
        choice(
            _("Another time")
            if len(dates) == 1 or voice().terse
            else _("{day}: another time", day=day(starts)),
            AskOther(series.slot.id, wall(starts, series.slot.zone).date()),
        )
        for starts in dates[:3]
    ]
    return [*others, choice(_("All dates"), OpenSlot(series.slot.id))]
