"""What the links of a mail do, each in a transaction of its own."""

from domain.clock import Clock
from domain.errors import NotFound
from domain.mailboxes.service import leave, mailbox_at, prove_by_link
from domain.work import Runner, Work


class Postman:
    """Implements ``bot.mail_page.Links``."""

    def __init__(self, database: Runner, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def may_prove(self, token: str) -> bool:
        now = self._clock.now()
        return await self._database.run(lambda work: work.mailboxes.by_proof(token, now) is not None)

    async def prove(self, token: str) -> bool:
        now = self._clock.now()
        return await self._database.run(lambda work: prove_by_link(work, token, now=now) is not None)

    async def may_leave(self, token: str) -> bool:
        return await self._database.run(lambda work: _is_known(work, token))

    async def leave(self, token: str, shown: str, said: str) -> bool:
        now = self._clock.now()

        def left(work: Work) -> bool:
            if _is_known(work, token):
                leave(work, token, said=said, shown=shown, now=now)
                return True
            return False

        return await self._database.run(left)


def _is_known(work: Work, token: str) -> bool:
    try:
        return mailbox_at(work, token).id > 0
    except NotFound:
        return False
