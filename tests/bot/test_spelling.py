"""Words that are spelled in two ways are one."""

import pytest

from bot.spelling import american, british

PAIRS = """
optimisation optimization, optimiser optimizer, tokenised tokenized, summarising summarizing, analyse analyze
behaviour behavior, behavioural behavioral, colour color, colourisation colorization, neighbourhood neighborhood
centre center, centred centered, fibres fibers, catalogue catalog, dialogues dialogs, defence defense, grey gray
programme program, greyscale grayscale, aluminium aluminum, sulphur sulfur, artefacts artifacts, judgement judgment
anaemia anemia, anaesthesia anesthesia, paediatric pediatric, haemorrhage hemorrhage, leukaemia leukemia
oesophageal esophageal, foetal fetal, tumour tumor, ageing aging, moulding molding, watercolour watercolor
"""
BOTH = """
noise exercise precise promise supervise revise likewise pairwise advertise expertise surprise enterprise franchise
compromise merchandise disguise praise otherwise arise ising precision four hour tour contour analysis analyses fence
sentence aesthetic poem does sombre genre prologue argue optimize size prize or for error tensor center her gram
"""


@pytest.mark.parametrize("pair", PAIRS.replace("\n", ",").strip(",").split(","))
def test_both_spellings_are_known_of_each_other(pair: str) -> None:
    typed, meant = pair.split()
    assert american(typed) == american(meant) == meant
    assert typed in british(meant)


@pytest.mark.parametrize("word", BOTH.split())
def test_what_is_spelled_in_one_way_stays_itself(word: str) -> None:
    assert american(word) == word
    assert all(american(other) == word for other in british(word))
