"""What is said back to a whole sentence: a question with what may be meant, or a word of courtesy.

It imports nothing, so that the readers, which lie below all other wording, can say it.
"""

WELCOME = "You're welcome."
SORRY = "Sorry. 👎 on a paper brings less like it, “mute” and a topic leaves it out, “why” and a paper says why."
HOW_PICKED = (
    "Picks come from what you follow, like and mute, and in a channel from what everybody there likes. "
    "“why” and a paper shows each part."
)
SIGNS = (
    "▲ is how many upvotes a paper has at Hugging Face, 💬 how many comments there, ⭐ how many stars its code has; "
    "“→” says why a pick was chosen."
)
A_PICK = (
    "A pick is a paper chosen for you from the seven newest days with papers, by what you follow, like and mute; "
    "“→” says why. What stands under another heading below is no pick."
)
NEXT_PAGE = (
    "I can't tell which list you mean. Name it with its page, such as “today/2” or “search/2 AI safety”; “picks 10”"
    " shows ten picks."
)
GOODBYE = "Goodbye."
NOT_MEANT = (
    "What do you mean? Write it with the number in the list you saw last, such as “like 2”, or use other words. “undo”"
    " takes back what you said last. Nothing was changed yet."
)
WHY_NOT = "Why not what? “why” and a paper's number says why it was picked, such as “why 2”."
CANT_COMPARE = "I can't compare papers. “paper 1” shows one in full, “similar 1” what is like it."
CANT_CITE = (
    "I can't export a single paper; I export your reading list. “save 1” puts a paper on it, “saved export bibtex”"
    " makes the file, as do ris, csv and json."
)
CANT_TRANSLATE = "I can't translate; what I show stays in the words of its authors. “paper 1” shows one in full."
ON_DAYS = "Picks come on the days of the week that you choose, the same each week. Nothing was changed yet."
NOT_NOW = (
    "Posts come at the time that is set; from here none can be sent earlier. “preview” shows the next one to you alone."
)
UNSURE = "I'm not sure what you want of me. Is it one of these? Nothing was changed yet."
WHY_EMPTY = (
    "Picks are new papers that fit what you follow and like; a list ends where nothing more does. “status” says whether"
    " papers come in."
)
WHO_MANAGES = (
    "Whoever may manage a channel on this platform, or set daily picks up in it, can change them there. I give nobody"
    " more rights."
)
TIME_ZONE = (
    "Daily picks come by the time zone that is set with them. “today” is the day where you are, as far as this platform"
    " tells me."
)
COSTS_NOTHING = (
    "Using me costs you nothing, and no tokens: no chat model and no paid service answers here. Whoever runs me pays"
    " for the computer that I run on."
)
NO_PINGS = "I ping nobody: no message of mine mentions people or a whole channel."
ASK_WHO_RUNS_ME = (
    "Tell whoever runs me here: what you wrote, what I answered, and when. “status” shows what I know of what is wrong."
)
NO_ACCOUNT = (
    "You need no account and no key: I know you by this chat. For the web page, where there is one, “web” gives you a"
    " link that signs you in."
)
ONCE_A_DAY = (
    "Picks come at one time of the day. For more of them at once set another number, such as “subscribe 8”; “today” and"
    " “trending” show papers at any time."
)
SAME_PEOPLE = (
    "“paper 1” names the authors of paper 1 of the last list, and where it comes from; “papers by” or “papers from” and"
    " a name finds more of them."
)
NO_REMINDER = (
    "Shall I save it? I can't remind you of a single paper; “saved” shows your reading list at any time. Nothing was"
    " changed yet."
)
NO_HOLIDAYS = "I know no public holidays. “pause” and a date stops daily picks here until then."
WHO_MADE_ME = (
    "I am Paperboy, open-source software under the MIT licence. Whoever set me up runs me; “privacy” says what is kept"
    " about you."
)
NO_CHAT_MODEL = (
    "No chat model answers or picks anything here: I count words and compare what they mean; “why” and a paper shows"
    " each part of a score. A summary under a paper of Hugging Face was written by a model there."
)
NOT_TOLD = "I tell nobody what others follow, mute or like; who saved a paper is shown only where they chose that."
WEEKLY = "Picks come on the days that you choose, so one day makes them weekly. Nothing was changed yet."
ALL_RIGHT = "All right. Nothing was changed."
YES_TO_WHAT = "I can't tell what you say yes to. Press the button under what I asked, or write it out."
STOP = "What should stop? Nothing was changed yet."
SET_UP_HOW = "Daily picks come to the channel or conversation where they are set up. Nothing was changed yet."
TAKE_BACK = "Shall I take back what you said last? Nothing was changed yet."
HOW_MANY = "How many picks a day? “subscribe 8” sets another number. Nothing was changed yet."
HOW_SURE = "How sure must a pick be? This is set for the daily picks here. Nothing was changed yet."
INVITE = (
    "Whoever runs me adds me to a server or a workspace: “paperboy init” asks for what it takes and prints the link to"
    " open."
)
NARROWED = (
    "I can't narrow the list above. A search takes that with it, such as “search agents sort:new”, “search agents"
    " has:code” or “search agents since:june”."
)
SORTED_BY = "I can put papers in order by upvotes, by day, and by how well they fit a search; by nothing else."
ONE_BY_ONE = (
    "You say more than one thing. Press what I shall do, or write each in a line of its own. Nothing was changed yet."
)
SEVERAL_PAPERS = "You name several papers. Which one shall I show?"
GO_ON = "Shall daily picks go on here? Nothing was changed yet."
TAKE_OFF_LIST = (
    "To take a paper off your reading list, write “undo save” and its number there, its arXiv id, or words of its"
    " title."
)
MAIL = "To get picks by mail, write “email” and your address, such as “email ada@example.org”."
EXPORT = "Export what?"
POSTED = "What I posted stays in its channel. Of that day I can show you this:"

