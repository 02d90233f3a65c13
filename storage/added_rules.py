"""Tables whose rows are only added: neither changed nor deleted, whoever tries."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses


def only_added(*tables: str) -> dict[str, Sequence[str]]:
    """The triggers, by the database's name."""
    return {
        "sqlite": tuple(
            refuses(f"{each}_{verb.lower()}", f"{verb} ON {each}", "", "only_added")
            for each in tables
            for verb in ("UPDATE", "DELETE")
        ),
        "postgresql": tuple(
            calls(
                "only_added",
                f"UPDATE OR DELETE ON {each}",
                "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
            )
            for each in tables
        ),
    }
