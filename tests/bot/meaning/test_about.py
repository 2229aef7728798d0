"""Whether a paper is about a topic: what a careful reader would say."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meaning.about import CLAIM, TITLED, about
from bot.meaning.content_words import INTO, SIGNS_AHEAD, kept_together, stem, topic_words
from bot.meaning.papers import PaperMeanings, abstract_words, meaning_of, subject_matter
from bot.meaning.topic_meaning import named_in, topic_meaning
from bot.model import Paper, PaperId
from bot.sources.sample import SampleSource
from bot.text import clean, words


def paper(title: str, abstract: str = "", number: int = 1) -> Paper:
    return Paper(id=PaperId(f"arxiv:2401.{number:05}"), title=title, abstract=abstract)


SQL = paper("Correcting Text-to-SQL with Execution", "We repair SQL queries that a language model wrote.")
IMAGES = paper("Faster Text-to-Image Diffusion", "We generate images from text in one step of diffusion.")
SCALING = paper("Scaling Laws for Data Mixtures", "We fit a law of how loss falls with data, and with parameters.")
PHYSICAL = paper("Discovering Physical Laws from Video", "A network finds the laws of motion of bodies.")
DOCTOR = paper("Clinical Medicine by Dialogue", "Doctors and a medical language model diagnose patients.")
ROBOT = paper("Scaling Robot Policies", "We learn manipulation policies for robots by imitation and reinforcement.")
QUANTIZED = paper("Post-Training Quantization to Four Bits", "Weights and activations are quantized.")
SPEECH = paper("Natural Speech Synthesis", "A text-to-speech model whose speech sounds human.")
PIXELS = paper("Pixel Diffusion Models", "We train models of diffusion in the space of pixels, a state of the art.")
ALL = (SQL, IMAGES, SCALING, PHYSICAL, DOCTOR, ROBOT, QUANTIZED, SPEECH, PIXELS)


def meanings(papers: Sequence[Paper]) -> PaperMeanings:
    return PaperMeanings.of([meaning_of(paper) for paper in papers])


def claimed(topic: str, papers: Sequence[Paper] = ALL) -> list[Paper]:
    likely = about(meanings(papers), [topic_meaning(topic)])[:, 0]
    return [one for one, how in zip(papers, likely, strict=True) if how >= CLAIM]


RESTORED = paper("Text-Aware Image Restoration", "Restoring images so that text in an image stays text, by diffusion.")
SHORT = paper("A Safety Benchmark for T2I Models", "We ask T2I models for images, and measure what T2I models draw.")
SPACED = paper("Style in Text to Image Generation", "Images are generated from text in a style.")
DIGIT = paper("Text2Image Without Data", "A text2image model learns from no images.")
MAKING = (IMAGES, RESTORED, SHORT, SPACED, DIGIT)


@pytest.mark.parametrize("topic", ["text-to-image", "text2image", "text to image", "T2I", "text‑to‑image"])
def test_what_is_made_of_text_is_not_text_beside_it(topic: str) -> None:
    assert claimed(topic, MAKING) == [IMAGES, SHORT, SPACED, DIGIT]


POLICY = paper("Preference Optimization", "We optimize a policy by an optimal optimization of preferences.")
OFF = paper(
    "Off-Policy Corrections", "We correct reinforcement learning from off-policy data, for off-policy learners."
)
ON = paper("On-Policy Gradients", "Reinforcement learning by gradients of a policy on fresh data, for any policy.")
LONG = paper("Learning Long Context", "A model is learning from a long context; context is all it has.")
SHOWN = paper("In-Context Learning of Rules", "Examples in the prompt teach rules by in-context learning.")
POLICIES = (OFF, ON, LONG, SHOWN, POLICY)


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        ("off-policy learning", [OFF]),
        ("off policy learning", [OFF]),
        ("in-context learning", [SHOWN]),
        ("in context learning", [SHOWN]),
        ("over-optimization", []),
        ("few-shot learning", []),
        ("out-of-distribution detection", []),
    ],
)
def test_what_a_hyphen_ties_to_a_word_belongs_to_it(topic: str, found: list[Paper]) -> None:
    assert claimed(topic, POLICIES) == found


def test_signs_are_read_where_they_are_meant() -> None:
    assert kept_together("Emotions to text") == "Emotions to text"
    assert kept_together("Motions to text") == f"Motions {INTO} text"
    assert topic_words("effects of language models on policy making") == [
        "effects",
        "language",
        "models",
        "policy",
        "making",
    ]
    assert topic_words("on policy learning") == topic_words("on-policy learning") != topic_words("policy learning")
    assert all(stem(sign) == sign for sign in (INTO, *SIGNS_AHEAD))


@pytest.mark.parametrize("topic", [INTO, *sorted(SIGNS_AHEAD), "xin", "Xin Wang"])
def test_a_sign_that_somebody_types_claims_nothing(topic: str) -> None:
    assert claimed(topic, (*MAKING, *POLICIES)) == []


RANK = paper("Low-Rank Learning", "Learning with matrices of low rank, by a rank that learning finds.")
RANKING = paper("Learning to Rank Documents", "A model of learning-to-rank for documents of a search.")


REAL = paper("Real-World Forecasting with Models", "Models forecast real world events, and real-world markets.")
WORLD = paper("World Models for Games", "A world model of the real world learns from games.")


def test_what_is_of_the_real_world_is_no_world_model() -> None:
    assert claimed("world models", (REAL, WORLD)) == [WORLD]
    assert claimed("real-world forecasting", (REAL, WORLD)) == [REAL]


SURVEY = paper("Agents That Remember: A Survey", "We review two hundred works on the memory of agents.")
QWEN = paper("Qwen2.5-Coder Technical Report", "A series of models for code, trained on many tokens.")
CLAUDE = paper("Dive into Claude Code", "How a program that writes programs is built.")
SORA = paper("Open-Sora 2.0", "Training a model that generates videos, at a low cost.")


@pytest.mark.parametrize(
    ("topic", "found"),
    [("surveys", SURVEY), ("Qwen", QWEN), ("qwen2.5", QWEN), ("Sora", SORA), ("Claude", CLAUDE), ("Qwen3", None)],
)
def test_a_kind_of_paper_and_a_name_are_claimed_by_the_title(topic: str, found: Paper | None) -> None:
    assert claimed(topic, (SURVEY, QWEN, CLAUDE, SORA, *ALL)) == ([found] if found else [])


EDITED = paper(
    "Image Editing by Instruction", "A diffusion model edits photos as it is told, and keeps their background."
)
CODE_EDITED = paper("Code Editing with Agents", "Agents edit code in large repositories as an instruction says.")
PRUNED = paper("Layer Pruning of Language Models", "We prune layers of a network, and fine-tune it without labels.")
DATA_PRUNED = paper("Data Pruning Before Training", "Data is pruned by its quality; what is left trains as well.")
RESTRICTED = (EDITED, CODE_EDITED, PRUNED, DATA_PRUNED)


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        ("code editing", CODE_EDITED),
        ("editing of code", CODE_EDITED),
        ("image editing", EDITED),
        ("data pruning", DATA_PRUNED),
        ("pruning of data", DATA_PRUNED),
    ],
)
def test_a_common_word_before_a_rare_one_says_which_of_those_is_meant(topic: str, found: Paper) -> None:
    assert claimed(topic, RESTRICTED) == [found]


MODEL_FREE = paper("Model-Free Reinforcement Learning", "We learn policies without models of the world.")
OTHER_RL = paper(
    "Rewards for Reasoning", "Reinforcement learning of language models, free of labels; models reason better."
)


@pytest.mark.parametrize("topic", ["model-free RL", "model free reinforcement learning"])
def test_what_stands_behind_a_hyphen_says_something_with_its_word_alone(topic: str) -> None:
    assert claimed(topic, (MODEL_FREE, OTHER_RL, ROBOT)) == [MODEL_FREE]


def test_the_words_before_the_rarest_weigh_together_and_not_each() -> None:
    """Else *large language models* would be two thirds of *large language model routing*."""
    for topic in ("LLM routing", "code editing"):
        for reading in topic_meaning(topic).readings:
            assert reading.weights.max() == pytest.approx(1 / 1.75)


def test_what_a_topic_is_for_weighs_as_much_as_it_is_rare() -> None:
    alone, behind = (
        topic_meaning(topic).readings[0].weights.max() for topic in ("LLMs for chemistry", "chemistry LLMs")
    )
    assert alone == behind


SHIFT = paper("Out-of-Distribution Generalization", "We study how models generalize.")


@pytest.mark.parametrize("topic", ["out-of-distribution generalization", "OOD generalization", "out of distribution"])
def test_a_title_has_what_function_words_tie_together(topic: str) -> None:
    assert claimed(topic, (SHIFT, SCALING)) == [SHIFT]


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        ("medicine", "A Medical Assistant|Medical answers are hard to trust, and medical records long."),
        ("finance", "Financial Reports Read by Agents|Agents read financial statements and financial news."),
        ("law", "Legal Retrieval|Which statutes a legal question is about, and what legal texts say of it."),
        ("chemistry", "Chemical Reactions by Language|Models predict chemical reactions and chemical yields."),
        ("financial analysis", "Analysis in Finance|Finance is analyzed by models; analysis in finance is hard."),
    ],
)
def test_a_subject_is_meant_by_noun_and_adjective_alike(topic: str, found: str) -> None:
    one = paper(*found.split("|"))
    assert claimed(topic, (one, SPEECH, IMAGES, ROBOT)) == [one]


def test_the_other_form_of_a_word_is_as_rare_as_the_word() -> None:
    """*Legal* is rarer than *law*: alone it would be nearly all of *contract law*."""
    legal = paper("Summaries of Legal Decrees", "We summarize decrees and legal notices for citizens.")
    assert claimed("law", [legal]) == [legal]
    assert claimed("contract law", [legal]) == []


def test_learning_to_rank_is_no_learning_of_low_rank() -> None:
    assert claimed("learning to rank", (RANK, RANKING)) == [RANKING]
    assert claimed("image-to-text", MAKING) == []
    assert claimed("image-to-image translation", MAKING) == []


TOKENS = paper("Pruning Visual Tokens", "Fewer tokens of an image are kept, by a score for each token.")
TOKENIZER = paper("A Tokenizer without a Vocabulary", "Tokenizing bytes instead of words makes a better tokenizer.")
MUON = paper("An Optimizer for Large Models", "Our optimizer trains a network in fewer steps than other optimizers.")


@pytest.mark.parametrize(("topic", "found"), [("tokenization", TOKENIZER), ("optimizers", MUON)])
def test_what_is_made_is_not_what_it_is_made_of(topic: str, found: Paper) -> None:
    assert claimed(topic, (TOKENS, TOKENIZER, POLICY, MUON)) == [found]


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        ("text-to-SQL", [SQL]),
        ("tax law", []),
        ("veterinary medicine", []),
        ("state-space models", []),
        ("robot learning", [ROBOT]),
        ("robotics", [ROBOT]),
        ("quantization and pruning", [QUANTIZED]),
        ("speech recognition and synthesis", [SPEECH]),
        ("scaling laws", [SCALING]),
        ("quantizing by quantization", [QUANTIZED]),
        ("quantisation", [QUANTIZED]),
        ("learning to learn", []),
        ("zzzqqq flurbs", []),
        ("", []),
        ("语言", []),
    ],
)
def test_what_is_claimed_is_true(topic: str, found: list[Paper]) -> None:
    assert claimed(topic) == found


def test_nothing_of_the_sample_is_claimed_for_absent_topics() -> None:
    papers = [one for day in SampleSource()._days.values() for one in day]
    absent = ["state-space models", "tax law", "text-to-SQL", "veterinary medicine", "zzzqqq flurbs", "nuclear fusion"]
    assert {topic: claimed(topic, papers) for topic in absent} == {topic: [] for topic in absent}


REWARDS = paper("Scaling Laws for Reward Models", "We align with human feedback by direct preference optimization.")


def test_a_topic_that_stands_in_a_title_as_it_is_is_claimed_whatever_else_the_paper_means() -> None:
    plain = replace(REWARDS, title="Reward Models")
    for topic in ("scaling laws", "scaling law", "scaling laws and proteins"):
        first, second, third = about(meanings([REWARDS, plain, IMAGES]), [topic_meaning(topic)])[:, 0]
        assert first >= TITLED
        assert second < CLAIM
        assert third < CLAIM


@pytest.mark.parametrize(
    ("title", "is_said"),
    [
        ("A World Action Model for Driving", True),
        ("Models of the World", False),
        ("A World of Driving Models", False),
        ("Worlds of Sand: Driving by a Map of Dunes and Its Model", False),
    ],
)
def test_one_other_word_may_stand_between_those_of_a_topic_in_a_title(title: str, is_said: bool) -> None:
    driving = paper(
        title, "A car imagines how traffic goes on, and brakes in time. It was driven on roads of six cities."
    )
    likely = about(meanings([driving]), [topic_meaning("world models")])
    assert bool(likely[0, 0] >= CLAIM) is is_said


def test_a_title_says_nothing_by_words_apart_where_the_meaning_is_quite_another() -> None:
    model = meaning_of(paper("A World Action Model for Driving"))
    other = replace(model, vector=np.zeros_like(model.vector))
    likely = about(PaperMeanings.of([model, other]), [topic_meaning("world models")])[:, 0]
    assert likely[0] >= CLAIM > likely[1]


@given(st.text(alphabet="qxzjkvw ", min_size=4, max_size=30))
def test_nonsense_is_never_claimed(nonsense: str) -> None:
    assert claimed(nonsense) == []


def test_many_papers_and_topics_at_once_are_what_each_is_alone() -> None:
    topics = [topic_meaning(text) for text in ("robot learning", "text-to-SQL", "quantization")]
    together = about(meanings(ALL), topics)
    alone = [[about(meanings([one]), [topic])[0, 0] for topic in topics] for one in ALL]
    assert together == pytest.approx(np.array(alone), abs=1e-5)
    assert about(PaperMeanings.of([]), topics).shape == (0, 3)


@pytest.mark.parametrize(
    ("topic", "things"),
    [
        ("music recommendation and retrieval", ["music recommendation", "music retrieval"]),
        ("audio and music models", ["audio", "music models"]),
        ("robots/agents, planning", ["robots", "agents", "planning"]),
        ("R&D", ["R&D"]),
        ("RL for LLMs", ["RL for LLMs", "reinforcement learning for large language models"]),
        ("large language models", ["large language models", "LLMs"]),
        ("multi-hop questions", ["multi-hop questions", "multihop questions"]),
        ("Self supervised learning", ["Self supervised learning", "Selfsupervised learning"]),
        ("and", []),
    ],
)
def test_a_topic_may_name_several_things(topic: str, things: list[str]) -> None:
    assert named_in(topic) == things


def test_where_the_code_lies_is_not_the_subject() -> None:
    assert subject_matter("We learn to walk. Code is available at https://x.org/y.") == "We learn to walk."
    assert subject_matter("We generate code.") == "We generate code."


_BITS = [
    "We learn",
    "Code is available at https://x.org/y",
    "data are released",
    "isn't",
    "C++",
    "e.g",
    "Étude",
    "α",
    "代码",
]
_ENDS = [" ", ". ", ".", "? ", "?", "! ", "。", "…", ", ", "'", "# ", "\u0301 ", "\u200d"]


@given(st.lists(st.tuples(st.sampled_from(_BITS), st.sampled_from(_ENDS)), max_size=12))
def test_words_of_an_abstract_are_the_same_split_at_once_or_by_sentences(parts: list[tuple[str, str]]) -> None:
    abstract = clean("".join(bit + end for bit, end in parts))
    assert abstract_words(abstract) == (words(abstract), words(subject_matter(abstract)))


def test_a_paper_costs_about_a_kilobyte() -> None:
    meaning = meaning_of(paper("Words " * 10, " ".join(f"w{number}" for number in range(200))))
    assert meaning.vector.nbytes + meaning.stems.nbytes + meaning.title_stems.nbytes < 1_500


def test_common_words_that_stand_apart_claim_nothing() -> None:
    apart = paper(
        "Memory Traps of Assistants",
        "Assistants remember what they read. Retrieved memories lead an LLM astray, and users cannot see why. A simple "
        "strategy at inference avoids that on all of nine benchmarks that we tried, which test questions, dialogue, "
        "planning and recall. Ablations show which kinds of memory mislead most, with little loss in efficiency.",
    )
    together = paper("Serving Language Models", "We raise the efficiency of LLM inference by sparse attention.")
    assert claimed("LLM inference efficiency", [apart, together]) == [together]


def test_a_prefix_says_something_with_its_word_alone() -> None:
    many = paper("Debates", "We study multi-agent systems: several agents that argue. Multi-agent debate finds errors.")
    single = paper(
        "ACID Transactions for Agent Systems",
        "Agentic systems run multi-step plans. We give an agent system transactions, so that agents can roll back.",
    )
    assert claimed("multi-agent systems", [many, single]) == [many]
    assert claimed("agent systems", [single]) == [single]
    joined = paper("Multimodal Reasoning", "We reason over images and text with a multimodal model.")
    assert claimed("multi-modal reasoning", [joined]) == [joined]


def test_words_of_two_clauses_stand_less_together_than_those_of_one() -> None:
    one = paper("Images", "Language models of diffusion grow evenly.")
    two = paper("Images", "Unlike language models, diffusion grows evenly.")
    likely = about(meanings([one, two]), [topic_meaning("diffusion language models")])[:, 0]
    assert likely[0] > likely[1]


def test_who_follows_evaluation_wants_papers_that_do_that_alone() -> None:
    by_the_way = paper(
        "Looped Language Models Call Tools",
        "Language models that loop call tools better. We evaluate them on benchmarks of language models.",
    )
    its_subject = paper("LongChat-Bench", "Can language models talk for hours? We ask ten language models.", 2)
    said_again = paper(
        "How Far Are Language Models?",
        "A benchmark of language models. It evaluates reasoning; its evaluation is automatic, unlike other benchmarks.",
        3,
    )
    assert claimed("language model evaluation", [by_the_way, its_subject, said_again]) == [its_subject, said_again]
