"""Tables as a file that every spreadsheet opens."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from bot.dialogue.screen import File
from domain.money import Money

_MARK = "\ufeff"  # or a spreadsheet takes it for another alphabet
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> File:
    """Amounts are `plain`; of words, none is run as a formula by whoever opens it."""
    sheet = StringIO()
    writer = csv.writer(sheet)
    writer.writerow(columns)
    writer.writerows([_cell(each) for each in row] for row in rows)
    return File(f"{name}.csv", "text/csv", _MARK + sheet.getvalue())


def plain(amount: Money) -> Decimal:
    """Such as 360.00, without a sign of the currency."""
    return Decimal(amount.minor).scaleb(-amount.digits)


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value
