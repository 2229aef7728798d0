"""What Paperboy does not know, countries and other languages, it says, in place of searching for stray words."""

import pytest

from bot.commands import understood
from bot.commands.languages import OTHER, foreign_language, words_to_search
from bot.commands.parsing import SAID
from bot.countries import of_country
from tests.bot.asked_back import offered_for


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("papers from China", ""), ("show me papers from the United States", ""), ("chinese universities", ""),
        ("German research groups", ""), ("papers by european labs", ""), ("robotics papers from Germany", "robotics"),
        ("papers from Japan about robots", "robots"), ("American papers", ""), ("research from South Korea?", ""),
        ("papers by french researchers on speech", "speech"),
        ("labs in Europe", ""), ("who in Europe works on robotics?", "robotics"), ("anything from the UK", ""),
    ],
)  # fmt: skip
def test_papers_of_a_country_are_known_to_be_asked_for(text: str, subject: str) -> None:
    country = of_country(text)
    assert country is not None
    assert country.subject == subject


@pytest.mark.parametrize(
    "text",
    ["Chinese language models", "German NLP", "papers from Tsinghua", "org:China", "papers about China",
     "Renmin University of China", "Indian sign language", "swiss roll", "machine translation"],
)  # fmt: skip
def test_other_subjects_are_none(text: str) -> None:
    assert of_country(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hilfe", "de"), ("Was gibt es Neues heute?", "de"), ("Zeig mir Artikel über Robotik", "de"),
        ("ich will das nicht mehr bekommen", "de"), ("bonjour, montre-moi les articles du jour", "fr"),
        ("je ne veux plus recevoir ça", "fr"), ("qu'est-ce que c'est ?", "fr"), ("cómo cancelo la suscripción", "es"),
        ("¿Puedes enviarme artículos sobre robots?", "es"), ("mostrami gli articoli di oggi", "it"),
        ("quero artigos sobre robôs", "pt"), ("laat mij nieuwe artikelen zien", "nl"), ("今天有什么论文", "zh"),
        ("扩散模型", "zh"), ("今日の論文を見せて", "ja"), ("로봇 논문 보여줘", "ko"), ("покажи статьи", "ru"),
        ("ورقة بحثية", OTHER),
    ],
)  # fmt: skip
def test_another_language_is_told_apart_and_what_to_type_is_said(text: str, language: str) -> None:
    assert foreign_language(text) == language
    assert {"today", "help"} <= offered_for(text)
    assert "English only" in understood(text).problem


@pytest.mark.parametrize(
    "text",
    ["world models", "attention is all you need", "β-VAE", "α-divergence and λ-returns", "die with zero", "LLaMA",
     "de novo protein design", "papers by María de la Cruz", "Nguyễn Văn Quốc", "les houches lectures", "son of a gun",
     "Deep learning für", "con artists", "not more than two", "über", "Poincaré embeddings", "chat-based agents",
     "een", "como", "a una voce poco fa aria generation", "schrödinger bridges", "10⁻³ m²"],
)  # fmt: skip
def test_english_names_and_symbols_are_searched_for(text: str) -> None:
    assert foreign_language(text) is None
    assert understood(text).get("command") != SAID


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("¿Puedes enviarme artículos sobre robots?", "robots"), ("Zeig mir Artikel über Robotik", "Robotik"),
        ("关于 RAG 的论文", "RAG"), ("hilfe", ""), ("今天有什么论文", ""), ("Was gibt es Neues heute?", ""),
    ],
)  # fmt: skip
def test_the_subject_alone_is_offered_to_be_searched_for(text: str, subject: str) -> None:
    assert words_to_search(text) == subject
    searches = {line for line in offered_for(text) if line.startswith("search")}
    assert searches == ({f"search {subject}"} if subject else set())
