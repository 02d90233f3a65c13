"""What was promised by a code stays so, and is had once, as triggers. Of the migration that brought them."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_RESTRICT = "'restrict_violation'"
_GIFT = "word, package_id, trainer_id, name, sessions, days, price_minor, currency, payment_id, made_by"
_AGAIN = "OLD.redeemed_by IS NOT NULL"
_TOO_MANY = "NEW.number > (SELECT coalesce(most, NEW.number) FROM promo WHERE id = NEW.promo_id)"

_NOT_DROPPED = "(SELECT status FROM payment WHERE id = OLD.payment_id) <> 'dropped'"

CODE_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("gift_terms", f"UPDATE OF {_GIFT} ON gift", "", "only_added"),
        refuses("gift_again", "UPDATE OF redeemed_by, lot_id ON gift", _AGAIN, "redeemed"),
        refuses("gift_delete", "DELETE ON gift", "", "only_added"),
        refuses("promo_use_update", "UPDATE ON promo_use", "", "only_added"),
        refuses("promo_use_delete", "DELETE ON promo_use", "", "only_added"),
        refuses("promo_use_more", "INSERT ON promo_use", _TOO_MANY, "used_up"),
    ),
    "postgresql": (
        calls(
            "only_added",
            f"DELETE OR UPDATE OF {_GIFT} ON gift",
            f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
        calls(
            "again",
            "UPDATE OF redeemed_by, lot_id ON gift",
            f"WHEN ({_AGAIN}) EXECUTE FUNCTION refuse('redeemed', {_RESTRICT})",
        ),
        calls(
            "only_added",
            "DELETE OR UPDATE ON promo_use",
            f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
        f"""CREATE FUNCTION refuse_use() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_TOO_MANY} THEN
        RAISE EXCEPTION 'used_up' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        calls("used_up", "INSERT ON promo_use", "EXECUTE FUNCTION refuse_use()"),
    ),
}
# Of a later migration: a use goes with a payment that is dropped.
USE_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER promo_use_delete",
        refuses("promo_use_delete", "DELETE ON promo_use", _NOT_DROPPED, "only_added"),
    ),
    "postgresql": (
        "DROP TRIGGER only_added ON promo_use",
        calls("only_added", "UPDATE ON promo_use", f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})"),
        f"""CREATE FUNCTION refuse_unuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_NOT_DROPPED} THEN
        RAISE EXCEPTION 'only_added' USING ERRCODE = {_RESTRICT};
    END IF;
    RETURN OLD;
END $$""",
        calls("kept", "DELETE ON promo_use", "EXECUTE FUNCTION refuse_unuse()"),
    ),
}
USE_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER promo_use_delete",
        refuses("promo_use_delete", "DELETE ON promo_use", "", "only_added"),
    ),
    "postgresql": (
        "DROP TRIGGER kept ON promo_use",
        "DROP FUNCTION refuse_unuse",
        "DROP TRIGGER only_added ON promo_use",
        calls(
            "only_added",
            "DELETE OR UPDATE ON promo_use",
            f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
    ),
}
