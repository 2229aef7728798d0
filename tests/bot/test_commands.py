"""The command table and its parser: nothing a person types breaks it, and what is written can be read back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import BY_NAME, COMMANDS, Argument, commanded, each_of, forms, line_of, parse, problems, understood
from bot.commands.arguments import CATEGORIES, COUNT, EMPTY, EXPORT, FORMAT, INTEREST, PAPER, PERIOD, QUERY, TOPICS
from bot.commands.dates import read_date
from bot.commands.interest_words import read_interests
from bot.commands.sentences import sentence
from bot.commands.talking import is_talk
from bot.commands.values import read_interest
from bot.errors import BadQuery, Unclear
from bot.identity import parse_paper_id
from bot.model import Command, InterestKind


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_every_command_teaches(spec):
    assert 0 < len(spec.help) <= 100, "Discord shows at most 100 characters"
    assert spec.examples
    for example in spec.examples:
        command = parse(example)
        assert command.name == spec.name
        assert not command.problem


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_every_example_survives_writing_and_reading(spec):
    for example in spec.examples:
        command = parse(example)
        assert parse(line_of(command)) == command


@given(st.text())
def test_no_text_breaks_the_parser(text):
    assert parse(text).name in BY_NAME


@given(st.sampled_from(COMMANDS), st.text())
def test_no_arguments_break_the_parser(spec, text):
    command = parse(f"{spec.name} {text}")
    assert command.name in BY_NAME
    assert command.name == spec.name or command.problem or sentence(f"{spec.name} {text}"), "link 2: that of a paper"


_words = st.text(st.characters(whitelist_categories=("Ll", "Lo", "Nd")), min_size=1).filter(lambda w: w != "as")


@given(st.lists(_words, min_size=1), st.integers(1, 99))
def test_a_page_of_a_search_is_a_line_too(words, page):
    command = Command(name="search", arguments=(("query", " ".join(words)),), page=page)
    assert parse(line_of(command)) == command


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        (
            "subscribe 09:00 weekdays Europe/Berlin 3",
            {"time": "09:00", "days": "weekdays", "zone": "Europe/Berlin", "count": "3"},
        ),
        ("subscribe mon-fri berlin compact", {"days": "mon-fri", "zone": "berlin", "format": "compact"}),
        ("subscribe count 3 time 9am", {"time": "9am", "count": "3"}),
        ("subscribe topics:“graph learning, agents” Cards", {"topics": "graph learning, agents", "format": "cards"}),
        ("follow “retrieval” as work", {"interest": "“retrieval”", "group": "work"}),
        ("follow attention as memory as reading", {"interest": "attention as memory", "group": "reading"}),
        ("follow LLM as a judge", {"interest": "LLM as a judge"}),
        ('follow "LLM as judge"', {"interest": '"LLM as judge"'}),
        ("pause until 2026-09-01", {"until": "2026-09-01"}),
        ("pause 3 days", {"until": "3 days"}),
        ("subscribe 9 am new york", {"time": "9 am", "zone": "new york"}),
        ("subscribe mon, wed and fri 9.30pm India", {"days": "mon, wed and fri", "time": "9.30pm", "zone": "India"}),
        ("subscribe UTC+5:30 noon", {"zone": "UTC+5:30", "time": "noon"}),
        (
            "subscribe send me papers every weekday at 8:30 berlin time please",
            {"days": "every weekday", "time": "8:30", "zone": "berlin time"},
        ),
        ("subscribe +2 07:00 4", {"zone": "+2", "time": "07:00", "count": "4"}),
        ("subscribe 18 daily", {"time": "18", "days": "daily"}),
        (
            "subscribe zone:new york topics:world models, agents 09:00",
            {"zone": "new york", "topics": "world models, agents", "time": "09:00"},
        ),
        ("subscribe topics world models, agents format:cards", {"topics": "world models, agents", "format": "cards"}),
        ("subscribe topics: graphs, paris agreement", {"topics": "graphs, paris agreement"}),
        ("like\t2608.19880", {"paper": "2608.19880"}),
        ("undo\u00a0save\u20092608.19880", {"what": "save", "paper": "2608.19880"}),
        ("2608.19880", {"paper": "arxiv:2608.19880"}),
        ("(https://arxiv.org/abs/2608.19880v2).", {"paper": "arxiv:2608.19880"}),
        ("saved export RIS", {"export": "ris"}),
        ("undo save 2608.19880", {"what": "save", "paper": "2608.19880"}),
        ('/papers search -rnn "world model" since:7d', {"query": '-rnn "world model" since:7d'}),
    ],
)
def test_values_are_told_apart(line, arguments):
    assert dict(parse(line).arguments) == arguments


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("subscribe 9", {"subscribe time:9", "subscribe count:9"}),
        ("subscribe weekdays 9 berlin", {"subscribe weekdays time:9 berlin", "subscribe weekdays count:9 berlin"}),
        ("lik 2608.19880", {"like 2608.19880", "search lik 2608.19880"}),
        ("serch agents", {"search agents", "search serch agents"}),
    ],
)
def test_what_is_unclear_is_asked(line, meant):
    command = parse(line)
    assert command.problem
    assert {offer.value for offer in command.offers} == meant
    assert all(not parse(offer.value).problem for offer in command.offers)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("search agents", "search"), ("/papers today", "today"), ("hi", "help"), ("Hello there!", "help"),
        ("graph neural networks", "search"), ("transformers", "search"), ("papers about robots", "search"),
        ("2608.19880", "paper"), ("have you seen https://arxiv.org/abs/2608.19880?", "paper"),
        ("compare 2608.19880 and 2608.20335", "help"), ("lik attention", "help"),
    ],
)  # fmt: skip
def test_words_without_a_command_are_understood(text, name):
    assert understood(text).name == name


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("who are you", "help command:hello"), ("what can you do?", "help"), ("help me please", "help"),
        ("yesterday", "today date:yesterday"), ("papers from last monday", 'today date:"last monday"'),
        ("what's new", "today"), ("whats new", "today"), ("whats hot today", "trending day"),
        ("hey, whats new?", "today"), ("papers about dont care bits", "search papers about dont care bits"),
        ("any good papers?", "picks"),
        ("trending this week", "trending week"), ("trending today", "trending day"),
        ("show me my saved papers", "saved"), ("what do you know about me", "profile"),
        ("delete my data", "privacy forget"), ("undo that", "undo"), ("undo please", "undo"), ("undo last", "undo"),
        ("undo the last thing I did", "undo"), ("undo my last change", "undo"),
        ("Could you show me more like 2608.19880?", "similar 2608.19880"), ("more like 2", "similar 2"),
        ("when is the next post?", "status"), ("why did nothing come today", "status"), ("did you crash?", "status"),
        ("show me the best papers of this week", "trending week"), ("surprise me", "picks"),
        ("do you read our messages?", "privacy"), ("link my other account", "link"), ("what have I liked", "profile"),
        ("please pause until monday", "pause until:monday"), ("how do I change the time", "settings"),
        ("who wrote 1?", "paper 1"), ("abstract of 2608.19880", "paper 2608.19880"), ("tl;dr 2", "paper 2"),
        ("unsave 2608.19880", "undo save 2608.19880"), ("how many papers do you have", "status"),
        ("top 3 papers this week", "trending week count:3"), ("top 30 papers", "trending week"),
        ("trending weekly", "trending weekly"), ("give me some papers", "picks"),
        ("show me 3 robotics papers", "search papers about robotics"),
        ("search: agents", "search agents"), ("follow: agents", "follow agents"),
        ("is there anything about climate?", "search papers about climate"),
        ("What should I read about alignment", "search papers about alignment"), ("something different", "picks"),
        ("how do I follow someone?", "help command:follow"), ("what sources do you use", "status"),
        ("set my timezone", "settings"),
        ("picks about robotics", "search papers about robotics"), ("picks for yesterday", "picks date:yesterday"),
        ("what's hot in speech?", "search most popular papers about speech"),
        ("why am I seeing this?", "why this"), ("can you show me more like that", "similar this"),
        ("not interested in 3", "dislike 3"), ("I don't like the second one", "dislike the second one"),
        ("less like 1", "dislike 1"), ("3 is boring", "dislike 3"), ("never show me 2 again", "dislike 2"),
        ("the first one is great", "like the first one"), ("great 1", "like 1"),
        ("this paper is nice", "like this paper"), ("show me it", "paper it"), ("I loved 2 and 3", "like 2 and 3"),
        ("read 2 later", "save 2"), ("add 1 to my list", "save 1"),
        ("what is 4 about?", "paper 4"), ("open the last one", "paper the last one"), ("I already read 2", "paper 2"),
        ("how many upvotes does 1 have", "paper 1"), ("is there code for 1", "paper 1"),
        ("why did you pick 2", "why 2"),
        ("what did I miss this month", "trending month"), ("best paper of the week", "trending week"),
        ("which paper has the most upvotes today", "trending day"), ("mutes", "profile"), ("my follows", "profile"),
        ("how many papers were there yesterday", "today date:yesterday"), ("today's papers", "today"),
        ("help me find papers on retrieval", "search papers about retrieval"),
        ("how many papers about robots", "search papers about robots"), ("when will I get my papers", "status"),
        ("export my list as bibtex", "saved bibtex"), ("my bookmarks as csv", "saved csv"),
        ("more papers like EnvHarness", "similar EnvHarness"), ("similar to 2608.19880", "similar 2608.19880"),
        ("papers like attention is all you need", "similar attention is all you need"),
        ("/papers like attention is all you need", "like attention is all you need"),
    ],
)  # fmt: skip
def test_a_sentence_is_the_command_that_it_means(text, line):
    assert line_of(parse(text)) == line


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("stop", "unsubscribe"), ("Please stop posting here!", "unsubscribe"), ("unsubscribe me", "unsubscribe"),
        ("I want to unsubscribe", "unsubscribe"), ("no more mails please", "email off"),
        ("stop until monday", "pause until monday"), ("I'm on vacation until 3 January", "pause until 3 January"),
        ("I don't like RL", "mute RL"), ("no more papers on robots", "mute robots"), ("less hype please", "mute hype"),
        ("I like papers by Yann LeCun", "follow author:Yann LeCun"), ("we're working on retrieval", "follow retrieval"),
        ("I work on robotics, what should I read?", "follow robotics"), ("my field is biology", "follow biology"),
        ("I'm a PhD student working on graphs", "follow graphs"), ("most cited papers", "trending"),
        ("more picks please", 'subscribe count:"3"'), ("less strict", "subscribe bar:strict"),
        ("I want papers every morning at 8", 'subscribe days:"daily" time:"8"'),
        ("what did you post yesterday", "picks yesterday"), ("oops", "undo"), ("unpause", "resume"),
        ("can you post at 9 instead", 'subscribe time:"9"'), ("only on mondays", 'subscribe days:"mondays"'),
        ("change time to 9am", 'subscribe time:"9am"'), ("5 papers a day please", 'subscribe count:"5"'),
        ("daily papers", 'subscribe days:"daily"'), ("no more than 3 please", 'subscribe count:"3"'),
        ("set timezone to Berlin", 'subscribe zone:"Berlin"'), ("mute everything", "pause 7 days"),
        ("I live in Berlin", 'subscribe zone:"Berlin"'), ("my email is ada@example.org", "email ada@example.org"),
        ("send me a weekly digest", 'subscribe days:"monday"'), ("how do you choose papers", "profile"),
        ("I'm interested in diffusion models but not video", "mute video"),
        ("I work on learning without forgetting", "follow topic:learning without forgetting"),
        ("setup daily picks at 9:00", 'subscribe time:"9:00"'), ("set up paperboy", "subscribe 09:00 weekdays"),
        ("mute for a week", "pause for a week"), ("don't show me robotics", "mute robotics"),
        ("can I get more NLP", "follow NLP"), ("more agents please", "follow agents"),
        ("send us papers every monday at 8:30 berlin time",
         'subscribe days:"every monday" time:"8:30" zone:"berlin time"'),
    ],
)  # fmt: skip
def test_what_would_change_something_is_asked_first(text, offered):
    command = parse(text)
    assert command.name == "help"
    assert offered in {offer.value for offer in command.offers}
    assert all(not parse(offer.value).problem for offer in command.offers)


def test_a_flood_of_courtesy_costs_nothing():
    assert sentence("please " * 5_000 + "stop") is None


@pytest.mark.parametrize(
    "text",
    [
        "thanks",
        "Thank you so much!",
        "great job 👍",
        "never mind",
        "boring",
        "mail me",
        "send it to me by email",
        "bad bot",
        "next page",
    ],
)
def test_a_word_of_courtesy_is_answered_and_not_searched(text):
    command = understood(text)
    assert (command.name, command.offers) == ("help", ())
    assert command.problem


@pytest.mark.parametrize(
    "text",
    [
        "less is more", "more is different", "no free lunch theorem", "attention is all you need", "stop gradient",
        "cancel culture", "hide and seek", "what is attention", "end to end learning", "quit smoking with LLMs",
        "papers about robots", "latest papers on agents", "more efficient transformers",
        "best arm identification", "how does RLHF work", "thanks for the memory",
        "how can I save GPU memory", "how can I save a lot of memory", "how do we link entities",
        "how do you search large spaces",
        "who wrote attention is all you need", "explain attention", "learning by mail", "abstract reasoning",
    ],
)  # fmt: skip
def test_a_title_is_no_sentence_to_us(text):
    assert understood(text).name == "search"


@pytest.mark.parametrize("text", ["who is your creator", "remind me tomorrow", "how can I fix this?"])
def test_what_may_be_said_to_us_is_told_from_words_to_search(text):
    assert is_talk(text)


@pytest.mark.parametrize("text", ["attention is all you need", "how do LLMs plan", "what do we know about scaling"])
def test_a_title_or_a_question_about_research_is_not_said_to_us(text):
    assert not is_talk(text)


def test_no_question_is_asked_whose_answer_would_be_refused():
    assert understood("99 picks a day").problem == "“99” can't be the number of papers. Choose 1 to 10."
    assert not understood("99 picks a day").offers
    for words in ("at scale", "on policy", "every token"):
        assert understood(words).name == "search"


@pytest.mark.parametrize("paper", ["this", "that one", "it.", "1", "2 and 3", "#4", "the first?", "all of them"])
def test_nobody_can_tell_which_paper_that_is(paper):
    with pytest.raises(BadQuery, match="Which paper"):
        PAPER.read(paper)


@pytest.mark.parametrize("typed", ["2608.19880, great paper", "EnvHarness (2608.19880)", "to arxiv:2608.19880"])
def test_an_id_is_the_paper_whatever_stands_around_it(typed):
    assert parse_paper_id(PAPER.read(typed)) == "arxiv:2608.19880"


def test_of_several_papers_one_is_chosen():
    with pytest.raises(Unclear) as asked:
        PAPER.read("2608.19880 and 2608.20335")
    assert [paper for _, paper in asked.value.choices] == ["arxiv:2608.19880", "arxiv:2608.20335"]


def test_a_misspelt_command_with_a_paper_is_asked_and_not_read_as_the_paper():
    assert {offer.value for offer in understood("lik 2608.19880").offers} == {
        "like 2608.19880",
        "search lik 2608.19880",
    }


def test_a_misspelt_command_may_still_be_meant_as_words():
    lines = {offer.value for offer in understood("safe agents").offers}
    assert lines == {"save agents", "search safe agents"}


@pytest.mark.parametrize("typed", ["(2608.19880)", "2608.19880.", "<https://arxiv.org/abs/2608.19880>", "“2608.19880”"])
def test_brackets_and_stops_are_no_part_of_an_id(typed):
    assert parse_paper_id(PAPER.read(typed)) == "arxiv:2608.19880"


def test_a_channel_is_no_zone():
    problem = parse("subscribe #general").problem
    assert "#general" in problem
    assert "subscribe can't use" not in problem


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("serch agents", "Did you mean “search”?"),
        ("search", "search needs"),
        ("trending yesterday", "day, week or month"),
        ("subscribe count", "count needs a value"),
        ("subscribe 09:00 blah!", "can't use"),
        ("preview friday", "can't use"),
        ("subscribe in #general 9:00", "in #general, without its name"),
    ],
)
def test_a_problem_is_named(line, says):
    command = parse(line)
    assert command.name == "help"
    assert says in command.problem


def test_nothing_typed_is_help():
    assert parse("") == parse("/papers") == parse(" papers ") == Command(name="help")


def test_interests_are_read_by_their_prefix():
    assert read_interest("state-space  models").kind is InterestKind.TOPIC
    assert read_interest("author: Yann LeCun").value == "Yann LeCun"
    assert read_interest("ratio: a study").value == "ratio: a study"
    for bad in ("", "  ", "author:", "category:no such", "x" * 101):
        with pytest.raises(BadQuery):
            read_interest(bad)


def test_a_misspelt_prefix_is_asked_about():
    with pytest.raises(Unclear) as asked:
        INTEREST.given(Command(name="follow", arguments=(("interest", "auther:Song Han"),)))
    assert [line for _, line in asked.value.choices] == ["author:Song Han", "topic:auther:Song Han"]
    for fine in ("ratio: a study", "world:models", "topic:auther:Song Han"):
        assert INTEREST.given(Command(name="follow", arguments=(("interest", fine),)))


@pytest.mark.parametrize("interest", ["LLM as judge", "topic:LLM as judge", "retrieval"])
def test_a_topic_with_as_in_it_survives_being_written_out(interest):
    command = parse(line_of(Command(name="follow", arguments=(("interest", interest),))))
    assert command.get("group") == ""
    assert _interests(command.get("interest")) == [interest.removeprefix("topic:")]


def _interests(typed):
    return [str(interest) for interest in INTEREST.read(typed)]


@pytest.mark.parametrize(
    ("typed", "interests"),
    [
        ("robotics, world models; RL", ["robotics", "world models", "RL"]),
        ("robotics, RL and agents", ["robotics", "RL", "agents"]),
        ("vision and language", ["vision and language"]),
        ('"robotics" and "RL"', ["robotics", "RL"]),
        ('"a, b"', ["a, b"]),
        ("agents, especially coding agents", ["agents", "coding agents"]),
        ("state-space models (Mamba, S4)", ["state-space models (Mamba, S4)"]),
        ("papers about robotics please", ["robotics"]),
        ("papers by Song Han", ["author:Song Han"]),
        ("papers from Google", ["org:Google"]),
        ("cs.CL and cs.LG", ["category:cs.CL", "category:cs.LG"]),
        ("author: Song Han.", ["author:Song Han"]),
        ("cs.CL, Q-Bio.NC", ["category:cs.CL", "category:q-bio.NC"]),
        ("category:cmp-lg", ["category:cmp-lg"]),
        ("category:CS.cl, robotics, hep-th", ["category:cs.CL", "category:cs.RO", "category:hep-th"]),
        ("author:Han, Song", ["author:Song Han"]),
        ("author:Song Han, Yann LeCun", ["author:Song Han", "author:Yann LeCun"]),
        ("org:University of California, Davis", ["org:University of California, Davis"]),
        ("author:Song Han, org:Google", ["author:Song Han", "org:Google"]),
        (
            "author:Han, Song, org:University of California, Davis, topic:robots",
            ["author:Song Han", "org:University of California, Davis", "robots"],
        ),
        (
            "author:Song Han, Yann LeCun, category:cs.CL, cs.LG",
            ["author:Song Han", "author:Yann LeCun", "category:cs.CL", "category:cs.LG"],
        ),
        ("org:Google, xx:yy", ["org:Google", "xx:yy"]),
        ("topic:LLMs but not code", ["LLMs but not code"]),
        ("topic modeling", ["topic modeling"]),
        ("anything related to agents", ["agents"]),
        ("all things robotics", ["robotics"]),
        ("speech recognition and video generation", ["speech recognition", "video generation"]),
        ("memory and tool use for agents", ["memory and tool use for agents"]),
        (
            "chain of thought, tree of thoughts and graph of thoughts",
            ["chain of thought", "tree of thoughts", "graph of thoughts"],
        ),
        ("NLP & CV", ["NLP", "CV"]),
        ("papers from Meta and Google", ["org:Meta", "org:Google"]),
        ("Reinforcement Learning from Human Feedback", ["Reinforcement Learning from Human Feedback"]),
    ],
)
def test_interests_are_read_as_people_list_them(typed, interests):
    assert _interests(typed) == interests


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("LLMs but not code", ["topic:LLMs", "topic:LLMs but not code"]),
        (
            "author:Song Han, autor:Yann LeCun",
            ["author:Song Han, author:Yann LeCun", "author:Song Han, topic:autor:Yann LeCun"],
        ),
        ("LLMs -code", ["topic:LLMs", "topic:LLMs -code"]),
        ("robotics, agents, not code", ["robotics, topic:agents", "robotics, topic:agents, not code"]),
        ("author Song Han", ["author:Song Han", "topic:author Song Han"]),
        ("Yann LeCun's papers", ["author:Yann LeCun", "org:Yann LeCun", "topic:Yann LeCun's papers"]),
        ("anything by Vaswani", ["author:Vaswani", "org:Vaswani", "topic:anything by Vaswani"]),
        ("OpenAI papers on agents", ["org:OpenAI", "topic:agents", "topic:OpenAI papers on agents"]),
        ("robots from Stanford", ["org:Stanford", "topic:robots", "topic:robots from Stanford"]),
        ("from scratch training", ["org:scratch training", "topic:from scratch training"]),
    ],
)
def test_an_interest_that_may_mean_two_things_is_asked_about(typed, offered):
    with pytest.raises(Unclear) as asked:
        INTEREST.read(typed)
    assert [value for _, value in asked.value.choices] == offered
    assert _interests(offered[-1]), "what is chosen is not asked again"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("https://arxiv.org/abs/2608.19880", "papers are liked"),
        ("robotics, 2608.19880", "papers are liked"),
        ("<@U123>", "in this chat"),
        ("category:basket weaving", "no category"),
        ("everything", "“everything”"),
        ("the", "“the”"),
        (":robot_face:", "robot_face"),
        ("@bob", "in this chat"),
        ("papers older than a week", "says nothing of what papers are about"),
        ("short papers", "says nothing of what papers are about"),
        ("1", "“1”"),
        (", ".join(map("topic {}".format, "abcdefghijklmnopqrstuvwxyz")), "26"),
    ],
)
def test_what_no_paper_is_about_is_not_followed(typed, told):
    with pytest.raises(BadQuery, match=told):
        INTEREST.read(typed)


@pytest.mark.parametrize("topics", ["everything", "agents, 2608.19880", "LLMs but not code", "cs.CL"])
def test_a_channel_is_given_no_topic_that_no_paper_is_about(topics):
    with pytest.raises(BadQuery):
        TOPICS.read(topics)


def test_dates_counts_and_flags():
    today = date(2026, 8, 20)
    assert read_date("yesterday", today).isoformat() == "2026-08-19"
    assert read_date("2w ago", today).isoformat() == "2026-08-06"
    assert COUNT.of(Command(name="subscribe"), 5) == 5
    assert EMPTY.read("On") is True
    assert EMPTY.read("no") is False
    for read, bad in (
        (lambda t: read_date(t, today), "2026-13-40"),
        (COUNT.read, "11"),
        (COUNT.read, "²"),
        (EMPTY.read, "perhaps"),
    ):
        with pytest.raises(BadQuery):
            read(bad)


@pytest.mark.parametrize(
    ("text", "back", "ahead"),
    [
        ("monday", "2026-08-17", "2026-08-24"), ("last thursday", "2026-08-13", None),
        ("next monday", None, "2026-08-24"), ("for a week", "2026-08-13", "2026-08-27"),
        ("thu", "2026-08-20", "2026-08-27"), ("3 days", "2026-08-17", "2026-08-23"),
        ("two weeks ago", "2026-08-06", None), ("1 September", "2025-09-01", "2026-09-01"),
        ("Aug 3rd", "2026-08-03", "2027-08-03"), ("24.12.2026", "2026-12-24", "2026-12-24"),
        ("until next week", None, "2026-08-24"), ("next month", None, "2026-09-01"),
        ("day after tomorrow", "2026-08-22", "2026-08-22"), ("31 February", None, None), ("someday", None, None),
    ],
)  # fmt: skip
def test_a_day_is_read_backwards_or_ahead_by_what_it_is_for(text, back, ahead):
    """On a Thursday."""
    for wanted, forward in ((back, False), (ahead, True)):
        if wanted:
            assert read_date(text, date(2026, 8, 20), ahead=forward).isoformat() == wanted
        else:
            with pytest.raises(BadQuery):
                read_date(text, date(2026, 8, 20), ahead=forward)


def test_every_wrong_argument_is_named_by_itself():
    wrong = problems(parse("subscribe count:11 time:25:00 topics:agents zone:nowhere"))
    assert set(wrong) == {"count", "time", "zone"}
    assert "1 to 10" in wrong["count"]


def test_a_form_has_words_for_labels_and_every_limit_of_the_table():
    shown = {field.argument.name: field for field in forms.fields(BY_NAME["subscribe"])}
    assert shown["count"].choices == tuple(map(str, range(1, 11)))
    assert shown["format"].choices == ("threaded", "compact", "cards")
    assert shown["empty"].label == "Post on empty days"


def test_a_field_that_was_emptied_lifts_the_restriction():
    spec = BY_NAME["subscribe"]
    command = forms.filled(spec, {"time": "09:00", "topics": " "}, shown=("time", "topics"))
    assert dict(command.arguments) == {"time": "09:00", "topics": "none"}


def test_the_word_papers_may_be_looked_for() -> None:
    assert parse("search papers").get("query") == "papers"
    assert parse("/papers search about papers").get("query") == "about papers"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("at 9 in berlin", {"time": "9", "zone": "berlin"}),
        ("daily at 9:30", {"days": "daily", "time": "9:30"}),
        ("5 picks at 8 o'clock", {"count": "5", "time": "8"}),
        ("9:00 on mon, wed", {"time": "9:00", "days": "mon, wed"}),
    ],
)
def test_settings_are_read_with_the_small_words_around_them(line: str, meant: dict[str, str]) -> None:
    assert dict(parse(f"subscribe {line}").arguments) == meant


def test_a_number_that_can_be_nothing_is_told_and_not_asked_about() -> None:
    command = parse("subscribe 25")
    assert (command.problem, command.offers) == ("“25” can be neither time nor picks.", ())


def test_a_channel_after_subscribe_is_named_as_people_know_it() -> None:
    assert "Type /papers subscribe in #general, without its name." in parse("subscribe <#C0123|general> 9:00").problem


def test_too_many_of_a_kind_says_of_what():
    with pytest.raises(BadQuery, match="That is 21 topics; choose at most 20"):
        TOPICS.kind.read(",".join(f"t{number}" for number in range(21)))
    with pytest.raises(BadQuery, match="That is 21 categories; choose at most 20"):
        CATEGORIES.kind.read(",".join(["cs.CL"] * 21))


def test_a_quoted_number_that_may_be_several_things_breaks_nothing() -> None:
    assert parse('"6", "note": "arXiv:2601.00011"}]').name == "help"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("```search agents```", "search agents"),
        ("```\nsearch agents\n```", "search agents"),
        ("`search agents`", "search agents"),
        ("search *agents* and _world models_", "search agents and world models"),
        ("follow ||coding agents||", "follow coding agents"),
        ("> search agents", "search agents"),
        ("@someone search agents", "search agents"),
        ("@paperboy: search agents", "search agents"),
        ("search A* and D* lite", "search A* and D* lite"),
        ("search snake_case_names", "search snake_case_names"),
        ("search *args and **kwargs", "search *args and **kwargs"),
    ],
)
def test_the_marks_of_a_chat_are_no_part_of_the_words(written: str, line: str) -> None:
    assert parse(written) == parse(line)


def test_a_bibliography_keeps_its_marks_but_for_the_fence() -> None:
    assert (
        parse("import ```bibtex\n@article{a_b_c,\n title={*x*}}\n```").get("text") == "@article{a_b_c,\n title={*x*}}"
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("@everyone agents", "agents"),
        ("@someone :robot_face: agents", "agents"),
        ("@karpathy", "karpathy"),
        ("recall@10", "recall@10"),
    ],
)
def test_people_and_emoji_of_the_chat_are_not_searched_for(query: str, words: str) -> None:
    assert QUERY.read(query) == words


@pytest.mark.parametrize("query", ["🤖", "!!!", "https://example.com/blog"])
def test_what_can_find_nothing_is_told_and_not_answered_with_every_paper(query: str) -> None:
    with pytest.raises(BadQuery):
        QUERY.read(query)


def test_several_papers_looked_for_are_shown_one_by_one() -> None:
    with pytest.raises(Unclear) as asked:
        QUERY.read("2608.19880 and https://arxiv.org/abs/2608.17253")
    assert [value for _, value in asked.value.choices] == ["2608.19880", "2608.17253"]
    assert QUERY.read("papers like 2608.19880 and 2608.17253")


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [(FORMAT, "thread", "threaded"), (FORMAT, "card", "cards"), (EXPORT, "as csv", "csv"), (PERIOD, "weekly", "week")],
)
def test_a_choice_with_another_ending_is_that_choice(kind: Argument[str], typed: str, value: str) -> None:
    assert kind.read(typed) == value


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ("hello", "help", "hello"),
        ("👋", "help", "hello"),
        ("blorp", "help", ""),
        ("any good papers on agents?", "search", ""),
        ("have you seen https://arxiv.org/abs/2608.19880v2?", "paper", ""),
        ("what are the settings?", "settings", ""),
    ],
)
def test_words_after_the_slash_are_understood_but_one_unknown_word(typed: str, name: str, said: str) -> None:
    command = commanded(typed)
    assert (command.name, command.get("command")) == (name, said)


@pytest.mark.parametrize("text", ["is this any good? https://example.com/x", "https://example.com/blog"])
def test_a_page_that_is_no_paper_is_told_and_not_taken_for_words(text: str) -> None:
    assert "https://example.com/" in understood(text).problem


@pytest.mark.parametrize(
    ("text", "paper"), [("the first one please", "the first one"), ("what is this about?", "this"), ("2", "2")]
)
def test_pointing_means_a_paper_that_was_seen_and_is_not_searched_for(text: str, paper: str) -> None:
    assert (understood(text).name, understood(text).get("paper")) == ("paper", paper)


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("follow robotics; mute agents", ["follow robotics", "mute agents"]),
        ("follow robotics, mute agents", ["follow robotics", "mute agents"]),
        ("follow robotics and mute agents", ["follow robotics", "mute agents"]),
        ("follow robotics but mute humanoids", ["follow robotics", "mute humanoids"]),
        ("Follow robots. Mute cars", ["follow robots", "mute cars"]),
        ("can you follow robots and mute cars, please?", ["follow robots", "mute cars"]),
        ("follow retrieval as work and mute agents", ["follow retrieval as work", "mute agents"]),
        ("unfollow robots and follow cars", ["unfollow robots", "follow cars"]),
        ("follow robots\nfollow cars", ["follow robots", "follow cars"]),
        ("follow robots and stop following cars", ["follow robots", "unfollow cars"]),
        ("like 1 and save 2", ["like 1", "save 2"]),
        ("save 1 and then dislike 2, and mute agents", ["save 1", "dislike 2", "mute agents"]),
        ("like attention is all you need and save 2", ["like attention is all you need", "save 2"]),
        ("follow robots and like 2401.01234", ["follow robots", "like 2401.01234"]),
    ],
)
def test_a_line_of_several_commands_gives_each(line, given):
    assert [line_of(one) for one in each_of(understood(line))] == [line_of(parse(one)) for one in given]


@pytest.mark.parametrize(
    "line",
    [
        "follow speech recognition and speaker diarization",
        'follow "pick and follow"',
        "follow robotics and like prediction",
        "follow 3d models, save energy computing",
        "follow reminders and follow ups",
        "like plan and follow instructions",
        "like 1, 2 and 3",
        "search follow and mute",
    ],
)
def test_words_that_merely_look_like_a_second_command_stay_where_they_are(line):
    assert len(each_of(understood(line))) == 1


def test_too_many_commands_of_one_line_are_refused_together():
    (refused,) = each_of(parse("; ".join(["follow robots"] * 11)))
    assert (refused.name, refused.problem) == ("help", "That is 11 commands; choose at most 10.")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("I like robots but don't show me agents", ["follow robots", "mute agents"]),
        ("don't show me agents and follow robots", ["mute agents", "follow robots"]),
        ("stop following agents; follow robots", ["unfollow agents", "follow robots"]),
    ],
)
def test_a_sentence_that_says_two_things_is_asked_with_a_button_for_each(line, offered):
    command = understood(line)
    assert command.problem.startswith("You say more than one thing.")
    assert [offer.value for offer in command.offers] == offered


@pytest.mark.parametrize("text", ["yes", "Yes please", "sure", "do it", "yes, do it", "yeah", "go ahead", "yes!"])
def test_a_yes_is_known_as_one(text):
    assert understood(text) == Command(name="help", arguments=(("command", "yes"),))


@pytest.mark.parametrize("text", ["ok", "Okay", "👍", "fine"])
def test_a_word_that_may_be_a_yes_is_known_as_such(text):
    assert understood(text) == Command(name="help", arguments=(("command", "ok"),))


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("stop following agents", "unfollow agents"),
        ("don't follow agents", "unfollow agents"),
        ("stop muting agents", "unmute agents"),
        ("I follow too many topics", "unfollow"),
        ("undo everything I did", "undo everything"),
        ("take everything back", "undo everything"),
        ("follow agents as", "follow agents"),
    ],
)
def test_more_ways_to_end_and_undo(line, meant):
    assert understood(line) == parse(meant)


def test_who_wants_nothing_from_somebody_is_offered_to_mute_the_organisation():
    for line in ("don't show me anything from Tencent", "don't show me papers from Tencent"):
        command = understood(line)
        assert command.problem.startswith("Shall I leave papers from Tencent out")
        assert command.offers[0].value == "mute org:Tencent"
    assert understood("I like research agents").offers[0].value == "follow research agents"


@pytest.mark.parametrize("words", ["all topics", "too many papers", "all of them", "everything", "the topics"])
def test_words_for_all_topics_are_no_topic(words):
    with pytest.raises(BadQuery):
        read_interests(words)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("mute papers by Alibaba", "org:Alibaba"),
        ("follow anything from Alibaba", "org:Alibaba"),
        ("mute papers by Song Han", "author:Song Han"),
        ("follow follow agents", "agents"),
        ("/follow follow follow-up questions", "follow-up questions"),
        ("mute follow the leader", "follow the leader"),
    ],
)
def test_what_everybody_knows_is_no_person_and_a_command_typed_twice_is_one(typed, line):
    assert [str(each) for each in INTEREST.given(parse(typed))] == [line]


@pytest.mark.parametrize("typed", ["what does ▲ mean?", "what is ▲", "what's the triangle", "explain 💬"])
def test_signs_under_papers_are_explained(typed):
    assert "how many upvotes a paper has" in parse(typed).problem


@pytest.mark.parametrize("typed", ["what's a pick?", "what are picks", "what does pick mean"])
def test_what_a_pick_is_is_told(typed):
    assert parse(typed).problem.startswith("A pick is a paper chosen for you")


@pytest.mark.parametrize("typed", ["what is a pick and place robot", "what are triangles in graphs"])
def test_a_question_about_the_field_is_looked_for(typed):
    assert understood(typed).name == "search"


@pytest.mark.parametrize(("typed", "meant"), [("wy 1", "why 1"), ("whi 2", "why 2"), ("lik 3", "like 3")])
def test_a_misspelt_command_before_a_number_is_offered(typed, meant):
    assert meant in [offer.value for offer in understood(typed).offers]


@pytest.mark.parametrize("typed", ["gpt 4", "sam 2", "phi 4", "veo 3", "wan 2", "wy dit"])
def test_a_model_and_its_number_are_looked_for(typed):
    assert understood(typed).name == "search"
