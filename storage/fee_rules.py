"""What a late cancellation or move may cost, as triggers: a check sees one table only. Of a migration."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

# The price is frozen, and changes are only added: what held once holds for good.
_TOO_MUCH = """NEW.fee_minor NOT BETWEEN 1
    AND (SELECT price_minor FROM booking WHERE id = NEW.booking_id)"""

FEE_RULES: dict[str, Sequence[str]] = {
    "sqlite": (refuses("fee_insert", "INSERT ON booking_change", _TOO_MUCH, "fee_beyond_price"),),
    "postgresql": (
        f"""CREATE FUNCTION refuse_fee() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_TOO_MUCH} THEN
        RAISE EXCEPTION 'fee_beyond_price' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        calls(
            "fee",
            "INSERT ON booking_change",
            "WHEN (NEW.fee_minor IS NOT NULL) EXECUTE FUNCTION refuse_fee()",
        ),
    ),
}
FEE_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER fee_insert",),
    "postgresql": ("DROP TRIGGER fee ON booking_change", "DROP FUNCTION refuse_fee"),
}
