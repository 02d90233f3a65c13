"""What the studio keeps of a client beside their name: how far they are, and tags. Clients never see it."""

import re
import unicodedata
from datetime import datetime

from domain.base import Role
from domain.errors import NotYours, Refusal, Unreadable
from domain.people.model import ClientLevel, ClientTag, Level, Person, Standing
from domain.work import Work

LONGEST, MOST = 20, 10  # characters of a tag, tags of a client


class BadTag(Unreadable):
    """A tag is a word of at most 20 letters, digits and hyphens. Try: vip"""


class TooManyTags(Refusal):
    """{name} has {most} tags, which is the most. Take one away first."""


def read_tag(words: str) -> str:
    """Such as "morning-group" for "Morning group": it fits a button. Raises BadTag."""
    spread = unicodedata.normalize("NFKD", words.casefold().strip(" #.,;:!?\"'“”"))
    bare = "".join(each for each in spread if not unicodedata.combining(each))
    tag = "-".join(bare.replace("-", " ").split())
    if not re.fullmatch(rf"[a-z0-9-]{{1,{LONGEST}}}", tag):
        raise BadTag
    return tag


def may_label(work: Work, actor: Person, client: Person) -> None:
    """Admins, and whoever trains the client. Raises NotYours."""
    if actor.roles & Role.ADMIN:
        return
    trainer = work.trainers.of_person(actor.id) if actor.roles & Role.TRAINER else None
    bond = work.people.relationship(client.id, trainer.id) if trainer else None
    if bond is None or bond.standing is Standing.ENDED:
        raise NotYours


def tag(work: Work, actor: Person, client: Person, words: str, *, now: datetime) -> str:
    """Answers the tag; twice is once. Raises NotYours, BadTag, TooManyTags."""
    may_label(work, actor, client)
    name, known = read_tag(words), work.people.tags(client.id)
    if any(each.tag == name for each in known):
        return name
    if len(known) >= MOST:
        raise TooManyTags(name=client.first_name, most=MOST)
    work.add(ClientTag(person_id=client.id, tag=name, said_by=actor.id, said_at=now))
    work.flush()
    return name


def untag(work: Work, actor: Person, client: Person, words: str) -> str:
    """Raises NotYours, BadTag."""
    may_label(work, actor, client)
    name = read_tag(words)
    for each in work.people.tags(client.id):
        if each.tag == name:
            work.delete(each)
    work.flush()
    return name


def set_level(work: Work, actor: Person, client: Person, level: Level, *, now: datetime) -> Level | None:
    """The same twice takes it away. Answers what it is now. Raises NotYours."""
    may_label(work, actor, client)
    known = work.people.level(client.id)
    if known is not None and known.level is level:
        work.delete(known)
        work.flush()
        return None
    if known is None:
        work.add(ClientLevel(person_id=client.id, level=level, said_by=actor.id, said_at=now))
    else:
        known.level, known.said_by, known.said_at = level, actor.id, now
    work.flush()
    return level
