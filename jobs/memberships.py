"""Between our memberships and whoever charges for them: what is wanted is told, what is so is looked at."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from domain.clock import Clock
from domain.memberships import pages, seeing
from domain.memberships.model import Membership, State
from domain.memberships.pages import Gate
from domain.memberships.ports import About, Joining, Subscriber
from domain.payments.ports import NotReached, Refused
from domain.wallets import service as wallets
from domain.wallets.ports import Keeper
from domain.work import Runner, Work
from jobs.apart import apart

Apply = Callable[[Work], None]
Asked = tuple[str, str, int, bool, bool]

log = structlog.get_logger()


class Members:
    """``reached`` is called at named points, so that a test can stop the process there."""

    def __init__(
        self,
        database: Runner,
        subscriber: Subscriber,
        keeper: Keeper,
        clock: Clock,
        public_url: str,
        reached: Callable[[str], None],
    ) -> None:
        self._database, self._subscriber, self._keeper = database, subscriber, keeper
        self._clock, self._public_url, self._reached = clock, public_url, reached

    async def open(self, token: str) -> Gate | None:
        """What a link leads to; None where it leads nowhere. What is there is looked at first. Raises
        NotReached.
        """
        looked = False
        while True:
            found = await self._database.run(partial(pages.gate, token=token, public_url=self._public_url))
            if found is not None and found.lacks_customer:
                await self.customer(found.membership.payer_id)
            elif found is not None and found.wanted is not None:
                await self._make(found.wanted, found.membership.page)
                looked = True
            elif found is not None and not looked:
                await self._look(found.membership)
                looked = True
            else:
                return found

    async def _make(self, wanted: Joining, number: int) -> None:
        self._reached("join_wanted")
        try:
            page = await self._subscriber.make_join_page(wanted)
        except Refused as refused:
            log.exception("join_page_refused", page=wanted.key)
            await self._database.run(partial(pages.see_page, token=wanted.token, number=number, page=None))
            raise NotReached(str(refused)) from refused
        self._reached("join_made")
        await self._database.run(partial(pages.see_page, token=wanted.token, number=number, page=page))

    async def _look(self, found: Membership) -> None:
        """Whoever comes back from a page is ahead of its news."""
        if found.state is State.OPEN and found.session_id is not None:
            page = await self._subscriber.look_at_join_page(found.session_id)
            await self._database.run(partial(pages.see_page, token=found.token, number=found.page, page=page))
            if page.subscription_id is not None:
                await self.refresh(found.token, page.subscription_id)
        elif found.state is State.PAST_DUE and found.subscription_id is not None:
            await self.refresh(found.token, found.subscription_id)

    async def refresh(self, token: str, subscription_id: str) -> None:
        apply = await self.news(About(token, subscription_id))
        await self._database.run(apply)

    async def news(self, about: About) -> Apply:
        """What there is to apply, once something is told to have changed: all as it stands now, so that news
        may come late, twice, and in any order.
        """
        found = []
        if about.token and about.subscription_id:
            found.append(await self._standing(about.token, about.subscription_id))
        if about.customer_id:
            found.append(await self._cards(about.customer_id))
        self._reached("membership_looked")

        def apply(work: Work) -> None:
            for each in found:
                if each is not None:
                    each(work)

        return apply

    async def _standing(self, token: str, subscription_id: str) -> Apply | None:
        look = await self._database.run(partial(seeing.take_look, token=token))
        if look is None:
            return None
        try:
            seen = await self._subscriber.standing(subscription_id)
        except Refused as refused:
            log.error("subscription_refused", subscription=subscription_id, problem=str(refused))
            return None
        return partial(seeing.see, seen=seen, look=look, now=self._clock.now()) if seen else None

    async def _cards(self, customer_id: str) -> Apply | None:
        wallet = await self._database.read(lambda work: work.wallets.by_customer(customer_id))
        if wallet is None:
            return None
        look = await self._database.run(partial(wallets.take_look, person_id=wallet.person_id))
        cards = await self._keeper.cards(customer_id)
        return partial(wallets.see, person_id=wallet.person_id, cards=cards, look=look)

    async def customer(self, person_id: int) -> str:
        """The payer's at the provider, made where there is none. Raises NotReached."""

        def opened(work: Work) -> tuple[str, str | None, str]:
            wallet = wallets.open_wallet(work, person_id)
            return wallet.token, wallet.customer_id, work.people.person(person_id).name

        token, customer_id, name = await self._database.run(opened)
        if customer_id is None:
            self._reached("customer_wanted")
            try:
                made = await self._keeper.make_customer(f"payer-{token}", name)
            except Refused as refused:
                raise NotReached(str(refused)) from refused
            self._reached("customer_made")
            wallet = await self._database.run(partial(wallets.is_made, person_id=person_id, customer_id=made))
            customer_id = wallet.customer_id or made
        return customer_id

    async def billing(self, token: str) -> str | None:
        """A page at which whose link this is sees to cards; None where it is nobody's. Raises NotReached."""
        wallet = await self._database.read(lambda work: work.wallets.by_token(token))
        if wallet is None:
            return None
        customer_id = wallet.customer_id or await self.customer(wallet.person_id)
        language = await self._database.read(lambda work: work.people.person(wallet.person_id).locale)
        back = f"{self._public_url}/billing/{token}/back"
        try:
            return await self._keeper.portal(customer_id, language, back)
        except Refused as refused:
            raise NotReached(str(refused)) from refused

    async def back_from_billing(self, token: str) -> bool:
        """Look at the cards again, ahead of their news; whether the link is anybody's. Raises NotReached."""
        wallet = await self._database.read(lambda work: work.wallets.by_token(token))
        if wallet is not None and wallet.customer_id is not None:
            await self._database.run(await self.news(About(customer_id=wallet.customer_id)))
        return wallet is not None

    async def obey(self) -> int:
        """Tell the provider what is wanted; how much that was. What it does not answer is told again, under
        the same key.
        """
        asked = await self._database.read(_to_tell)
        for token, subscription_id, number, leaves, rests in asked:
            with apart("wishes", token):
                self._reached("wish_wanted")
                try:
                    key = f"wish-{token}-{number}"
                    await self._subscriber.obey(key, subscription_id, leaves=leaves, rests=rests)
                except NotReached as away:
                    log.info("wish_postponed", membership=token, problem=str(away))
                    break
                except Refused as refused:
                    log.error("wish_refused", membership=token, problem=str(refused))
                self._reached("wish_made")
                await self._database.run(partial(seeing.is_told, token=token, number=number))
                await self.refresh(token, subscription_id)
        return len(asked)

    async def catch_up(self, since: datetime) -> int:
        """Look again at each membership of which a bill was paid since then that is not entered; how many
        those were. Raises NotReached.
        """
        paid = await self._subscriber.billed_since(since)
        missed = await self._database.read(lambda work: seeing.unknown(work, paid))
        for token, subscription_id in missed:
            with apart("memberships", token):
                await self.refresh(token, subscription_id)
        return len(missed)


def _to_tell(work: Work) -> list[Asked]:
    return [
        (each.token, each.subscription_id or "", each.asked, each.leaves, each.rests)
        for each in work.memberships.to_tell()
    ]
