"""What is given back of money that came twice stays asked for. Of the migration that brought it."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_ASKED = "difference_id, key, asked_at, asked_by"
_RESTRICT = "'restrict_violation'"

SURPLUS_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("surplus_delete", "DELETE ON surplus", "", "only_added"),
        refuses("surplus_asked", f"UPDATE OF {_ASKED} ON surplus", "", "only_added"),
    ),
    "postgresql": (
        calls(
            "only_added",
            f"DELETE OR UPDATE OF {_ASKED} ON surplus",
            f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
    ),
}
