"""A digest at hand-off: everything once, whatever dies in between."""

from datetime import datetime
from typing import Any

import pytest

from bot.dialogue.channel import NotSent
from bot.dialogue.screen import Screen
from domain.base import Role
from domain.notifications.habits import Mode
from domain.notifications.kinds import Group
from domain.notifications.model import Notification
from domain.notifications.preferences import choose
from domain.notifications.service import tell
from domain.people.model import Address, Channel
from domain.wordings.rules import NoValue
from domain.work import Work
from jobs.attempts import MOST
from jobs.letters import AT_MOST
from tests.jobs.post import LANE, Post
from tests.jobs.post import draw as plain

DIGEST = "client_digest:{}:2611201800"
AT_SIX = {"hours": 6}


def daily(work: Work, address: Address) -> None:
    choose(work, address.person, Group.MONEY, Mode.DAILY)


async def told(post: Post, address: int, *keys: str, kind: str = "client_credits", **how: Any) -> None:
    def unit(work: Work, where: Address) -> None:
        for key in keys:
            tell(work, where.person_id, Role.CLIENT, kind, key, due=post.clock.at, **how)

    await post.heard(address, unit)


async def cleo_with(post: Post, *keys: str) -> int:
    cleo = await post.address()
    await post.heard(cleo, daily)
    await told(post, cleo, *keys)
    return cleo


def has_another(work: Work, address: Address) -> None:
    work.add(Address(person=address.person, channel=Channel.TELEGRAM, external_id="1002", lane=LANE))


async def test_several_are_one_message_and_one_is_its_own(post: Post) -> None:
    cleo = await cleo_with(post, "a", "b")
    tom = await post.address("Tom", "1002")
    await post.heard(tom, daily)
    await told(post, tom, "alone")
    dispatcher = post.dispatcher()
    await dispatcher.drain()
    assert post.chat.told == []
    post.clock.advance(**AT_SIX)
    await dispatcher.drain()
    await dispatcher.drain()
    assert len(post.chat.texts) == 2
    assert DIGEST.format(cleo) in post.chat.texts
    assert any(text.startswith("alone:") for text in post.chat.texts)
    assert set((await post.states()).values()) == {"sent"}


async def test_what_is_no_longer_true_is_not_in_it_and_what_breaks_goes_its_own_way(post: Post) -> None:
    await cleo_with(post, "a", "gone", "broken")

    def draw(work: Work, row: Notification, address: Address, now: datetime) -> Screen | None:
        name = row.key.partition(":")[0]
        if name == "gone":
            return None
        if name == "broken":
            raise ZeroDivisionError
        return plain(work, row, address, now)

    post.clock.advance(**AT_SIX)
    await post.dispatcher(drawn_by=draw).drain()
    assert [text.partition(":")[0] for text in post.chat.texts] == ["a"]
    states = {key.partition(":")[0]: state for key, state in (await post.states()).items()}
    assert states == {"a": "sent", "gone": "suppressed", "broken": "pending", "client_digest": "sent"}
    await post.waits_are_over()
    await post.dispatcher().drain()
    assert len(post.chat.texts) == 2


async def test_a_refusal_tells_each_elsewhere_together(post: Post) -> None:
    cleo = await cleo_with(post, "a", "b")
    await post.heard(cleo, has_another)
    post.clock.advance(**AT_SIX)
    post.chat.trouble.append(NotSent("gone", permanent=True, gone=True))
    await post.dispatcher().drain()
    assert [place for place, _text in post.chat.told] == ["1002"]
    states = await post.states()
    assert sorted(states.values()) == ["failed"] * 3 + ["sent"] * 3


