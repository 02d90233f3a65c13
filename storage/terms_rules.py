"""The services that a payment's credits are good for are of its terms, as triggers."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_SHOWN = """(SELECT status FROM payment WHERE id = NEW.payment_id) <> 'open'
    OR EXISTS (SELECT 1 FROM pay_page WHERE payment_id = NEW.payment_id)"""
_RESTRICT = "'restrict_violation'"

TERMS_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("payment_service_update", "UPDATE ON payment_service", "", "only_added"),
        refuses("payment_service_delete", "DELETE ON payment_service", "", "only_added"),
        refuses("payment_service_late", "INSERT ON payment_service", _SHOWN, "too_late"),
    ),
    "postgresql": (
        calls(
            "only_added",
            "UPDATE OR DELETE ON payment_service",
            f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
        f"""CREATE FUNCTION refuse_term() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_SHOWN} THEN
        RAISE EXCEPTION 'too_late' USING ERRCODE = {_RESTRICT};
    END IF;
    RETURN NEW;
END $$""",
        calls("late", "INSERT ON payment_service", "EXECUTE FUNCTION refuse_term()"),
    ),
}
TERMS_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TABLE payment_service",),
    "postgresql": ("DROP TABLE payment_service", "DROP FUNCTION refuse_term()"),
}
