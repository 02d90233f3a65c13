"""Every statement about conversations: cards, relayed words, and the inbox."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.conversations.model import Card, Message
from domain.errors import NotFound


class SqlConversations:
    def __init__(self, session: Session) -> None:
        self._session = session

    def card(self, address_id: int, subject: tuple[str, int]) -> Card | None:
        return self._session.get(Card, (address_id, *subject))

    def card_at(self, address_id: int, message_id: str) -> Card | None:
        found = select(Card).where(Card.address_id == address_id, Card.message_id == message_id)
        return self._session.scalars(found.limit(1)).one_or_none()

    def message(self, message_id: int) -> Message:
        found = self._session.get(Message, message_id)
        if found is None:
            raise NotFound
        return found

    def messages(self, relationship_id: int, *, limit: int = 20) -> Sequence[Message]:
        newest = select(Message).where(Message.relationship_id == relationship_id)
        return list(self._session.scalars(newest.order_by(Message.id.desc()).limit(limit)))
