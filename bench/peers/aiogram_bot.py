"""A bare aiogram bot. It runs on uvloop, which aiogram takes by itself where it is installed."""

from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench.peers.words import API, BOOKED, HELD, OFFER, TOKEN, Said

dispatcher = Dispatcher()


def _keyboard(said: Said) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in said[1]]
    return InlineKeyboardMarkup(inline_keyboard=rows)


@dispatcher.message(CommandStart())
async def start(message: Message) -> None:
    await message.answer(OFFER[0], reply_markup=_keyboard(OFFER))


@dispatcher.callback_query(F.data.startswith("bt_"))
async def hold(query: CallbackQuery) -> None:
    await _turn(query, HELD)


@dispatcher.callback_query(F.data.startswith("bc_"))
async def confirm(query: CallbackQuery) -> None:
    await _turn(query, BOOKED)


async def _turn(query: CallbackQuery, said: Said) -> None:
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(said[0], reply_markup=_keyboard(said))


if __name__ == "__main__":
    session = AiohttpSession(api=TelegramAPIServer.from_base(API))
    dispatcher.run_polling(Bot(TOKEN, session, DefaultBotProperties(parse_mode="HTML")))
