"""Whose standing slot it is, and how far it has come: asked before anything is done to it."""

from domain.access import require_either
from domain.errors import Changed
from domain.people.model import Person
from domain.standing.errors import SlotEnded
from domain.standing.model import SlotStatus
from domain.standing.ports import Series
from domain.work import Work


def of_either(work: Work, actor: Person, slot_id: int, version: int | None = None) -> Series:
    """Locked, for its client or its trainer. Raises NotYours, SlotEnded, or Changed where it is no longer of
    the version that was shown.
    """
    series = work.standing.locked(slot_id)
    require_either(actor, series.slot.client_id, series.trainer)
    if series.slot.status is SlotStatus.ENDED:
        raise SlotEnded
    if version is not None and series.slot.version != version:
        raise Changed
    return series
