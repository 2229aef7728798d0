"""Requests in plain words, as the language of searches."""

from datetime import date

import pytest

from bot.search.language import literal, parse_query, render_query
from bot.search.requests import as_query

TODAY = date(2026, 8, 20)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("papers about robotics since last month", "robotics since:2026-07-01"),
        ("robotics last week", "robotics since:2026-08-10 until:2026-08-16"),
        ("world models this month", "world models since:2026-08-01"),
        ("agents in the past 3 days", "agents since:2026-08-17"),
        ("agents this week", "agents since:2026-08-17"),
        ("agents this year", "agents since:2026-01-01"),
        ("agents last year", "agents since:2025-01-01 until:2025-12-31"),
        ("agents in the past week", "agents since:2026-08-13"),
        ("agents in the past 2 months", "agents since:2026-06-21"),
        ("agents in the past year", "agents since:2025-08-20"),
        ("agents in February 2024", "agents since:2024-02-01 until:2024-02-29"),
        ("agents since August", "agents since:2026-08-01"),
        ("agents since September", "agents since:2025-09-01"),
        ("memory in 2025", "memory since:2025-01-01 until:2025-12-31"),
        ("quantization since yesterday", "quantization since:2026-08-19"),
        ("newest papers on world models", "world models sort:new"),
        ("newest world models", "world models sort:new"),
        ("most upvoted papers about diffusion", "diffusion sort:top"),
        ("show me papers on state-space models", "state-space models"),
        ("papers by Song Han since June", 'author:"Song Han" since:2026-06-01'),
        ("papers by Song Han on pruning since November", 'pruning author:"Song Han" since:2025-11-01'),
        ("S. Han", 'author:"S. Han"'),
        ("Han, Song", 'author:"Song Han"'),
        ("latest papers", "sort:new"),
        ("latest diffusion papers", "diffusion sort:new"),
        ("the best papers of this week", "sort:top since:2026-08-17"),
        ("top robotics papers this month", "robotics sort:top since:2026-08-01"),
        ("what's new on video generation this week", "video generation sort:new since:2026-08-17"),
        ("anything new in speech recognition?", "speech recognition sort:new"),
        ("papers from NVIDIA", 'org:"NVIDIA"'),
        ("papers by google since last week", 'org:"google" since:2026-08-10'),
        ("papers by Google DeepMind", 'org:"Google DeepMind"'),
        ("newest on robotics from CMU", 'robotics org:"CMU" sort:new'),
        ("newest papers on learning from demonstrations", "learning from demonstrations sort:new"),
        ("papers from last week about video generation", "video generation since:2026-08-10"),
        ("papers from August about agents", "agents since:2026-08-01"),
        ("code for diffusion", "diffusion has:code"),
        ("papers with code on world models", "world models has:code"),
        ("papers from NVIDIA on agents since 2026-08-01", 'agents org:"NVIDIA" since:2026-08-01'),
        ("long context in August", "long context since:2026-08-01 until:2026-08-31"),
        ("agents in December 2025", "agents since:2025-12-01 until:2025-12-31"),
        ("robots from 2026-08-01 to 2026-08-07", "robots since:2026-08-01 until:2026-08-07"),
        ("robots before 2026-08-07", "robots until:2026-08-07"),
        ("robots on 2026-08-07", "robots since:2026-08-07 until:2026-08-07"),
        ("I'm looking for papers on speech enhancement", "speech enhancement"),
        ("can you find me something about protein folding?", "protein folding"),
        ("is there anything good about RAG?", "RAG"),
        ("papers about RAG yesterday", "RAG since:2026-08-19 until:2026-08-19"),
        ("show me today's papers about robots", "robots since:2026-08-20 until:2026-08-20"),
        ("yesterday's best papers on RAG", "RAG sort:top since:2026-08-19 until:2026-08-19"),
        ("got anything on RAG", "RAG"),
        ("anything interesting on world models?", "world models"),
        ("are there any good papers about tokenization?", "tokenization"),
        ("who wrote SmolLM2?", "SmolLM2"),
        ("authors of the paper SmolLM2", "SmolLM2"),
        ("papers like SmolLM2", "SmolLM2"),
        ("google papers on robotics", 'robotics org:"google"'),
        ("Google's work on robotics", 'robotics org:"Google"'),
        ("robotics papers from Google DeepMind", 'robotics org:"Google DeepMind"'),
        ("image generation but not diffusion", 'image generation -"diffusion"'),
        ("papers not about llms", '-"llms"'),
        ("not about llms or vision", '-"llms" -"vision"'),
        ("nothing about llms since June", '-"llms" since:2026-06-01'),
        ("papers with code and more than 100 upvotes", "upvotes:>100 has:code"),
        ("robots with code", "robots has:code"),
        ("papers under 10 upvotes", "upvotes:<10"),
        ("agents with 50+ upvotes", "agents upvotes:50"),
        ("show me robots with open-source code", "robots has:code"),
        ("other papers from Google", 'org:"Google"'),
        ("anything from Stanford this week", 'org:"Stanford" since:2026-08-17'),
        ("explain flow matching", "flow matching"),
        ("what does NVIDIA work on", 'org:"NVIDIA" sort:new'),
        ("new dataset papers", "dataset sort:new"),
        ("arxiv cs.CL today", "category:cs.CL since:2026-08-20 until:2026-08-20"),
        ("what papers came out today about robots", "robots since:2026-08-20 until:2026-08-20"),
        ("what papers came out this week about robots", "robots since:2026-08-17"),
        ("robots today", "robots since:2026-08-20 until:2026-08-20"),
        ("cs.CL", "category:cs.CL"),
        ("robots in cs.RO since June", "robots category:cs.RO since:2026-06-01"),
        ("papers on robots but not about diffusion models", 'robots -"diffusion models"'),
        ("video generation, not diffusion or GANs", 'video generation -"diffusion" -"GANs"'),
        ("robots excluding humanoids, quadrupeds and drones", 'robots -"humanoids" -"quadrupeds" -"drones"'),
        ("agents except for those about code", 'agents -"code"'),
        ("anything on agents that aren't about coding", 'agents -"coding"'),
        ("papers on agents but not by Google", 'agents -org:"Google"'),
        ("world models, not from NVIDIA or Meta", 'world models -org:"NVIDIA" -org:"Meta"'),
        ("papers on agents not by Song Han", 'agents -author:"Song Han"'),
        ("papers from last week not about LLMs", '-"LLMs" since:2026-08-10'),
        ("papers on agents, excluding web agents since June", 'agents -"web agents" since:2026-06-01'),
        ("papers from yesterday", "since:2026-08-19 until:2026-08-19"),
        ("all papers of last week", "since:2026-08-10 until:2026-08-16"),
        ("papers published in 2024", "since:2024-01-01 until:2024-12-31"),
        ("papers from 2024 about RAG", "RAG since:2024-01-01 until:2024-12-31"),
        ("agents since 2025", "agents since:2025-01-01"),
        ("agents after 2024", "agents since:2025-01-01"),
        ("agents before 2025", "agents until:2024-12-31"),
        ("agents until 2024", "agents until:2024-12-31"),
        ("agents between 2024 and 2025", "agents since:2024-01-01 until:2025-12-31"),
        ("papers with more than 50 upvotes about robots", "robots upvotes:>50"),
        ("papers with at least 50 upvotes since June", "upvotes:50 since:2026-06-01"),
        ("video generation by ByteDance", 'video generation org:"ByteDance"'),
        ("diffusion models by OpenAI since 2024", 'diffusion models org:"OpenAI" since:2024-01-01'),
        ("latest from DeepSeek", 'org:"DeepSeek" sort:new'),
        ("Wei Wang 2026", "Wei Wang since:2026-01-01 until:2026-12-31"),
        ("world models 2025", "world models since:2025-01-01 until:2025-12-31"),
        ("what's new this week on robotics", "robotics sort:new since:2026-08-17"),
        ("whats new in robotics", "robotics sort:new"),
        ("Whats new today in robotics", "robotics sort:new since:2026-08-20 until:2026-08-20"),
        ("best papers of the last month on agents", "agents sort:top since:2026-07-21"),
        ("what came out this week on agents", "agents since:2026-08-17"),
        ("any new papers this week", "since:2026-08-17"),
        ("whos working on speech", "speech"),
        ("papers about dont care bits", "dont care bits"),
        ("what's the most upvoted paper this month", "sort:top since:2026-08-01"),
        ("which papers got the most upvotes last week", "sort:top since:2026-08-10 until:2026-08-16"),
        ("google papers", 'org:"google"'),
        ("show me OpenAI's papers", 'org:"OpenAI"'),
        ("papers on RAG with the most upvotes", "RAG sort:top"),
        ("what are the best vision papers", "vision sort:top"),
        ("top 5 papers this week", "sort:top since:2026-08-17"),
        ("top 10 papers on robotics", "robotics sort:top"),
        ("show me the latest 5 papers by Kaiming He", 'author:"Kaiming He" sort:new'),
        ("give me three papers about diffusion", "diffusion"),
        ("best paper of August", "sort:top since:2026-08-01 until:2026-08-31"),
        ("papers on speech from Monday", "speech since:2026-08-17 until:2026-08-17"),
        ("papers on speech since monday", "speech since:2026-08-17"),
        ("speech until last tuesday", "speech until:2026-08-18"),
        ("papers on speech between August 1 and 10 August", "speech since:2026-08-01 until:2026-08-10"),
        ("speech since the 12th of August", "speech since:2026-08-12"),
        ("papers of 3 days ago", "since:2026-08-17 until:2026-08-17"),
        ("speech from two weeks ago", "speech since:2026-08-06"),
        ("Speech from Two Weeks ago", "Speech since:2026-08-06"),
        ("something like 2608.19880", "2608.19880"),
        ("similar to arxiv:2608.19880", "arxiv:2608.19880"),
    ],
)
def test_a_request_is_read_as_filters_and_words(text: str, meant: str) -> None:
    assert as_query(text, TODAY) == meant


