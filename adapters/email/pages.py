"""What links in mail lead to. Mail scanners follow every link, so asking for a page changes nothing; pressing does.

Nobody signs in: the token in the address is the proof, and can do what its link is for and nothing else. There are no
cookies; a form that a browser says was sent by another site's page is refused all the same: whoever forwards a mail
hands its links on.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import parse_qs

from adapters.email import wording
from adapters.email.addresses import Addresses, masked
from adapters.email.invitations import Invitations
from adapters.email.links import CONFIRM, EXPORT, FEEDBACK, LEAVE, SETTINGS, MailLinks, PaperLink
from adapters.email.readers import FOLLOW, UNFOLLOW, Readers
from bot.model import Card, File, Mailbox, Signal, is_visitor
from bot.platforms import plain_forms
from bot.ports.forms import DrawsForms, FormField, FormPage, SubmitButton
from bot.ports.http import HttpRequest, HttpResponse, Route
from bot.ports.mailboxes import Mailboxes
from bot.ports.time import Clock

Form = Mapping[str, str]
"""What was asked for: names of the address and of the form, each with its first value."""

_ONE_CLICK = "List-Unsubscribe"
"""The field of RFC 8058."""


class MailPages:
    """The routes of mail. ``serve`` must be called before they answer; until then they say to come back."""

    def __init__(
        self, mailboxes: Mailboxes, invitations: Invitations, addresses: Addresses, links: MailLinks, clock: Clock
    ) -> None:
        self._mailboxes = mailboxes
        self._invitations = invitations
        self._addresses = addresses
        self._links = links
        self._clock = clock
        self._readers: Readers | None = None
        self._forms = plain_forms()

    @property
    def routes(self) -> Sequence[Route]:
        """Each page, to look at and to press on."""
        pages = ((CONFIRM, self._confirm), (LEAVE, self._leave), (SETTINGS, self._settings), (FEEDBACK, self._paper))
        everything = Route(method="GET", path=EXPORT, answer=self._everything)
        return [everything] + [
            Route(method=method, path=path, answer=self._answering(page, pressed=method == "POST"))
            for path, page in pages
            for method in ("GET", "POST")
        ]

    def draw_forms_with(self, drawing: DrawsForms) -> None:
        """See ``bot.ports.forms.HasForms``."""
        self._forms = drawing

    def serve(self, readers: Readers) -> None:
        """Answer from now on."""
        self._readers = readers

    def _answering(
        self, page: Callable[[Form, Readers], Awaitable[FormPage]], *, pressed: bool
    ) -> Callable[[HttpRequest], Awaitable[HttpResponse]]:
        async def answer(request: HttpRequest) -> HttpResponse:
            if self._readers is None:
                return self._forms.form(request, FormPage(title=wording.NOT_YET, status=503))
            if pressed and request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
                refused = FormPage(title=wording.NOT_FROM_HERE, paragraphs=(wording.PRESS_THERE,), status=403)
                return self._forms.form(request, refused)
            sent = _pressed(request.body) if pressed else {}
            form = {**_first(request.query), _ONE_CLICK: "", "do": "", **sent}  # an address presses nothing
            return self._forms.form(request, await page(form, self._readers))

        return answer

    async def _confirm(self, form: Form, readers: Readers) -> FormPage:
        mailbox = await self._invitations.of_token(form.get("t", ""))
        if mailbox is None:
            return FormPage(title=wording.LINK_OVER, paragraphs=(wording.ASK_AGAIN,), status=410)
        if form["do"] == "no":
            await self._invitations.refuse(mailbox)
            return FormPage(title=wording.NEVER_AGAIN)
        if form["do"] == "yes" and await self._invitations.confirm(mailbox):
            *follows, mail = [card.text for card in await readers.begin(mailbox)] or [""]
            return FormPage(title=wording.CONFIRMED, paragraphs=(mail, *follows), small=wording.EVERY_MAIL_LEAVES)
        address = masked(self._addresses.open(mailbox.pending))
        return FormPage(
            title=wording.send_to(address),
            paragraphs=(
                wording.asked_by(mailbox.member),
                wording.wished(mailbox.wanted) if is_visitor(mailbox.member) else "",
                wording.IN_PLACE if is_visitor(mailbox.member) and mailbox.address else "",
                wording.ABOUT_PAPERBOY,
            ),
            presses=(SubmitButton(wording.YES, "yes", first=True), SubmitButton(wording.NOT_ME, "no")),
        )

    async def _leave(self, form: Form, readers: Readers) -> FormPage:
        """One click, as RFC 8058 has it: the press needs nothing but the address, and is answered with 200 for ever."""
        handle = self._links.read_leave(form.get("t", ""))
        if handle is None:
            return FormPage(title=wording.LINK_BROKEN, status=404)
        mailbox = await self._mailboxes.by_handle(handle)
        if mailbox is None:
            return FormPage(title=wording.LEFT)
        if form["do"] or form[_ONE_CLICK]:
            await readers.leave(mailbox)
            return FormPage(title=wording.LEFT, paragraphs=(wording.come_back(mailbox.member),))
        return FormPage(title=wording.LEAVE_ASKED, presses=(SubmitButton(wording.LEAVE, "leave", first=True),))

    async def _settings(self, form: Form, readers: Readers) -> FormPage:
        handle = self._links.read_settings(form.get("t", ""))
        mailbox = await self._of_handle(handle)
        if mailbox is None:
            return _no_settings(whole=handle is not None)
        card = await readers.change(mailbox, form)
        values = await readers.settings(mailbox)
        fields = [
            FormField(label, name, values.get(name, ""), wording.CHOICES.get(name, ()))
            for name, label in wording.FIELDS.items()
        ]
        presses = [SubmitButton(words, line, first=line == "save") for line, words in wording.PRESSES.items()]
        visitor = is_visitor(mailbox.member)
        if visitor:
            fields.append(FormField(wording.ONE_MORE, FOLLOW, ""))
            topics = await readers.followed(mailbox)
            presses += [SubmitButton(wording.NO_MORE + topic, f"{UNFOLLOW} {topic}") for topic in topics]
        return FormPage(
            title=wording.SETTINGS_TITLE,
            paragraphs=(card.text if card else "",),
            fields=fields,
            presses=presses,
            small=wording.for_whom(mailbox.member),
            link=(wording.EVERYTHING, f"{EXPORT}?t={form['t']}") if visitor else None,
        )

    async def _everything(self, request: HttpRequest) -> HttpResponse:
        handle = self._links.read_settings(_first(request.query).get("t", ""))
        mailbox = await self._of_handle(handle)
        file = await self._readers.everything(mailbox) if mailbox and self._readers else None
        if file is None:
            return self._forms.form(request, _no_settings(whole=handle is not None and mailbox is None))
        return _file_response(file)

    async def _paper(self, form: Form, readers: Readers) -> FormPage:
        link = self._links.read_paper(form.get("t", ""), self._clock.now().date())
        mailbox = await self._of_handle(link.handle if link else None)
        if link is None or mailbox is None:
            return FormPage(title=wording.LINK_OVER, paragraphs=(wording.OVER,), status=410)
        receipt = await readers.react(mailbox, link.paper, form["do"])
        why = await readers.why(mailbox, link.paper)
        return _paper_page(form, mailbox, link, receipt, why)

    async def _of_handle(self, handle: str | None) -> Mailbox | None:
        return await self._mailboxes.by_handle(handle) if handle else None


def _no_settings(*, whole: bool) -> FormPage:
    """What a link says that leads to no mailbox: of one that was signed here it is known that the mail has ended."""
    if not whole:
        return FormPage(title=wording.LINK_BROKEN, status=404)
    return FormPage(title=wording.LINK_OVER, paragraphs=(wording.ENDED,), status=410)


def _paper_page(form: Form, mailbox: Mailbox, link: PaperLink, receipt: Card | None, why: Card) -> FormPage:
    chosen = form.get("a", "")
    signals = [(signal, words) for signal, words in wording.ACTIONS.items() if signal]
    buttons = [SubmitButton(words, signal, first=signal == chosen) for signal, words in signals]
    undo = [SubmitButton(wording.UNDO, f"undo {form['do']}")] if receipt and form["do"] in set(Signal) else []
    title = why.papers[0].title if why.papers else why.title or link.paper
    return FormPage(
        title=title,
        paragraphs=(receipt.text if receipt else "", why.text),
        facts=[(row.label, row.text) for row in why.rows],
        presses=(*sorted(buttons, key=lambda press: not press.first), *undo),
        small=wording.for_whom(mailbox.member),
    )


def _file_response(file: File) -> HttpResponse:
    """A file to be kept."""
    headers = (("Content-Disposition", f'attachment; filename="{file.name}"'), ("X-Robots-Tag", "noindex"))
    return HttpResponse(body=file.content, content_type=file.media_type, headers=headers)


def _first(query: str) -> dict[str, str]:
    """The fields of a query or form; none where there are more than any of ours has."""
    try:
        return {name: values[0] for name, values in parse_qs(query, max_num_fields=20).items()}
    except ValueError:
        return {}


def _pressed(body: bytes) -> dict[str, str]:
    """A form as browsers and mail providers send it; RFC 8058 allows multipart too, whose one field is looked for."""
    if _ONE_CLICK.encode() in body:
        return {_ONE_CLICK: "One-Click"}
    try:
        return _first(body.decode())
    except ValueError:
        return {}
