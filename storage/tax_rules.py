"""What was sold keeps its tax, and no more of it goes back than came. Of the migration that brought tax."""

# ruff: noqa: S608 - constants only, nothing from outside

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_SOLD = ("booking", "payment")
_LEAVES = "giver_id = NEW.giver_id OR taker_id = NEW.giver_id"
_THERE = f"""(SELECT coalesce(sum(CASE WHEN taker_id = NEW.giver_id THEN tax_minor ELSE -tax_minor END), 0)
    FROM ledger_entry WHERE payment_id = NEW.payment_id AND ({_LEAVES}))"""
_MORE_THAN_CAME = f"""NEW.tax_minor > 0 AND NEW.tax_minor > {_THERE}
    AND (SELECT kind FROM ledger_account WHERE id = NEW.giver_id) NOT IN ('owed', 'rent_owed')"""
_RESTRICT = "'restrict_violation'"

TAX_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        *(
            refuses(f"{each}_tax", f"UPDATE OF tax_rate, tax_name ON {each}", "", "only_added")
            for each in _SOLD
        ),
        refuses("entry_tax", "INSERT ON ledger_entry", _MORE_THAN_CAME, "more_tax_than_came"),
    ),
    "postgresql": (
        *(
            calls(
                "tax",
                f"UPDATE OF tax_rate, tax_name ON {each}",
                f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
            )
            for each in _SOLD
        ),
        # After the rule that holds the account which gives: triggers go by their names.
        f"""CREATE FUNCTION refuse_tax() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_MORE_THAN_CAME} THEN
        RAISE EXCEPTION 'more_tax_than_came' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        calls("tax", "INSERT ON ledger_entry", "EXECUTE FUNCTION refuse_tax()"),
    ),
}
TAX_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": (*(f"DROP TRIGGER {each}_tax" for each in _SOLD), "DROP TRIGGER entry_tax"),
    "postgresql": (
        *(f"DROP TRIGGER tax ON {each}" for each in (*_SOLD, "ledger_entry")),
        "DROP FUNCTION refuse_tax()",
    ),
}
