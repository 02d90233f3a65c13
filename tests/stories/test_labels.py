"""What the desk says of a client by words: a level or a tag that is none is answered, and changes nothing."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.money import asks, trains


async def test_a_level_or_a_tag_that_is_none_is_said_so(studio: Studio, cast: Cast) -> None:
    await cast.client.comes_to("ana")
    await trains(studio, cast)
    who = cast.name
    await asks(
        cast, f"level {who} expert", "There is no level “expert”. There are: Beginner", "Level: not said"
    )
    await asks(cast, f"untag {who} gold", f"{who} has no #gold.", "No tags.")
    await asks(cast, "level nobody advanced", "No client is called nobody advanced. Try: level Cleo advanced")
    await asks(cast, f"tag {who} vip", "Tags: #vip")
    await asks(cast, f"untag {who} vip", "Taken away: #vip", "No tags.")
