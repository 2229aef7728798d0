"""What people ask of Paperboy in words of their own is done or answered, and not searched for."""

import pytest

from bot.cards.one_by_one import in_one
from bot.commands import each_of, line_of, parse, understood
from bot.commands.interest_words import read_interests
from bot.commands.parsing import SAID
from bot.identity import PaperId
from bot.model import Answer, Card, PaperCard
from tests.bot.asked_back import offered_for


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("actually undo that", "undo"), ("hmm, undo that", "undo"), ("hmm, undo", "undo"),
        ("wait, what did I save?", "saved"),
        ("ok now show me my picks", "picks"), ("show me what i saved", "saved"), ("what's on my list?", "saved"),
        ("forget everything", "privacy forget"), ("forget all", "privacy forget"),
        ("forget everything you know about me", "privacy forget"),
        ("anything good this week?", "trending week"), ("what did I miss while on vacation", "trending week"),
        ("what's hot this month", "trending month"),
        ("not my thing, 3", "dislike 3"), ("meh, the second", "dislike the second"),
        ("why not 1?", "why 1"), ("why was 2 not picked?", "why 2"), ("2 3", "paper 2 3"),
        ("is 3 on arxiv?", "paper 3"), ("who's the first author of 3?", "paper 3"),
        ("what dataset does 2 use?", "paper 2"), ("dont like the third", "dislike the third"),
        ("what have i liked so far?", "profile"), ("yo what u got today", "today"), ("anything for me?", "picks"),
        ("why didn't you post today", "status"), ("how do i search by author", "help search"),
        ("explain 2 like I'm five", "paper 2"), ("are there follow-ups to 1?", "similar 1"), ("cool, and yesterday?",
         "today yesterday"), ("can I have an rss feed", "feed"), ("is there a web version", "web"),
        ("log me in", "web"),
        ("link this to my discord", "link"), ("how do I export everything", "privacy export"),
        ("who can see this", "privacy"), ("what kind of papers do you have", "status"),
        ("when was 1 published", "paper 1"), ("is 1 peer reviewed?", "paper 1"), ("where is the first one from?",
         "paper the first one"),
        ("is arxiv down?", "status"), ("what happened to yesterday's post?", "status"),
        ("what will you post tomorrow", "preview"), ("show tomorrow's post", "preview"),
        ("what is this?", "help hello"), ("can you help me find papers?", "help hello"),
        ("why did you not post today?", "status"), ("day before yesterday", 'today "day before yesterday"'),
        ("do you read all our messages?", "privacy"), ("are you listening to our channel", "privacy"),
        ("can the bot see my DMs", "privacy"), ("/paper search agents", "search agents"),
        ("why didn't I get anything yesterday", "status"), ("who can see what I muted?", "privacy"),
        ("tell me if NVIDIA publishes anything", "follow everything NVIDIA publishes"),
        ("/paperboy picks", "picks"), ("drop the last like", "undo"), ("which ones did I like?", "profile"),
        ("is it paused?", "status"), ("can you explain why you picked 1?", "why 1"), ("reset", "privacy forget"),
        ("yesterday's picks", "picks yesterday"), ("what's your privacy policy", "privacy"),
        ("who wrote it", "paper it"),
        ("who wrote this?", "paper this"), ("show me yesterday's top 3", "today yesterday"),
        ("this morning's papers", "today today"), ("how are you different from arXiv alerts?", "help hello"),
        ("find \"chain of thought\"", 'search "chain of thought"'), ("look up RAG", "search RAG"),
        ("search for tax law", "search tax law"), ("google diffusion models", "search diffusion models"),
    ],
)  # fmt: skip
def test_what_can_be_done_is_done(text: str, line: str) -> None:
    assert line_of(understood(text)) == line_of(parse(line))


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("fewer", 'subscribe count:"3"'), ("too many", 'subscribe count:"3"'),
        ("too many papers, 3 a day is enough", 'subscribe count:"3"'),
        ("send me 4 papers a day", 'subscribe count:"4"'), ("set channel to 5 papers", 'subscribe count:"5"'),
        ("send them at 8 in the morning on weekdays", 'subscribe time:"8am" days:"weekdays"'),
        ("every day at 7 in the evening", 'subscribe days:"daily" time:"7pm"'),
        ("every other day", 'subscribe days:"mon,wed,fri"'), ("twice a week", 'subscribe days:"mon,wed,fri"'),
        ("weekly summary instead of daily", 'subscribe days:"monday"'), ("snooze", "pause 7 days"),
        ("I'm back", "resume"), ("post now", "preview"), ("share 1 with @anna", "paper 1"),
        ("tell the channel about 2", "paper 2"), ("more like the first but newer", "similar the first"),
        ("less theory, more applications", "mute theory"), ("less theory, more applications", "follow applications"),
        ("more about agents, less about benchmarks", "mute benchmarks"), ("i take that back", "undo"), ("unlike it",
         "undo"), ("i never want to see blockchain again", "mute blockchain"),
        ("change the number of papers to 8", 'subscribe count:"8"'),
        ("why is this list empty?", "profile"), ("why am I seeing papers about robots?", "profile"),
        ("could you send the digest at half past 8 on mondays", 'subscribe time:"8:30" days:"mondays"'),
        ("pause it till next monday", "pause till next monday"),
        ("hide everything from ByteDance", "mute org:ByteDance"),
        ("stop recommending me diffusion stuff", "mute diffusion"),
        ("5 papers instead of 3", 'subscribe count:"5"'), ("not on weekends please", 'subscribe days:"weekdays"'),
        ("turn off weekends", 'subscribe days:"weekdays"'), ("no posts on the weekend", 'subscribe days:"weekdays"'),
        ("threads please, not one big message", 'subscribe format:"threaded"'),
        ("one message instead of threads", 'subscribe format:"compact"'),
        ("one message per paper", 'subscribe format:"cards"'), ("what's your time zone?", "settings"),
        ("notify me when a paper on tabular learning appears", "follow tabular learning"),
        ("alert me about new papers by Song Han", "follow author:Song Han"),
        ("ping us whenever something about RAG comes out", "follow RAG"),
        ("watch \"mixture of experts\"", 'follow "mixture of experts"'),
        ("notify us if anyone publishes on KV cache compression", "follow KV cache compression"),
        ("notify me by email", "help email"),
        ("use UTC", 'subscribe zone:"UTC"'), ("post only robotics here", 'subscribe topics:"robotics"'),
        ("actually don't", "undo"), ("don't save that", "undo"), ("scratch that", "undo"),
        ("skip tomorrow", "pause until the day after tomorrow"), ("export my likes as csv", "privacy export"),
        ("only agents in this channel please", 'subscribe topics:"agents"'),
        ("remind me every day at 9", 'subscribe days:"daily" time:"9"'),
        ("can you fly a kite?", "search can you fly a kite"), ("are you sure about that thing?", "help"),
        ("not that one, 3", "like 3"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_asked(text: str, offered: str) -> None:
    assert offered in offered_for(text)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("can it be in the evening instead", "settings"),
        ("what time do you post?", "status"), ("turn it off", "unsubscribe"), ("what's stored about me", "privacy"),
        ("is this thing on?", "help"), ("hiya, new here. how does this work?", "help"), ("send it to me privately",
         "privacy"), ("you already showed me this one", "picks"), ("when do the next ones come", "status"),
        ("set everything back to default", "undo"),
        ("these picks are too random", "picks"), ("sorry that was wrong, undo", "undo"),
        ("add me to the mailing list", "help email"), ("the picks are too many, make it 3", "help subscribe"),
    ],
)  # fmt: skip
def test_of_words_to_a_bot_that_are_no_known_phrase_it_is_asked_what_they_mean(text: str, offered: str) -> None:
    command = understood(text)
    assert "not sure" in command.problem
    values = [offer.value for offer in command.offers]
    assert offered in values
    assert values[-1].startswith("search ")
    assert all(not parse(value).problem for value in values)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("can you post in #ml-papers at 8", "in #ml-papers, without its name"), ("add #ml-papers", "#ml-papers"),
        ("who is admin here?", "I give nobody more rights"), ("make me admin", "I give nobody more rights"),
        ("any newer ones?", "can't narrow"), ("sort these by date", "can't narrow"),
        ("only the ones with code please", "can't narrow"), ("you're wrong", "Sorry"),
        ("set it to 6am Pacific", "can't use “Pacific”"),
        ("is this free?", "costs you nothing"), ("does it cost tokens", "costs you nothing"),
        ("what does this cost us?", "costs you nothing"), ("who pays for this", "costs you nothing"),
        ("remind me to read 2 tomorrow", "can't remind"), ("remind me about 1 next week", "can't remind"),
        ("change the time to 10", "time 10:00"), ("set the number to 5", "picks 5"),
        ("more from the same authors", "names the authors"), ("papers by this author", "names the authors"),
        ("papers from the same group", "names the authors"), ("more by them", "names the authors"),
        ("can you post twice a day?", "at one time of the day"), ("no posts on holidays", "no public holidays"),
        ("do I need an account?", "need no account"), ("can you tag people?", "ping nobody"),
        ("don't @ people", "ping nobody"), ("where can I report a bug", "Tell whoever runs me"),
        ("do you learn from my likes?", "Picks come from"), ("do you speak German?", "English only"),
        ("which languages do you understand", "English only"),
        ("who made you?", "open-source"), ("who runs this bot", "open-source"),
        ("do you use chatgpt?", "No chat model"), ("who else follows this?", "tell nobody"),
    ],
)  # fmt: skip
def test_what_nobody_can_have_is_told(text: str, told: str) -> None:
    command = understood(text)
    assert command.get("command") == SAID
    assert told in command.problem


