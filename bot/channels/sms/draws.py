"""A screen as a text: what it says in few words, the numbered answers, then the words that work. Pure."""

from bot.channels.sms.limits import LONGEST, economical, size
from bot.dialogue.screen import Menu, Screen, lines
from bot.dialogue.typed import fold

_CONTROLS = {code: None for code in range(32) if code != 10} | dict.fromkeys(
    (*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)


def draw(screen: Screen) -> str:
    """With the menu that the turn or the notice laid. The way back to the start is left out where the text
    would need another part for it, or for the first of the spare lines that fits without it.
    """
    menu = screen.menu
    for line in screen.spare:
        for answers in (menu, menu.without_home()):
            if size(said := _text(screen, answers, line)).parts == 1:
                return said
    full = _text(screen, menu)
    if size(full).parts == 1 or not menu.home:
        return full
    brief = _text(screen, menu.without_home())
    return brief if size(brief).parts < size(full).parts else full


def _text(screen: Screen, menu: Menu, spare: str = "") -> str:
    sections = (part for section in screen.sections for part in (section.title, section.text))
    said = screen.brief or lines(screen.title, screen.text, *sections)
    answers = (f"{number} {label}" for number, label in menu.numbered)
    links = (f"{option.label}: {option.url}" for option in screen.all_choices() if option.url)
    spelled = (f"{word} = {label}" for word, label in menu.worded if _needs_a_line(word, label))
    whole = lines(said, spare, *answers, *spelled, *links, _reply(menu), screen.note)
    return economical(whole.translate(_CONTROLS))[:LONGEST]


def _needs_a_line(word: str, label: str) -> bool:
    """Such as "DROP 2 = Thu 26 Nov 18:00, Ana"."""
    return " " in word and word[-1].isdecimal() and not _says(label, word)


def _says(label: str, word: str) -> bool:
    """Whether the word alone, or the words, say what they do."""
    return len(word) > 2 and f" {fold(word)} " in f" {' '.join(fold(label).replace(',', ' ').split())} "


def _reply(menu: Menu) -> str:
    """Such as "Reply 1-3, MORE or MENU"."""
    numbers = [number for number, _label in menu.numbered]
    spoken = [f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else numbers[0]] if numbers else []
    spoken += [
        word if _says(label, word) else f"{word} = {label}"
        for word, label in menu.worded
        if not _needs_a_line(word, label)
    ]
    return menu.asks.format(words=", ".join(spoken)) if spoken else ""
