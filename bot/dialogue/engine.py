"""The engine: from what was heard to the screen that answers it, inside one unit of work."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.dialogue import asking, cap, menu, staying
from bot.dialogue.actions import Action, BadAction, Home, unpack
from bot.dialogue.forms import Kind, check, fields_of
from bot.dialogue.heard import Event, Left, Opened, Said, SentFile, Submitted, Tapped
from bot.dialogue.routes import Command, Routes, first, theirs, tried
from bot.dialogue.screen import SILENCE, Menu, Screen, choice, lines
from bot.dialogue.turn import Studio, Turn, in_confidence
from bot.dialogue.typed import fold
from bot.dialogue.whom import settle
from bot.dialogue.words import Voice, _, known_language, speaking
from domain.base import Role
from domain.conversations.service import is_muted, talk_at
from domain.errors import NotYours, Refusal, Unreadable
from domain.notifications.history import seen
from domain.people.habits import noted
from domain.people.model import Address, Channel
from domain.people.reached import lose, regain
from domain.people.service import meet
from domain.pictures.model import Prepared
from domain.work import Work
from domain.zones import wall

A_WHILE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Answer:
    """A screen, and the address that it goes to (None for a stranger who stays one)."""

    screen: Screen
    address_id: int | None
    confidential: bool = False  # its words, or those that it answers, are kept for no longer than it takes


class Engine:
    """Knows no channel: only which ones draw forms themselves, where a stranger's first words make an
    account, and where nothing can be tapped.
    """

    def __init__(
        self,
        routes: Routes,
        studio: Studio,
        *,
        native_forms: Iterable[Channel] = (),
        open_to_all: Iterable[Channel] = (),
        by_text: Iterable[Channel] = (),
    ) -> None:
        self._routes = routes
        self._studio = studio
        self._native_forms = frozenset(native_forms)
        self._open_to_all = frozenset(open_to_all)
        self._by_text = frozenset(by_text)

    def awaits_file(self, work: Work, event: Event, now: datetime) -> bool:
        """Whether what came with an event is asked for, so that it has to be there before its turn."""
        address = work.people.heard_at(event.channel, event.sender)
        if address is None or not event.private:
            return False
        if isinstance(event.heard, Submitted):
            return self._asks_file(event.heard.data, address) is not None
        if address.asking is None or not asking.is_open(address, now):
            return False
        kinds = self._asks_file(str(address.asking["data"]), address)
        return kinds is not None and kinds[min(address.asking["field"], len(kinds) - 1)] is Kind.FILE

    def _asks_file(self, data: str, address: Address) -> list[Kind] | None:
        """The kinds of a form's fields, where it is for them and a file is among these."""
        try:
            route, model = self._routes.answers[type(unpack(data))]
        except (BadAction, KeyError):
            return None
        kinds = [each.kind for each in fields_of(model)]
        return kinds if Kind.FILE in kinds and route.allows(address.person.roles) else None

    def answer(
        self, work: Work, event: Event, now: datetime, brought: Prepared | Unreadable | None = None
    ) -> Answer:
        """Run the turn. Raises Refusal, whose answer is `refuse`, in a new unit of work."""
        if invited := self._let_in(work, event, now):
            return invited
        address = self._address(work, event, now)
        if address is None:
            return self._to_stranger(event)
        turn = self._turn(work, self._threaded(work, event, address), now, address)
        turn.replies_to, turn.brought = event.thread, brought
        with speaking(turn.voice):
            turn.take_question()
            screen = self._heard_first(turn)
            if screen is None and turn.by_text and (said := cap.unread(turn, self._routes.boards)):
                return _given(turn, said)
            screen = screen or self._screen(turn)
        # The answer speaks the language that the turn may just have chosen.
        with speaking(turn.voice):
            return _given(turn, self._finished(turn, screen))

    def refuse(self, work: Work, event: Event, refusal: Refusal, now: datetime) -> Answer:
        """Say why not, on the card that it is about as it stands now."""
        address = self._address(work, event, now)
        if address is None:
            with speaking(self._voice_of(event)):
                message = _(refusal.message).format(**refusal.facts)
                return Answer(Screen(text=message, fresh=True, private=True), None)
        turn = self._turn(work, event, now, address)
        turn.take_question()
        with speaking(turn.voice):
            message = _(refusal.message).format(**refusal.facts)
            if address.stopped_at is not None:
                return _given(turn, SILENCE)
            if isinstance(event.heard, Submitted):
                field = refusal.field or self._first_field(event.heard)
                return _given(turn, Screen(errors={field: message}))
            if refusal.field and refusal.form:
                data, values = refusal.form
                wrong = Screen(form=data, values=values, errors={refusal.field: message})
                asked = self._finished(turn, wrong)
                asking.ends_with_it(turn)
                return _given(turn, asked)
            screen = self._card_of(turn, refusal) or Screen(
                text=message, choices=((choice(_("Menu"), Home()),),), fresh=True
            )
            return _given(turn, self._finished(turn, screen.with_toast(message, alert=True)))

    def apologise(self, work: Work, event: Event, reference: str, now: datetime) -> Answer:
        """After an error of ours: nothing was changed, and here is what to quote."""
        address = work.people.heard_at(event.channel, event.sender)
        capped = event.channel in self._by_text and address is not None and not cap.spend(address, now)
        confidential = address is not None and in_confidence(event, address)
        if address is not None and (address.stopped_at is not None or capped):
            return Answer(SILENCE, address.id, confidential)
        voice = Voice(address.person.locale, address.person.zone) if address else self._voice_of(event)
        with speaking(voice):
            text = _(
                "Something went wrong on our side and nothing was changed. Please try again. "
                "If it stays so, write to us and quote {reference}.",
                reference=reference,
            )
            screen = Screen(text=text, toast=text, alert=True, fresh=True)
            return Answer(screen, address.id if address else None, confidential)

    def as_it_stands(
        self, work: Work, event: Event, screen: Screen, since: datetime, now: datetime
    ) -> Screen:
        """An answer that was made at ``since`` and is only sent now: drawn anew where what it is about has
        changed since.
        """
        address = work.people.heard_at(event.channel, event.sender)
        if address is None or screen.subject is None or screen.subject[0] not in self._routes.cards:
            return screen
        kind, subject = screen.subject
        last = work.bookings.last_change(subject)
        if last is None or last.at <= since:
            return screen
        turn = self._turn(work, event, now, address)
        with speaking(turn.voice):
            try:
                return _under_their_name(turn, self._routes.cards[kind](turn, subject))
            except Refusal:
                return screen

    def overtaken(self, event: Event, screen: Screen, later: Sequence[Screen]) -> Screen | None:
        """What is left to say of an answer that comes after later ones, where nothing that was texted can be
        changed: what became of its subject, and the law's note, without the numbers and words that those gave
        another meaning. None where that is nothing.
        """
        spoken = [each for each in later if not each.is_silent]
        if event.channel not in self._by_text or not spoken:
            return screen
        is_told = screen.subject is None or any(each.subject == screen.subject for each in spoken)
        return None if is_told and not screen.note else replace(screen, menu=Menu())

    def _turn(self, work: Work, event: Event, now: datetime, address: Address) -> Turn:
        return Turn(work, event, now, self._studio, address, by_text=event.channel in self._by_text)

    def _address(self, work: Work, event: Event, now: datetime) -> Address | None:
        address = work.people.heard_at(event.channel, event.sender)
        if address is None and event.channel in self._open_to_all and event.private:
            language = known_language(event.language or self._studio.locale)
            address = meet(
                work,
                event.channel,
                event.sender,
                lane=event.lane,
                name=event.name,
                locale=language,
                zone=self._studio.zone,
                quiet=self._studio.quiet,
                now=now,
            )
        if address is not None and not isinstance(event.heard, Left):
            regain(work, address, now=now)
        if address is not None:
            self._is_here(address, event, now)
        if address is not None and event.private and address.lane != event.lane:
            address.lane = event.lane  # the studio has another bot or number now
            work.outbox.send_by(address.id, event.lane)
        return address

    def _is_here(self, address: Address, event: Event, now: datetime) -> None:
        """Written seldom: who goes on talking is here still."""
        if comes := _is_long_since(address.heard_at, now):
            address.hours = noted(address.hours, wall(now, address.person.zone).hour)
        if comes or event.channel in self._by_text:
            address.heard_at = now

    def _heard_first(self, turn: Turn) -> Screen | None:
        match turn.event.heard:
            case Said(text) | SentFile(_, text):
                return tried(turn, self._routes.firsts, text)
        return None

    def _threaded(self, work: Work, event: Event, address: Address) -> Event:
        """In a thread where the channel has them; elsewhere, only in reply to words that we passed on."""
        if not event.thread or event.channel in self._native_forms:
            return event
        both = Role.CLIENT | Role.TRAINER
        if talk_at(work, address, event.thread) or address.person.roles & both == both:
            return event  # of one who is both, a reply that is no client's must reach no trainer of theirs
        return replace(event, thread="")

    def _voice_of(self, event: Event) -> Voice:
        return Voice(known_language(event.language or self._studio.locale), self._studio.zone)

    def _let_in(self, work: Work, event: Event, now: datetime) -> Answer | None:
        """What anybody may say, known or not: a code that makes them somebody else. A link carries it too."""
        match event.heard:
            case Said(text):
                word, _space, rest = text.strip().removeprefix("/").partition(" ")
            case Opened(payload):
                word, _dash, rest = payload.partition("-")
            case _:
                return None
        handler, rest = self._routes.strangers.get(word.casefold()), rest.strip(" .,;:!\"'“”")
        if handler is None or not event.private or not rest:
            return None
        screen = handler(work, event, rest, now)
        return Answer(screen, None) if screen else None

    def _to_stranger(self, event: Event) -> Answer:
        with speaking(self._voice_of(event)):
            if not event.private:
                text = _("I only talk one to one. Write to me here: {link}", link=self._studio.bot_link)
            else:
                text = _(
                    "I don't know you here yet. Ask the studio for an invitation, then type: join YOUR-CODE"
                )
            return Answer(Screen(text=text, toast=text, fresh=True, private=True), None)

    def _screen(self, turn: Turn) -> Screen:
        if not turn.event.private:
            return self._to_stranger(turn.event).screen
        match turn.event.heard:
            case Tapped(data):
                return asking.kept(turn, self._press(turn, data))
            case Opened(payload):
                return asking.kept(turn, self._open(turn, payload))
            case Said(text):
                return self._read(turn, text)
            case Submitted(data, values):
                return self._submit(turn, data, values)
            case SentFile() as file:
                return self._brought(turn, file) or first(turn, self._routes.files, file)
            case Left():
                lose(turn.work, turn.address, now=turn.now)
                return SILENCE

    def _press(self, turn: Turn, data: str) -> Screen:
        try:
            action = unpack(data)
        except BadAction:
            return self._lost(turn, _("That button is from an older time. Here is where we are."))
        return self._act(turn, action)

    def _act(self, turn: Turn, action: Action) -> Screen:
        route = self._routes.actions[type(action)]
        if not route.allows(turn.person.roles):
            raise NotYours
        settle(turn, action, route.who)
        return route.handler(turn, action) or SILENCE

    def _open(self, turn: Turn, payload: str) -> Screen:
        """A board by its name, or a deep link: an action that only shows runs, another becomes a button."""
        if payload in self._routes.boards:
            return first(turn, self._routes.boards[payload])
        if not payload:
            return first(turn, self._routes.boards["home"])
        try:
            action = unpack(payload)
        except BadAction:
            return self._lost(turn, _("That link is not known here any more."))
        if action.acts:
            return Screen(text=_("Tap to go on."), choices=((choice(_("Go on"), action),),))
        return self._act(turn, action)

    def _lost(self, turn: Turn, said: str) -> Screen:
        home = first(turn, self._routes.boards["home"])
        return replace(home, text=lines(said, home.text), toast=said, fresh=True)

    def _read(self, turn: Turn, text: str) -> Screen:
        """Typed words: an answer of the menu, a command, the field that is being asked, a sentence, or
        words for a human.
        """
        if (meant := menu.meant(turn)) is not None:
            return asking.kept(turn, self._act(turn, meant))
        said = self._command(turn, text)
        if said is not None:
            return asking.kept(turn, said)
        if turn.offered and (said := self._offered(turn)):
            return asking.kept(turn, said)
        to_a_human = turn.event.thread or is_muted(turn.address, turn.now)
        if not to_a_human and (form := asking.current(turn)):
            return self._field(turn, form, text)
        if not to_a_human and (stray := menu.stray_number(turn)):
            return self._fresh_list(turn, stray)
        sentences = [] if menu.answers_a_person(turn) else self._routes.sentences
        return first(turn, [*sentences, *self._routes.last_resorts], text)

    def _offered(self, turn: Turn) -> Screen | None:
        """A word that is no command was meant for what offered it; where several did, it is asked which."""
        if len(turn.offered) == 1:
            return self._act(turn, unpack(turn.offered[0]))
        return tried(turn, self._routes.boards.get("which", []))

    def _fresh_list(self, turn: Turn, said: str) -> Screen:
        if menu.is_open(turn):
            return Screen(text=said)
        shown = first(turn, self._routes.boards["list"])
        return replace(shown, text=lines(said, shown.text), brief=lines(said, shown.brief))

    def _command(self, turn: Turn, text: str) -> Screen | None:
        typed = text.strip()
        slashed = typed.startswith("/")
        words = typed.removeprefix("/").split()
        if not words or turn.event.thread:
            return None
        if not slashed and is_muted(turn.address, turn.now):
            return None  # plain words are for the human who was asked for
        spoken = [fold(words[0].split("@")[0]), *map(fold, words[1:])]
        known = self._matching(spoken)
        own = theirs(turn, known)
        for fitting in sorted(own, key=lambda command: -len(command.words)):
            rest = " ".join(words[len(fitting.words) :])
            if rest and not (fitting.takes_words or slashed):
                continue
            screen = fitting.handler(turn, rest)
            if screen is not None:
                return screen
        if slashed:
            return self._lost(turn, _why_unread(known, own, spoken[0][:32]))
        return None

    def _matching(self, spoken: list[str]) -> list[Command]:
        """The commands that these words begin with."""
        named = self._routes.commands.get(spoken[0], [])
        return [command for command in named if tuple(spoken[: len(command.words)]) == command.words]

    def _field(self, turn: Turn, form: asking.Asking, text: str) -> Screen:
        """An answer to the field that is being asked; the last one submits the form."""
        _route, model = self._routes.answers[type(unpack(form.data))]
        step = asking.take(turn, form, model, text)
        return step if step is not None else self._submit(turn, form.data, form.values)

    def _brought(self, turn: Turn, file: SentFile) -> Screen | None:
        """The answer to a field that asks for a file; None where none does."""
        form = asking.current(turn)
        if form is None or turn.brought is None:
            return None
        _route, model = self._routes.answers[type(unpack(form.data))]
        if isinstance(turn.brought, Unreadable):
            problem = _(turn.brought.message).format(**turn.brought.facts)
            return asking.again(turn, form, model, problem)
        step = asking.answer(turn, form, model, file.file)
        return step if step is not None else self._submit(turn, form.data, form.values)

    def _submit(self, turn: Turn, data: str, values: dict[str, str]) -> Screen:
        try:
            action = unpack(data)
            route, model = self._routes.answers[type(action)]
        except (BadAction, KeyError):
            return self._lost(turn, _("That form is from an older time. Here is where we are."))
        if not route.allows(turn.person.roles):
            raise NotYours
        filled, errors = check(model, values, action)
        if filled is None:
            return Screen(form=data, values=values, errors=errors)
        asking.forget(turn)
        settle(turn, action, route.who)
        return asking.hand_in(turn, route, data, values, filled) or SILENCE

    def _finished(self, turn: Turn, screen: Screen) -> Screen:
        """Ask field by field where the channel draws no forms; put the toast into words where nothing
        was pressed.
        """
        screen = _under_their_name(turn, screen)
        if screen.form:
            _route, model = self._routes.answers[type(unpack(screen.form))]
            if turn.event.channel in self._native_forms:
                labels = (screen.labels[0] or _("Send"), _("Not now"), _("Open"))
                fields = screen.fields or tuple(fields_of(model))
                screen = replace(screen, fields=fields, labels=labels)
            elif screen.choices:  # a screen of its own stands in for the form
                screen = replace(screen, form="", fields=())
            else:
                screen = asking.begin(turn, screen, model)
        if screen.toast and not turn.event.is_press and screen.toast not in screen.text:
            short = lines(screen.toast, screen.brief) if screen.brief else ""
            screen = replace(screen, text=lines(screen.toast, screen.text), brief=short)
        if not turn.by_text or screen.is_silent:
            return staying.below(turn, screen)
        if not cap.spend(turn.address, turn.now):
            return SILENCE
        return menu.lay(turn, self._introduced(turn, screen))

    def _introduced(self, turn: Turn, screen: Screen) -> Screen:
        """The first text to a phone says who writes, what it costs, and how to end it."""
        if turn.address.menu is not None or screen.is_silent:
            return screen
        note = _(
            "{studio}: texts about your bookings. Msg & data rates may apply. HELP for help, STOP to end.",
            studio=turn.studio.name,
        )
        return replace(screen, note=note)

    def _first_field(self, form: Submitted) -> str:
        """Where a form says what no single field is to blame for."""
        _route, model = self._routes.answers[type(unpack(form.data))]
        return next(iter([*model.model_fields, *form.values]), "")

    def _card_of(self, turn: Turn, refusal: Refusal) -> Screen | None:
        if refusal.subject is None:
            return None
        kind, subject = refusal.subject
        try:
            return self._routes.cards[kind](turn, subject)
        except Refusal:
            return None


def _why_unread(known: Collection[Command], own: Collection[Command], word: str) -> str:
    if not known:
        return _("I don't know /{word}.", word=word)
    return _("I can't read what comes after /{word}.", word=word) if own else _("That one is not for you.")


def _given(turn: Turn, screen: Screen) -> Answer:
    """Whoever presses or answers what they were told, or is shown what it was about, has read it."""
    event = turn.event
    pressed = event.message_id if event.is_press or isinstance(event.heard, Submitted) else event.thread
    message = (turn.address.id, pressed) if pressed else None
    seen(turn.work, turn.speaker, message=message, subject=screen.subject, now=turn.now)
    return Answer(screen, turn.address.id, turn.is_confidential())


def _under_their_name(turn: Turn, screen: Screen) -> Screen:
    """What is said while the speaker acts for another says for whom."""
    return screen if turn.person is turn.speaker else screen.of(turn.person.first_name)


def _is_long_since(heard_at: datetime | None, now: datetime) -> bool:
    return heard_at is None or not timedelta(0) <= now - heard_at < A_WHILE
