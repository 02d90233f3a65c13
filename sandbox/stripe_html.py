"""What the hosted pages are made of: one frame, escaped text, money as people read it."""

import re
from collections.abc import Iterable
from html import escape

from starlette.responses import HTMLResponse, Response

from sandbox.stripe_customers import CARDS
from sandbox.stripe_wire import JSON

# Without decimals, as Stripe has them.
_WHOLE = re.compile("bif|clp|djf|gnf|jpy|kmf|krw|mga|pyg|rwf|ugx|vnd|vuv|xaf|xof|xpf")
_NAMES = {
    "pays": "pays",
    "authenticates": "its bank wants a confirmation",
    "is disputed": "pays, and is disputed",
    "cannot be refunded": "pays, a refund comes back",
}
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'",
    "referrer-policy": "no-referrer",
}


def page(title: str, body: str, *, status: int = 200, wide: bool = False) -> Response:
    """A whole page; `title` is escaped here, `body` is HTML."""
    html = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/pay.css">
</head>
<body>
<main{' class="wide"' if wide else ""}>
<h1>{escape(title)}</h1>
{body}
<p class="soft">This is the sandbox: no card is real, and no money moves.</p>
</main>
</body>
</html>
"""
    return HTMLResponse(html, status, _HEADERS)


def money(amount: int, currency: str) -> str:
    """Minor units as people read them, such as 45.00 EUR."""
    decimals = 0 if _WHOLE.fullmatch(currency) else 2
    return f"{amount / 10**decimals:,.{decimals}f} {currency.upper()}"


def problem(words: str | None) -> str:
    return f'<p class="problem" role="alert">{escape(words)}</p>' if words else ""


def button(label: str, name: str, value: str, *, primary: bool = False) -> str:
    kind = ' class="primary"' if primary else ""
    return f'<button type="submit" name="{name}" value="{escape(value)}"{kind}>{escape(label)}</button>'


def form(*parts: str, row: bool = False) -> str:
    """Its parts are HTML already."""
    kind = ' class="row"' if row else ""
    return f'<form method="post"{kind}>{"".join(parts)}</form>'


def hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def link(label: str, url: str | None) -> str:
    return f'<p><a href="{escape(url)}">{escape(label)}</a></p>' if url else ""


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Cells are HTML already; the last column holds amounts."""

    def row(tag: str, cells: Iterable[str]) -> str:
        *first, last = cells
        return (
            "<tr>"
            + "".join(f"<{tag}>{cell}</{tag}>" for cell in first)
            + f'<{tag} class="amount">{last}</{tag}></tr>'
        )

    body = "".join(row("td", each) for each in rows)
    return f"<table><thead>{row('th', heads)}</thead><tbody>{body}</tbody></table>"


def cards(saved: Iterable[JSON] = ()) -> str:
    """A choice of those that are saved, and of test cards."""
    options = [
        f'<option value="{each["id"]}">{each["card"]["brand"]} •••• {each["card"]["last4"]}: saved</option>'
        for each in saved
    ]
    for token, (last4, fares) in CARDS.items():
        said = _NAMES.get(fares) or fares.replace("/", " ").replace("_", " ").strip()
        options.append(f'<option value="{token}">•••• {last4}: {escape(said)}</option>')
    return f'<label>Test card<select name="card">{"".join(options)}</select></label>'


def lines(items: list[JSON]) -> str:
    """What is bought."""
    rows = [
        (escape(f"{each['quantity']} × {each['description']}"), money(each["amount_total"], each["currency"]))
        for each in items
    ]
    return table(("What", "Amount"), rows) if rows else ""
