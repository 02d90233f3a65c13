from sqlalchemy import literal, select

from storage.database import connect
from storage.dialects import COMPILED, Sqlite
from storage.work import SqlWork


async def test_what_one_engine_compiled_every_other_runs(migrated_url: str) -> None:
    statement = select(literal(1).label(f"of_{migrated_url.partition(':')[0]}"))

    def unit(work: SqlWork) -> int:
        found: int = work.session.scalars(statement).one()
        return found

    compiled = COMPILED["compiled_cache"]
    before, first = len(compiled), connect(migrated_url)
    assert await first.run(unit) == 1
    await first.close()
    assert len(compiled) == before + 1
    second = connect(migrated_url)
    assert (await second.run(unit), await second.read(unit)) == (1, 1)
    await second.close()
    assert len(compiled) == before + 1


def test_what_was_compiled_for_another_version_is_compiled_anew() -> None:
    one, same, newer = Sqlite(), Sqlite(), Sqlite()
    newer.server_version_info = (99, 0)
    assert len({one, same, newer}) == 2
