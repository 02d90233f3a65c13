"""What was found when the books were compared stays as it was found. Of the migration that brought it."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_KEPT = ("reconciliation", "money_difference")

AGREED_RULES: dict[str, Sequence[str]] = {
    "sqlite": tuple(
        refuses(f"{each}_{verb.lower()}", f"{verb} ON {each}", "", "only_added")
        for each in _KEPT
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": tuple(
        calls(
            "only_added",
            f"UPDATE OR DELETE ON {each}",
            "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
        )
        for each in _KEPT
    ),
}
