"""A picture stays what it is, and with the campaign that was sent with it."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_RESTRICT = "'restrict_violation'"
_OTHER = (
    "NEW.digest <> OLD.digest OR NEW.width <> OLD.width OR NEW.height <> OLD.height"
    " OR NEW.content <> OLD.content"
)
_ON_CAMPAIGN, _SENT = "UPDATE OF picture ON campaign", "OLD.status <> 'draft'"

PICTURE_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("picture_same", "UPDATE ON picture", _OTHER, "frozen"),
        refuses("campaign_picture", _ON_CAMPAIGN, _SENT, "only_added"),
    ),
    "postgresql": (
        calls("same", "UPDATE ON picture", f"WHEN ({_OTHER}) EXECUTE FUNCTION refuse('frozen', {_RESTRICT})"),
        calls("picture", _ON_CAMPAIGN, f"WHEN ({_SENT}) EXECUTE FUNCTION refuse('only_added', {_RESTRICT})"),
    ),
}
PICTURE_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER campaign_picture",),
    "postgresql": ("DROP TRIGGER picture ON campaign",),
}