@pytest.mark.parametrize(
    "text",
    [
        "system 2 thinking", "what is GPT 2", "type 2 diabetes", "is 1 bit enough for LLMs", "how to train on 2 images",
        "actually useful robots", "find the needle", "who likes jazz", "the first law of robotics",
        "forget all you know about attention", "so what is attention", "look up tables in transformers",
        "attention is all you need", "Too Good to be Bad", "When Visualizing is the First Step to Reasoning",
        "what do you see in this image", "how do I make my model smaller", "day and night",
        "share weights between 2 layers", "every other token", "now casting of rain", "snooze alarm detection",
    ],
)  # fmt: skip
def test_a_subject_is_still_searched_for(text: str) -> None:
    assert understood(text).name == "search"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("follow graph nets; search diffusion; picks", ["follow graph nets", "search diffusion", "picks"]),
        ("like 1 and why 2", ["like 1", "why 2"]), ("save 1 and show my list", ["save 1", "saved"]),
        ("follow robots and show me my picks", ["follow robots", "picks"]),
        ("follow web search; mute picks of locks", ["follow web search", "mute picks of locks"]),
        ("follow U.S. search engines", ["follow U.S. search engines"]),
        ("follow show and tell", ["follow show and tell"]),
        ("like Search and find: a survey", ["like Search and find: a survey"]),
    ],
)  # fmt: skip
def test_a_line_may_go_on_with_what_changes_nothing(text: str, lines: list[str]) -> None:
    assert list(map(line_of, each_of(understood(text)))) == lines


