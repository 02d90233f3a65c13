"""The use cases of wordings: an admin says something in the studio's own words, or in ours again."""

from collections.abc import Collection
from datetime import datetime

from domain.access import require_admin
from domain.people.model import Person
from domain.wordings.model import Medium, Wording
from domain.wordings.rules import checked
from domain.work import Work


def reword(
    work: Work,
    actor: Person,
    template: str,
    language: str,
    medium: Medium,
    words: str,
    *,
    known: Collection[str],
    now: datetime,
) -> Wording:
    """From now on said so. ``known`` are the variables that there are. Raises what `checked` does."""
    require_admin(actor)
    said = checked(words, known)
    kept = work.wordings.find(template, language, medium)
    if kept is None:
        kept = Wording(
            kind=template.partition(".")[0],
            template=template,
            language=language,
            medium=medium,
            words=said,
            made_by=actor.id,
            made_at=now,
        )
        work.add(kept)
    kept.words, kept.made_by, kept.made_at = said, actor.id, now
    work.flush()
    return kept


def restore(work: Work, actor: Person, template: str, language: str, medium: Medium) -> bool:
    """Back to ours; false where it is said so already."""
    require_admin(actor)
    kept = work.wordings.find(template, language, medium)
    if kept is None:
        return False
    work.delete(kept)
    work.flush()
    return True
