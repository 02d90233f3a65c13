"""The use cases of saved choices of people. A campaign has a copy: what becomes of these changes none."""

from datetime import datetime

from domain.access import require_admin
from domain.campaigns.model import SavedSegment
from domain.errors import Refusal
from domain.people.model import Person
from domain.work import Work


class NameTaken(Refusal):
    """There are people saved as “{name}” already. Take another name."""

    field = "name"


def save(work: Work, actor: Person, campaign_id: int, name: str, *, now: datetime) -> SavedSegment:
    """Keep whom it is for under a name; one of that name is replaced."""
    require_admin(actor)
    kept = work.campaigns.campaign(campaign_id).segment
    known = next((each for each in work.campaigns.segments() if each.name == name), None)
    if known:
        known.segment = kept
        return known
    saved = SavedSegment(name=name, segment=kept, made_by=actor.id, made_at=now)
    work.add(saved)
    work.flush()
    return saved


def rename(work: Work, actor: Person, segment_id: int, name: str) -> SavedSegment:
    """Raises NotFound, NameTaken."""
    require_admin(actor)
    saved = work.campaigns.segment(segment_id)
    if any(each.name == name and each.id != saved.id for each in work.campaigns.segments()):
        raise NameTaken(name=name)
    saved.name = name
    work.flush()
    return saved


def delete(work: Work, actor: Person, segment_id: int) -> None:
    """Raises NotFound."""
    require_admin(actor)
    work.delete(work.campaigns.segment(segment_id))
    work.flush()