def test_the_last_list_of_a_line_is_shown_and_one_before_it_said_not_to_be() -> None:
    def of(title: str, number: str) -> Answer:
        paper = PaperCard(paper=PaperId(f"arxiv:2601.0000{number}"), title=number, url="")
        return Answer(card=Card(title=title, papers=(paper,), numbered=True))

    card = in_one([("follow", Answer(card=Card(text="Following robots."))), ("search", of("A", "1"))]).card
    assert [paper.title for paper in card.papers] == ["1"]
    assert card.numbered
    assert "Following" in card.text
    card = in_one([("search", of("A", "1")), ("picks", of("B", "2"))]).card
    assert [paper.title for paper in card.papers] == ["2"]
    assert "one list at a time" in card.text


def test_what_is_related_to_a_topic_is_of_that_topic() -> None:
    (interest,) = read_interests("anything crypto related")
    assert str(interest) == "crypto"


@pytest.mark.parametrize(
    "text",
    ["follow video generation for me and post daily at 9", "follow video generation, then post papers every monday",
     "follow video generation and notify me on slack", "follow video generation; unsubscribe"],
)  # fmt: skip
def test_what_is_to_be_done_beside_a_follow_is_no_part_of_its_topic(text: str) -> None:
    follow, *others = each_of(understood(text))
    assert [str(one) for one in read_interests(follow.get("interest"))] == ["video generation"]
    assert len(others) == 1
    assert others[0].name != "follow"


@pytest.mark.parametrize(
    "text", ["follow post training and send buffers", "mute notify and email patterns", "follow pause tokens"]
)
def test_topics_that_hold_such_words_stay_whole(text: str) -> None:
    assert len(each_of(understood(text))) == 1
