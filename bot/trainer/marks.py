"""A list of sessions to settle, as it was shown."""

import zlib

from domain.bookings.ports import Sheet


def name_of(sheet: Sheet) -> str:
    """The booking, and the version that was shown."""
    return f"b{sheet.booking.id}-{sheet.booking.version}"


def seen(sheets: list[Sheet]) -> int:
    """A number for the list: bookings, versions and order."""
    return zlib.crc32(",".join(map(name_of, sheets)).encode()) >> 1  # an action's numbers have 31 bits
