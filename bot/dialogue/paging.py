"""The buttons between the pages of a list."""

from collections.abc import Callable

from bot.dialogue.actions import Action
from bot.dialogue.screen import Row, choice


def page_within(page: int, total: int, size: int) -> int:
    """That page, or the last one where the list has become shorter."""
    return min(page, max(0, (total - 1) // size))


def pager(page: int, total: int, size: int, action: Callable[[int], Action]) -> tuple[Row, ...]:
    """Such as "◀ 1/3" and "3/3 ▶", pages counted from 0 in ``action``; nothing where there is one page."""
    pages = -(-total // size)
    back = (choice(f"◀ {page}/{pages}", action(page - 1), word=""),) if page else ()
    on = (choice(f"{page + 2}/{pages} ▶", action(page + 1), word=""),) if page + 1 < pages else ()
    return ((*back, *on),) if back or on else ()
