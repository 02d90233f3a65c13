"""Nothing but its code goes to an address that is not proven, as triggers."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_UNPROVEN = "NEW.kind <> 'mail_code' AND (SELECT unproven FROM address WHERE id = NEW.address_id)"
_MOMENT = "UPDATE OF address_id, kind ON notification"
_REFUSE = f"""CREATE FUNCTION refuse_unproven() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_UNPROVEN} THEN
        RAISE EXCEPTION 'not_proven' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$"""

MAIL_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("unproven_insert", "INSERT ON notification", _UNPROVEN, "not_proven"),
        refuses("unproven_update", _MOMENT, _UNPROVEN, "not_proven"),
    ),
    "postgresql": (
        _REFUSE,
        calls("unproven", f"INSERT OR {_MOMENT}", "EXECUTE FUNCTION refuse_unproven()"),
    ),
}
MAIL_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER unproven_insert", "DROP TRIGGER unproven_update"),
    "postgresql": ("DROP TRIGGER unproven ON notification", "DROP FUNCTION refuse_unproven"),
}
