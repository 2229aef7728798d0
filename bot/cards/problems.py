"""What is said where something typed can't be read, and what to type instead.

It imports nothing, so that the readers, which lie below all other wording, can say it.
"""

from collections.abc import Sequence

DAYS_EXAMPLE = "Type weekdays, daily, or such as mon,wed,fri."
NO_DAYS = f"Which days? {DAYS_EXAMPLE}"
NO_INTEREST = "Name a topic, or an author:, org:, category: or keyword:, such as “follow author:Yann LeCun”."
ONE_AT_A_TIME = (
    "An interest is one thing, such as a topic or an organisation; papers of both together can't be asked for. Which of"
    " them?"
)
PAPER_AS_INTEREST = "That is a paper, and papers are liked: “like” and its id or link brings more of its kind."
CHAT_NAME_AS_INTEREST = "That is somebody or somewhere in this chat; follow topics, authors or organisations of papers."
TOO_LONG_TO_IMPORT = "That is too long for one import, which may have 20 million characters; split it."
EMPTY_IMPORT = "There is nothing in it."
NO_REFERENCES_GIVEN = (
    "Give arXiv links or ids, titles with a line each, or the export of a reference manager: BibTeX, RIS, CSV, XML or"
    " JSON."
)
NO_ATTACHMENTS = "Paste the text: files attached to a message are not read."
NO_REFERENCES = f"I see no reference there. {NO_REFERENCES_GIVEN}"
PACKED_IMPORT = "That is a packed archive; unpack it and import what is in it."
NO_TEXT_TO_IMPORT = f"That is no text. {NO_REFERENCES_GIVEN}"
QUOTATION_OPEN = "A quotation mark has no partner; what follows it was searched as words."
SINCE_LATER_THAN_UNTIL = "since: is later than until:, so nothing can be found."
STAR_MEANS_NOTHING = "“*” has no meaning here; beginnings of words and small typos are found anyway."
ONE_OF_SEVERAL = "You name several papers. Which one?"
SEVERAL_PAPERS = "You name several papers. Which one? (“import” and all their ids likes all of them.)"
WHICH_PAPER = (
    "Which paper? Give its number in the list you saw last, its arXiv id, its link, or words of its title;"
    " or press the button under it, where there is one."
)
NO_WORDS = "Search for what? Give words, an author, a date, or a paper's id or link."

NO_MORE_PAGES = "That list has no such page."
FIRST_PAGE = "That was the first page."
BOTH_OF_SEVERAL = (
    "Which two? The list that you saw last has another number of papers; name them, such as “like 1 and 2”."
)
WHOLE_LIST = "You have seen all of that list: nothing comes after what I showed you last."
SEARCHED_ANEW = "I searched anew for this, so it may hold other papers than the list before."
A_FEW_AT_A_TIME = "I show a few papers at a time; “more” goes on from here."
NO_COUNTRIES = (
    "No source tells me which country a paper comes from, so I can't look for that. I know the organisations of many"
    " papers by name: “papers from Tsinghua University”."
)
LIST_NOT_STORED = (
    "Which paper? I could not note down what I showed you last. Press the button under the paper, or give its arXiv id,"
    " its link, or words of its title."
)


def no_such_number(listed: int) -> str:
    """Of a number that no paper has; ``listed`` is the last number of the list."""
    if not listed:
        return "A number means a paper of the last list, and I remember none that I showed you here."
    return f"A number means a paper of the last list, and that list has {listed}."


def no_time(text: str) -> str:
    return f"“{text[:20]}” is no time of day. Type it as 09:00 or 9am."


def past_the_day(text: str) -> str:
    return f"“{text[:20]}” is past the end of the day. Times go from 00:00 to 23:59."


def no_day(text: str, nearest: str) -> str:
    hint = f"Did you mean {nearest.title()}?" if nearest else DAYS_EXAMPLE
    return f"“{text[:20]}” is no day of the week. {hint}"


def no_date(text: str, *, ahead: bool) -> str:
    """``ahead``: a day to come was asked for."""
    examples = "monday, 2 weeks, or 1 September" if ahead else "yesterday, monday, or 20 August"
    return f"“{text[:40]}” is no date I know. Type it as 2026-08-20, {examples}."


def not_in_the_future(date: str) -> str:
    return f"{date} is not in the future. Name the first day on which picks should come again."


def no_zone(text: str, nearest: str) -> str:
    hint = f" Did you mean {nearest}?" if nearest else ""
    return (
        f"I don't know the time zone “{text.strip()[:40]}”.{hint} "
        "Type a city such as Berlin, a name such as Europe/Berlin, or an offset such as UTC+5:30."
    )


def several_zones(text: str) -> str:
    return f"“{text.strip()[:40]}” can be one of several time zones. Which one?"


def no_flag(text: str) -> str:
    return f"“{text.strip()[:20]}” should be yes or no."


def no_choice(text: str, choices: str) -> str:
    return f"It can be {choices}, not “{text.strip()[:40]}”."


