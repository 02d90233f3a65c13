"""Many who want the same."""

import asyncio

from tests.stories.people import PATIENCE, Client, Shown, data_of, eventually, times


async def one_wins(crowd: list[Client]) -> None:
    """All press the same time at once; the others are offered near ones, in the one message that they
    have.
    """
    await asyncio.gather(*(client.whispers(start="t_tom") for client in crowd))

    async def all_offered() -> list[Shown] | None:
        heard = [await client.heard() for client in crowd]
        return [messages[-1] for messages in heard] if all(heard) else None

    offered = await eventually(all_offered, patience=60)
    assert offered
    label = times(offered[0])[0]
    presses = (
        (client, each["message_id"], data_of(each, label))
        for client, each in zip(crowd, offered, strict=True)
    )
    answers = await asyncio.gather(
        *(client.forges(message_id, data, wait=PATIENCE) for client, message_id, data in presses)
    )
    assert all(answer["answered"] is not None for answer in answers)

    async def answered() -> list[list[Shown]] | None:
        heard = [await client.heard() for client in crowd]
        return heard if all(messages[-1]["revision"] > 1 for messages in heard) else None

    heard = await eventually(answered, patience=60)
    assert heard
    assert all(len(messages) == 1 and messages[0]["revision"] == 2 for messages in heard)
    winners = [message for [message] in heard if "Held for you" in message["text"]]
    others = [message for [message] in heard if "just taken" in message["text"]]
    assert (len(winners), len(others)) == (1, len(crowd) - 1)
    assert all(times(message) and label not in times(message) for message in others)