@pytest.mark.parametrize(
    "text",
    [
        "attention is all you need",
        "recent advances in robotics",
        "A Survey on Agents",
        "how do LLMs work",
        "the last layer",
        "Learning from Papers",
        "Best-of-N sampling",
        "what is new about attention: a survey",
        "Attention, Learn to Solve",
        "Song Han",
        "AI at Meta",
        "ICLR 2025",
        "NeurIPS 2025",
        "COCO 2017",
        "GPT 4 papers",
        "best paper award",
        "what is the best way to fine-tune",
        "what are state space models",
        "speech on Feb 30",
        "attention in 2023 for vision",
        "instance masks im segmentation",
        "results from last week on video",
        "object detection 2017",
        "the road to 2030",
        "2025",
        "All but One",
        "work stealing papers by rules on trees",
        "reasoning with code",
        "language models not trained on code",
        "author:Han since last month",
        '"papers about robotics"',
        "",
    ],
)
def test_everything_else_stays_words(text: str) -> None:
    assert as_query(text, TODAY) is None


def test_words_with_a_quotation_are_searched_literally_as_well() -> None:
    assert parse_query(literal('papers by "Ada" since May'), TODAY).words == ("papers", "by", "ada", "since", "may")


def test_a_request_says_how_it_was_read_and_can_be_searched_literally() -> None:
    query = parse_query("papers about robotics since last month", TODAY)
    assert (query.words, query.since) == (("robotics",), date(2026, 7, 1))
    assert query.read_as == "robotics since:2026-07-01"
    literally = parse_query(query.literal or "", TODAY)
    assert literally.words == ("papers", "about", "robotics", "since", "last", "month")
    assert literally.since is None


def test_words_that_look_like_a_request_are_rendered_as_words() -> None:
    query = parse_query('words:"newest papers on agents"', TODAY)
    assert parse_query(render_query(query), TODAY).words == query.words


def test_an_id_that_cannot_be_is_said_to_be_none() -> None:
    assert "can't be an arXiv id" in " ".join(parse_query("9999.99999", TODAY).notes)
    assert parse_query("2401.01234", TODAY).notes == ()
