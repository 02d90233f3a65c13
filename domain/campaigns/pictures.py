"""A campaign's picture, put on and taken away while it is a draft."""

from datetime import datetime

from domain.campaigns.captions import require_room
from domain.campaigns.model import Campaign
from domain.campaigns.sequence import edited
from domain.campaigns.service import draft_of
from domain.people.model import Person
from domain.pictures.model import Prepared
from domain.work import Work


def put_on(work: Work, actor: Person, campaign_id: int, picture: Prepared, *, now: datetime) -> Campaign:
    """In place of the one it has. Raises NotADraft, TooLongForAPicture."""
    draft = draft_of(work, actor, campaign_id)
    work.pictures.add(picture, now=now)
    draft.picture = picture.digest
    require_room(draft)
    edited(work, draft)
    return draft


def take_off(work: Work, actor: Person, campaign_id: int) -> Campaign:
    """Raises NotADraft."""
    draft = draft_of(work, actor, campaign_id)
    if draft.picture is not None:
        draft.picture = None
        edited(work, draft)
    return draft
