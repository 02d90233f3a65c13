"""A bare python-telegram-bot bot on its stock transport, with updates handled at once and on uvloop."""

import asyncio
from typing import Any

import uvloop
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from bench.peers.words import API, BOOKED, HELD, OFFER, TOKEN, Said


def _keyboard(said: Said) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in said[1]]
    )


async def start(update: Update, _context: Any) -> None:
    if update.message:
        await update.message.reply_html(OFFER[0], reply_markup=_keyboard(OFFER))


async def hold(update: Update, _context: Any) -> None:
    await _turn(update, HELD)


async def confirm(update: Update, _context: Any) -> None:
    await _turn(update, BOOKED)


async def _turn(update: Update, said: Said) -> None:
    if query := update.callback_query:
        await query.answer()
        await query.edit_message_text(said[0], parse_mode="HTML", reply_markup=_keyboard(said))


if __name__ == "__main__":
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    builder = Application.builder().token(TOKEN).base_url(f"{API}/bot").concurrent_updates(True)
    application = builder.build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(hold, pattern="^bt_"))
    application.add_handler(CallbackQueryHandler(confirm, pattern="^bc_"))
    application.run_polling()
