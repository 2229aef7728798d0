"""What pages say when there is nothing else to show; the rest of their own words stands in the templates."""

from adapters.pages.filters import MAX_QUERY_LENGTH

NOT_FOUND = "Not here"
NO_SUCH_PAGE = "There is no page at this address."
CANNOT = "That can't be done"
ODD_REQUEST = "That request could not be read. Open the page again, and try once more."
TOO_MANY_COOKIES = (
    "Your browser sent more with that request than is read here, and nothing was changed. Most of it is cookies: "
    "delete those of this site in your browser, then open the page again."
)
REFUSED = {
    405: ("Not that way", "This address takes no such request. Nothing was changed."),
    408: ("That took too long", "The rest of it never arrived, and nothing was changed. Try again."),
    413: ("Too much at once", "That is more than this page takes, and nothing was changed. Send less of it."),
    414: (
        "Too long an address",
        "That address is longer than any page here has. Shorten it, or start at the first page.",
    ),
    431: ("Too many cookies", TOO_MANY_COOKIES),
}
"""By status: title and text where the door refuses a request."""
WENT_WRONG = "Something went wrong here"
IN_THE_LOG = "It was not you. It is in the log, and the next try may well work."
NOT_YET = "Just starting"
COME_AGAIN = "Paperboy has only just been started. Try again in a few seconds."
TOO_FAST = "One moment"
SLOW_DOWN = "There were too many requests at once from your address: this one did nothing. Try again in a few seconds."
NOT_FROM_HERE = "That did not come from this page"
OPEN_THE_PAGE = "Nothing was changed. Open the page again, and press the button there."
FOR_MEMBERS = "For members"
FOR_WHOM = "This page is for those who are signed in."
NOT_SIGNED_IN = "Not signed in"
SESSION_ENDED = "Nothing was changed: nobody is signed in here any more."
LOAD_ANEW = "Load the page anew: it says how to sign in."
TYPE_AN_INTEREST = "Type what it is first: a topic, or author:, org:, category: or keyword: and a name."
NOTHING_TO_IMPORT = "Choose a file, or paste what is to be imported; nothing was in it."
ONE_AT_A_TIME = "You chose a file and pasted something: import one, then the other."
TYPE_A_CODE = "Type the code first: the command “link” in your other chat gives one."
IN_ALREADY = "That link was used already, or is older than ten minutes; you need none here, for you are signed in."
SIGNED_OUT = "You are signed out here."
SIGNED_OUT_EVERYWHERE = "You are signed out everywhere."
SIGNED_OUT_THERE = "That browser is signed out."
CUT = f"That was too long: only its first {MAX_QUERY_LENGTH} characters were searched."
NO_SUCH_DAY = "That is no day. Days look like 2026-08-21."
NO_PAPERS_YET = "No papers yet"
NO_CHANNELS = "The web page has no channels."
NO_MESSAGES = "The web page has no private messages."
NOT_FROM_THIS_MACHINE = "Only the person at the machine that Paperboy runs on can sign in here without a link."
NO_WAY_IN = "Nobody can sign in here yet: whoever runs Paperboy has set up no chat, and links for it come from there."
SIGN_IN_OVER = (
    "You are not signed in: that took longer than ten minutes, was begun in another browser, or was used already. "
    "Press the button again."
)


def only_the_first(listed: int) -> str:
    """Where a list of hits ends, and there are more."""
    return f"There are more, but only these {listed:,} are listed. One more word, an author or a date brings others."


def way_in(local: str, *, has_chat: bool) -> str:
    """How to sign in; ``local`` is who may do so by a press, '' where nobody may."""
    if local:
        return f"Press “Use it as {local}” above."
    return "Type /papers web in chat: it gives you a link." if has_chat else NO_WAY_IN


def nobody_can_sign_in(mode: str) -> str:
    """For the operator of a page for members without a chat."""
    return (
        f"PAPERBOY_WEB={mode}: nobody can sign in to the web page, as links for that come from a chat, and none is set "
        "up. Set up Discord or Slack (paperboy init asks for what they need); or PAPERBOY_WEB=public, for papers that "
        "everybody may read."
    )


def signed_in_as(who: str) -> str:
    """After the press of the person at this machine, on the page where they were."""
    return f"You use it as {who} now: 👍 👎 🔖 beside a paper teach your picks, which are under “My papers”."


def signed_in_at(who: str, place: str) -> str:
    """After signing in with a platform."""
    return f"You are signed in as {who} of {place}." if place else f"You are signed in as {who}."


def declined(platform: str) -> str:
    """After a no on the platform's page."""
    return f"You are not signed in, and {platform} told Paperboy nothing about you."


def not_served(platform: str, team_word: str) -> str:
    """For somebody in no server or workspace that Paperboy is in."""
    return f"Paperboy is in no {team_word} of that {platform} account. Sign in with another, or have it added there."


def no_answer(platform: str) -> str:
    """While the platform is down."""
    return (
        f"{platform} does not answer just now. Try again in a minute, or use the link that /papers web gives in chat."
    )


def set_up_wrongly(platform: str) -> str:
    """Only the operator can mend it."""
    return (
        f"Signing in with {platform} is set up wrongly here, and the log says how. "
        "Until then /papers web in chat gives you a link."
    )
