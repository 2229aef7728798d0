"""A letter as the two parts of a mail: text, and HTML that reads well without any CSS. Pure.

The links under a paper lead to one page, and differ only in the button that comes first there: in text one will do.

Every style stands at its element, since some clients drop ``<style>`` wholly; what stands there is for dark mode alone.
Classic Outlook knows neither ``max-width`` nor padding on links: the fixed table in ``<!--[if mso]>`` is for it.
"""

from html import escape
from textwrap import wrap

from adapters.email import wording
from adapters.email.letter import Letter, LetterPaper, Link

WIDTH = 72
"""Columns of the text part; links are never broken."""

_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_INK, _SOFT, _LINK, _PAPER = "#1f2328", "#59636e", "#0b5cad", "#fbfbfa"
_RULE = '<hr class="line" style="border:0;border-top:1px solid #d1d5da;margin:24px 0 16px">'
_DARK = (
    "@media (prefers-color-scheme:dark){"
    ".bg{background-color:#16181c!important}.ink{color:#e4e6ea!important}.soft{color:#a3abb5!important}"
    "a{color:#7db7f5!important}.line{border-color:#383d45!important}}"
)


def text_part(letter: Letter) -> str:
    """The letter in plain text, its links on lines of their own."""
    blocks = [_wrapped(letter.title), *map(_wrapped, letter.paragraphs)]
    for entry in letter.entries:
        blocks += _text_entry(entry)
    blocks += [_text_link(row) for row in letter.rows]
    if letter.footer:
        blocks += ["-- ", *(_text_link(link) for link in letter.footer)]
    return "\n\n".join(blocks) + "\n"


def html_part(letter: Letter) -> str:
    """The letter in HTML: no image, no script, no font from anywhere."""
    content = [f'<h1 class="ink" style="margin:0 0 12px;{_type(22, _INK)}">{escape(letter.title)}</h1>']
    content += [_paragraph(text) for text in letter.paragraphs]
    for entry in letter.entries:
        content += _html_entry(entry)
    content += [_paragraph_of(row) for row in letter.rows]
    if letter.footer:
        content += [_RULE, _foot(letter)]
    return _page(letter, "\n".join(content))


def _text_entry(entry: LetterPaper) -> list[str]:
    heading = [f"{entry.heading}\n{'-' * min(len(entry.heading), WIDTH)}"] if entry.heading else []
    lines = [_wrapped(f"{entry.number} {entry.title.text}".strip()), entry.title.url]
    lines += [_wrapped(line) for line in (entry.facts, entry.badge, entry.reason, entry.summary) if line]
    lines += [f"{wording.REACT}\n{link.url}" for link in entry.actions[-1:]]
    return [*heading, "\n".join(line for line in lines if line)]


def _text_link(link: Link) -> str:
    return f"{_wrapped(link.text)}{':' if link.url and link.text[-1:] not in ':.!?' else ''}" + (
        f"\n{link.url}" if link.url else ""
    )


def _wrapped(text: str) -> str:
    return "\n".join(wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False))


def _html_entry(entry: LetterPaper) -> list[str]:
    number = f"{entry.number} " if entry.number else ""
    heading = f'<h2 class="ink" style="margin:28px 0 0;{_type(18, _INK)}">{escape(entry.heading)}</h2>'
    linked = f'<span class="ink">{number}</span>{_html_link(entry.title)}'
    title = f'<h2 style="margin:24px 0 4px;{_type(17, _INK)}">{linked}</h2>'
    soft = [_line(text, _SOFT, "soft") for text in (entry.facts, entry.badge) if text]
    plain = [_line(text, _INK, "ink") for text in (entry.reason, entry.summary) if text]
    actions = " &nbsp;·&nbsp; ".join(
        _html_link(action, f"{action.text}: {entry.title.text}") for action in entry.actions
    )
    below = [f'<p class="soft" style="margin:6px 0 0;{_type(14, _SOFT)}">{actions}</p>'] if actions else []
    return [*([heading] if entry.heading else []), title, *soft, *plain, *below]


def _line(text: str, colour: str, name: str) -> str:
    return f'<p class="{name}" style="margin:0 0 4px;{_type(15, colour)}">{escape(text)}</p>'


def _paragraph(text: str) -> str:
    return f'<p class="ink" style="margin:0 0 12px;{_type(16, _INK)}">{escape(text)}</p>'


def _paragraph_of(link: Link) -> str:
    return f'<p class="ink" style="margin:0 0 8px;{_type(15, _INK)}">{_html_link(link)}</p>'


def _foot(letter: Letter) -> str:
    style = _type(14, _SOFT)
    return "\n".join(f'<p class="soft" style="margin:0 0 8px;{style}">{_html_link(link)}</p>' for link in letter.footer)


def _html_link(link: Link, label: str = "") -> str:
    """``label`` is what a screen reader says of the link, where its words alone do not tell."""
    if not link.url:
        return escape(link.text)
    said = f' aria-label="{escape(label)}"' if label else ""
    return f'<a href="{escape(link.url)}"{said} style="color:{_LINK}">{escape(link.text)}</a>'


def _type(size: int, colour: str) -> str:
    return f"{_FONT};font-size:{size}px;line-height:1.45;color:{colour}"


def _page(letter: Letter, content: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{escape(letter.subject)}</title>
<style>{_DARK}</style>
</head>
<body class="bg" style="margin:0;padding:0;background-color:{_PAPER}">
<div hidden style="display:none;max-height:0;overflow:hidden">{escape(letter.preheader)}</div>
<table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="{_PAPER}">
<tr><td align="center" style="padding:24px 16px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<div align="left" style="max-width:600px;text-align:left">
{content}
</div>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
"""