def no_choice_of(command: str, text: str, choices: str) -> str:
    return f"After “{command}” can stand {choices}, not “{text[:40]}”."


def no_code(text: str) -> str:
    return f"“{text[:40]}” is no code. A code that “link” gives has eight letters, such as ABCD-EFGH."


def no_count(text: str, choices: str) -> str:
    return f"“{text[:20]}” can't be the number of papers. Choose {choices}."


def too_many(count: int, what: str, most: int) -> str:
    """``what`` is in the plural."""
    return f"That is {count} {what}; choose at most {most}."


def no_paper_at(link: str) -> str:
    return f"I know no paper by the link “{link[:80]}”. Paste one to arXiv or a DOI, or type words of the title."


def no_interest(text: str) -> str:
    return f"“{text[:40]}” is nothing that a paper can be about. {NO_INTEREST}"


def of_no_subject(text: str) -> str:
    return f"“{text[:40]}” says nothing of what papers are about, and I follow and mute by that. {NO_INTEREST}"


def no_group_of_mute(group: str) -> str:
    return f"Follows can be filed under a name such as “{group[:40]}”, mutes can't. Which do you want to mute?"


def no_exception(left_out: str) -> str:
    """A follow or mute was meant for all of something but a part."""
    return f"I can't leave a part out of a topic; “mute {left_out}” leaves it out of all your picks. Which do you mean?"


def no_exception_of_topics(left_out: str) -> str:
    return f"I can't leave a part out of a topic, such as {left_out}. Name only what the picks here should be about."


def category_as_topic(category: str) -> str:
    return f"{category} is a category, not a topic: type categories:{category}."


def which_meant(text: str) -> str:
    return f"“{text[:40]}” can be read in two ways. Which do you mean?"


def interest_too_long(length: int, most: int) -> str:
    return f"That is {length} characters long; an interest has at most {most}."


def no_category(text: str) -> str:
    return f"“{text}” is no category of arXiv, bioRxiv or medRxiv. They look like cs.CL, hep-th or neuroscience."


def no_prefix(prefix: str) -> str:
    return f"There is no “{prefix[:40]}:”. What do you mean?"


def just_words(text: str) -> str:
    return f"The words “{text}”"


def missing(what: str) -> str:
    return f"This needs {what}."


def command_needs(command: str, what: str) -> str:
    return f"{command} needs {what}."


def unused(command: str, text: str) -> str:
    return f"{command} can't use “{text[:40]}”."


def no_command(word: str, nearest: str) -> str:
    hint = f" Did you mean “{nearest}”?" if nearest else ""
    return f"There is no command “{word[:40]}”.{hint}"


def meant_as(text: str, labels: Sequence[str]) -> str:
    return f"Which do you mean by “{text}”: {' or '.join(label.lower() for label in labels)}?"


def neither(text: str, labels: Sequence[str]) -> str:
    return f"“{text[:20]}” can be neither {' nor '.join(label.lower() for label in labels)}."


def set_up_there(command: str, channel: str) -> str:
    name = f"#{channel.strip('<>').partition('|')[2]}" if "|" in channel else channel
    return (
        f"Daily picks go to the channel where this is typed. Type /papers {command} in {name[:40]}, without its name."
    )


def impossible_id(text: str, stamp: str) -> str:
    """``stamp`` is what stands before the point."""
    if not "01" <= stamp[2:] <= "12":
        return f"“{text}” can't be an arXiv id: its third and fourth digits would be a month."
    return f"“{text}” can't be an arXiv id: there are five digits after the point, four before 2015."


def only_read(characters: int) -> str:
    return f"Only the first {characters} characters were read."


FILTER_HINTS = {
    "author": "A name follows author:, as in author:Han.",
    "org": "A name follows org:, as in org:Google.",
    "category": "A category follows category:, as in category:cs.CL.",
    "since": "A day follows since:, as in since:2026-08-01.",
    "until": "A day follows until:, as in until:2026-08-31.",
    "upvotes": "A number follows upvotes:, as in upvotes:20.",
    "has": "Only has:code is known.",
    "sort": "Orders are sort:new, sort:top and sort:relevance.",
}
"""What to type with each filter."""


def no_filter(text: str, name: str | None, meant: str = "") -> str:
    """``name`` is the filter's where it is one, with a value that makes no sense; ``meant`` is one like it."""
    if meant:
        return f"“{text}” is no filter, so it was searched as words. Did you mean {meant}?"
    if name is None:
        known = "author:, org:, category:, since:, until:, upvotes:, has:code and sort:"
        return f"“{text}” is no filter, so it was searched as words. Filters are {known}."
    return " ".join(filter(None, (f"“{text}” was searched as words.", FILTER_HINTS.get(name, ""))))


def no_operator(word: str) -> str:
    return f"All words are looked for together; “{word}” was searched as a word."


def no_address(text: str) -> str:
    return f"“{text.strip()[:60]}” is no mail address that I can use. Type one such as ada@example.org."