_ONLY_ENGLISH = {
    "de": "Ich verstehe nur Englisch.",
    "fr": "Je ne comprends que l'anglais.",
    "es": "Solo entiendo inglés.",
    "it": "Capisco solo l'inglese.",
    "pt": "Só entendo inglês.",
    "nl": "Ik begrijp alleen Engels.",
    "zh": "我只懂英文。",
    "ja": "英語しかわかりません。",
    "ko": "영어만 이해합니다.",
    "ru": "Я понимаю только по-английски.",
}
_TYPE = (
    "I understand English only. Type “today” for the newest papers, “search robots” to look for some, “help” for all"
    " that I can do."
)

WHEN_POSTED = "When picks come here"
POSTS = "Last and next post, and what went wrong"
BY_MAIL = "Picks by mail"
WEB_PAGE = "The web page"
ALL_KEPT = "What is kept about me"
HOW_MANY_BUTTON = "Number of picks, times, topics"
WHAT_I_CAN = "What I can do"
THREE_DAYS = "Mondays, Wednesdays, Fridays"
NEXT_POST = "The next post"
TEN_NOW = "Ten picks now"
STRICTER = "Only what is sure"
BROADER = "Also what is less sure"
MOST_UPVOTED = "Most upvoted this week"
NEWEST = "The newest day"
UNDO = "Undo"
TODAY = "Today's papers"
EVERY_WEEKDAY = "Every weekday at 09:00 here"
HOW = "Other times, topics, number of papers"
RESUME = "Resume"
END_PICKS = "End daily picks here"
PAUSE_A_WEEK = "Pause them for a week"
NO_MAIL = "No more mail"
ERASE = "Erase what is kept about me…"
KNOWN_OF_ME = "What is known of me"
ONCE_A_WEEK = "Picks here on mondays"
MY_PICKS = "My picks"
READING_LIST = "My reading list"
ALL_OF_ME = "All that is kept about me"
ALL_PAPERS = "All papers of that day"
PICKS_OF_DAY = "What I would pick for you"
WHERE_POSTS_ARE = "Where all posts can be read"


def takes_a_yes(question: str) -> bool:
    """Whether a plain yes answers it, and means the first that it offers."""
    return question.startswith(("Shall ", "Do you want to ")) or " Did you mean " in question


def only_english(language: str) -> str:
    """That only English is understood, first in the language itself, and what to type."""
    return " ".join(filter(None, (_ONLY_ENGLISH.get(language, ""), _TYPE)))


def a_day(count: int) -> str:
    return f"{count} a day here"


def mail_to(address: str) -> str:
    return f"Send picks to {address}"


def which(verb: str) -> str:
    """A reaction to “that”."""
    return (
        f"Which paper? Write “{verb}” and its number in the list you saw last, its arXiv id, its link, or words of its "
        "title; or press the button under it, where there is one. Nothing was changed yet."
    )


def only_similar(paper: str) -> str:
    return f"I can show what is like {paper}, but not only a part of that. Nothing was changed yet."


def like_it(paper: str) -> str:
    return f"Papers like {paper}"


def one_list(title: str) -> str:
    return f"{title}: I show one list at a time, so write this in a line of its own."


def not_that(paper: str) -> str:
    return f"Do you want less like {paper}, or to take back what you said last? Nothing was changed yet."


def done_with(paper: str) -> str:
    return f"I don't note what was read. What shall I do with {paper}? Nothing was changed yet."


def do_what(paper: str) -> str:
    return f"What shall I do with {paper}? Nothing was changed yet."


def show(paper: str) -> str:
    return f"Show {paper}"


def like(paper: str) -> str:
    return f"Like {paper}"


def dislike(paper: str) -> str:
    return f"Dislike {paper}"


def save(paper: str) -> str:
    return f"Save {paper}"


def remove(what: str) -> str:
    return f"Remove {what} from what? Nothing was changed yet."


def unfollow(what: str) -> str:
    return f"Unfollow {what}"


def unmute(what: str) -> str:
    return f"Unmute {what}"


def off_list(what: str) -> str:
    return f"Take {what} off my reading list"


def does(command: str, what: str) -> str:
    """What a command does, where several are told side by side."""
    return f"“{command}”: {what}."


def how(command: str) -> str:
    return f"How {command} works"


def less_of(what: str) -> str:
    return f"Shall I leave {what} out of your picks? Nothing was changed yet."


def more_of(what: str) -> str:
    return f"Do you want to follow {what}? Your picks then bring more of it. Nothing was changed yet."


def with_exception(left_out: str) -> str:
    return (
        f"I can't leave {left_out} out of one topic alone; a mute leaves it out of all your picks. "
        "Which do you want? Nothing was changed yet."
    )


def mute(what: str) -> str:
    return f"Mute {what}"


def follow(what: str) -> str:
    return f"Follow {what}"


def search(what: str) -> str:
    return f"Search for “{what}”"


def pause(until: str) -> str:
    return f"Shall daily picks pause here {until}? Nothing was changed yet."


def pause_button(until: str) -> str:
    return f"Pause {until}"


def set_picks(what: str) -> str:
    return f"Shall I set daily picks here like this: {what}? Nothing was changed yet."


SET_UP = "Yes, do that"
"""The button under ``set_picks``."""
