"""The use cases of talking: words between a client and a trainer, passed on by us."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.base import Role
from domain.conversations.model import Message
from domain.errors import NotYours
from domain.notifications.history import seen
from domain.notifications.service import tell
from domain.people.model import Address, Person, Relationship
from domain.trainers.model import Trainer
from domain.work import Work

MUTE = timedelta(hours=12)
A_TALK = timedelta(minutes=30)  # within which an answer rings at any hour
_NOTHING: Mapping[str, object] = {}
LONGEST = 1500  # characters that every channel carries in one message


def pass_on(
    work: Work,
    author: Person,
    relationship: Relationship,
    text: str,
    *,
    now: datetime,
    data: Mapping[str, object] = _NOTHING,
) -> bool:
    """Keep the words and have them told to the other side, with the ways that ``data`` leads to; false where
    there is nowhere to tell them.
    """
    trainer = work.trainers.trainer(relationship.trainer_id)
    if author.id not in (relationship.client_id, trainer.person_id):
        raise NotYours
    seen(work, author, subject=("thread", relationship.id), now=now)
    to_trainer = author.id == relationship.client_id
    if not to_trainer:
        listen_for(work, relationship.client_id, trainer.id)
    parts = [
        Message(relationship_id=relationship.id, author_id=author.id, text=part, at=now)
        for part in in_parts(text)
    ]
    work.add(*parts)
    work.flush()
    more: dict[str, object] = {"parts": [each.id for each in parts]} if len(parts) > 1 else {}
    return all(_tell(work, author, relationship, trainer, each, {**data, **more}, now=now) for each in parts)


def _tell(
    work: Work,
    author: Person,
    relationship: Relationship,
    trainer: Trainer,
    message: Message,
    data: Mapping[str, object],
    *,
    now: datetime,
) -> bool:
    to_trainer = author.id == relationship.client_id
    return tell(
        work,
        trainer.person_id if to_trainer else relationship.client_id,
        Role.TRAINER if to_trainer else Role.CLIENT,
        "trainer_message" if to_trainer else "client_message",
        f"message:{message.id}",
        due=now,
        subject=("thread", relationship.id),
        data={**data, "text": message.text, "message": message.id},
        urgent=_is_talking(work, author, relationship, now),
    )


def _is_talking(work: Work, author: Person, relationship: Relationship, now: datetime) -> bool:
    """Whether the other one has just written: it is no time to sleep."""
    said = work.conversations.messages(relationship.id)
    return any(each.author_id != author.id and each.at > now - A_TALK for each in said)


def talk_at(work: Work, address: Address, message_id: str) -> Relationship | None:
    """Between whom the words in a message of ours were passed on: in it alone, or in the thread under it."""
    card = work.conversations.card_at(address.id, message_id)
    if card is None or card.subject_kind not in ("thread", "message"):
        return None
    if card.subject_kind == "thread":
        return work.people.relationship_by_id(card.subject_id)
    return work.people.relationship_by_id(work.conversations.message(card.subject_id).relationship_id)


def in_parts(text: str, longest: int = LONGEST) -> list[str]:
    """Long words as several messages, parted where a line, a sentence or a word ends."""
    parts = []
    while len(text) > longest:
        ends = (text.rfind(mark, longest // 2, longest) for mark in ("\n", ". ", " "))
        end = next((end for end in ends if end > 0), longest - 1) + 1
        parts.append(text[:end].strip())
        text = text[end:]
    return [part for part in (*parts, text.strip()) if part]


def listen_for(work: Work, client_id: int, trainer_id: int) -> None:
    """What the client writes next is for this trainer, who has just told them something."""
    if place := work.people.reach(client_id, Role.CLIENT):
        address = work.people.address(place.address_id)
        address.talk = {"trainer": trainer_id}


def mute(address: Address, *, now: datetime) -> None:
    """HUMAN: for twelve hours the bot only passes words on."""
    address.muted_until = now + MUTE


def is_muted(address: Address, now: datetime) -> bool:
    return address.muted_until is not None and address.muted_until > now
