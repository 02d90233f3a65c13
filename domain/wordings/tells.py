"""What an admin is sent of a wording: a test."""

from datetime import datetime

from domain.access import require_admin
from domain.base import Role
from domain.notifications.service import tell
from domain.people.model import Person
from domain.wordings.model import Medium
from domain.work import Work


def test(work: Work, actor: Person, template: str, language: str, medium: Medium, *, now: datetime) -> bool:
    """As it would be read; false where they are reached nowhere. Raises NotYours."""
    require_admin(actor)
    data = {"template": template, "language": language, "medium": medium.value}
    key = f"wording:{template}:{language}:{medium.value}:{now:%y%m%d%H%M%S}"
    return tell(work, actor.id, Role.ADMIN, "admin_wording_test", key, due=now, data=data)