@pytest.mark.parametrize("dies", ["before_hand_off", "after_hand_off"])
async def test_a_sender_that_dies_loses_none_and_says_none_twice_alone(post: Post, dies: str) -> None:
    """Its claim is in doubt: the digest is sent once more, as any message is, and nothing besides."""

    class Dead(BaseException):
        pass

    def reached(point: str) -> None:
        if point == dies:
            raise Dead

    cleo = await cleo_with(post, "a", "b")
    post.clock.advance(**AT_SIX)
    with pytest.raises(Dead):
        await post.dispatcher("dead", reached=reached).drain()
    await post.lease_lapses()
    there = post.dispatcher("there")
    await there.drain()
    await there.drain()
    assert post.chat.texts == [DIGEST.format(cleo)] * (1 if dies == "before_hand_off" else 2)
    assert set((await post.states()).values()) == {"sent"}


async def test_two_doubts_end_it_with_all_that_it_held(post: Post) -> None:
    await cleo_with(post, "a", "b")
    post.clock.advance(**AT_SIX)
    post.chat.trouble += [NotSent("lost", certain=False)] * 2
    for _ in range(2):
        await post.dispatcher().drain()
        await post.waits_are_over()
    assert set((await post.states()).values()) == {"unknown"}


async def test_a_wait_of_the_provider_keeps_it_whole(post: Post) -> None:
    cleo = await cleo_with(post, "a", "b")
    post.clock.advance(**AT_SIX)
    post.chat.trouble.append(NotSent("slow down", retry_after=1))
    await post.dispatcher().drain()
    await told(post, cleo, "c", urgent=True)
    await post.waits_are_over()
    await post.dispatcher().drain()
    assert sorted(text.partition(":")[0] for text in post.chat.texts) == ["c", "client_digest"]
    assert set((await post.states()).values()) == {"sent"}


async def test_what_lacks_a_value_is_given_up_apart_and_told_to_admins(post: Post) -> None:
    ada = await post.address("Ada", "9")
    await post.heard(ada, lambda work, address: setattr(address.person, "roles", Role.ADMIN))
    await cleo_with(post, "a", "nameless", "b")

    def draw(work: Work, row: Notification, address: Address, now: datetime) -> Screen | None:
        if row.key.startswith("nameless"):
            raise NoValue("you")
        return plain(work, row, address, now)

    post.clock.advance(**AT_SIX)
    dispatcher = post.dispatcher(drawn_by=draw)
    await dispatcher.drain()
    await dispatcher.drain()
    assert [place for place, _text in post.chat.told] == ["1001", "9"]
    again = "client_credits", "no value: you", post.clock.at
    assert await post.database.run(lambda work: work.outbox.revive(*again)) == 1
    await post.dispatcher().drain()
    assert post.chat.texts[-1].startswith("nameless:")
    assert set((await post.states()).values()) == {"sent"}


async def test_a_digest_that_was_given_up_comes_in_its_parts_when_it_is_tried_again(post: Post) -> None:
    await cleo_with(post, "a", "b")
    post.clock.advance(**AT_SIX)
    await post.sql("UPDATE notification SET attempts = :most WHERE kind = 'client_digest'", most=MOST)
    post.chat.trouble.append(NotSent("away", certain=True))
    await post.dispatcher().drain()
    assert set((await post.states()).values()) == {"dead"}
    again = "client_digest", "away", post.clock.at
    assert await post.database.run(lambda work: work.outbox.revive(*again)) == 1
    await post.waits_are_over()
    await post.dispatcher().drain()
    assert sorted(text.partition(":")[0] for text in post.chat.texts) == ["a", "b"]


async def test_one_of_very_many_goes_within_its_lease(post: Post) -> None:
    """What would take longer to draw than a claim lasts would be begun again for ever, in front of all."""
    cleo = await cleo_with(post, *(f"each{n}" for n in range(AT_MOST + 5)))
    drawn: list[dict[str, Any]] = []

    def draw(work: Work, row: Notification, address: Address, now: datetime) -> Screen | None:
        drawn.append(row.data)
        return plain(work, row, address, now)

    post.clock.advance(**AT_SIX)
    await post.dispatcher(drawn_by=draw).drain()
    assert len(drawn) == AT_MOST + 1
    assert (len(drawn[-1]["rows"]), drawn[-1]["more"]) == (AT_MOST, 5)
    assert post.chat.texts == [DIGEST.format(cleo)]
    assert set((await post.states()).values()) == {"sent"}
