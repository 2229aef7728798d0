"""A withdrawn paper is known by all usual wordings, and no other paper is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.withdrawals import says_withdrawn


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn",
        "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
        "this submission has been withdrawn by arXiv administrators due to inappropriate text reuse",
        "arXiv admin note: This paper has been withdrawn by arXiv due to disputed authorship",
        "This article is withdrawn.",
        "The paper was withdrawn from arXiv",
        "12 pages, 3 figures. Our manuscript has now been temporarily withdrawn",
        "Withdrawn",
        "withdrawn.",
        "Withdrawn by the authors",
        "Withdrawn due to errors in Section 4",
        "Paper withdrawn",
        "Paper withdrawn by the author",
        "Withdrawn by author; needs further work",
        "The authors have withdrawn this paper",
        "We withdraw this paper because Theorem 2 is wrong",
        "The author has decided to withdraw this submission",
        "The first author requested to withdraw the manuscript",
        "This work was retracted by the authors",
        "This preprint has been withdrawn for revision",
        "(withdrawn)",
        "20 pages; withdrawn due to error",
        "Errors were found. Withdrawn.",
        "Superseded by arXiv:2601.00011 and hence withdrawn",
        "This paper has unfortunately been withdrawn",
        "Paper temporarily withdrawn",
        "been withdrawn due to an error",
        "Withdrawn at the request of the authors",
        "Withdrawn in order to be corrected",
        "We are withdrawing this paper due to an error in Lemma 3",
        "We, the authors, have withdrawn this preprint",
        "The author withdraws this paper",
        "The authors request withdrawal of this paper",
        "This submission has been removed by arXiv administrators because of overlap",
        "bioRxiv has withdrawn this manuscript",
        "medRxiv has removed this preprint",
        "This is a withdrawn paper",
        "To be withdrawn",
        "Withdrawn upon request of the second author",
        "Withdrawn after discovering a mistake",
        "withdrawn to add more experiments",
    ],
)
def test_usual_wordings_are_known(comment: str) -> None:
    assert says_withdrawn(comment=comment)
    if not comment.startswith(("20 pages", "Errors", "Superseded")):
        assert says_withdrawn(abstract=f"{comment}. More words follow here.")


@pytest.mark.parametrize(
    "text",
    [
        "Withdrawn from ICLR 2025",
        "This paper was withdrawn from the conference",
        "Accepted at ICML. A previous version of this paper was withdrawn",
        "An earlier version was withdrawn",
        "12 pages",
        "We study how troops were withdrawn and cash is withdrawn by customers",
        "Drugs that were withdrawn from the market",
        "Withdrawn drugs are studied with graph networks",
        "The system has retracted claims in its answers",
        "We detect retracted articles that are still cited",
        "Retracted papers and who cites them",
        "The study was withdrawn by its sponsor",
        "The authors of withdrawn papers are asked why",
        "Withdrawal symptoms of social media",
        "We analyse papers withdrawn by authors",
        "Papers are withdrawn by authors for many reasons",
        "The paper by Alpha was withdrawn by the authors in 2020",
        "Accepted at NeurIPS; withdrawn from ICML",
        "v1 has been withdrawn",
        "Removed stones and withdrawn troops",
        "This paper has not been withdrawn",
        "We withdraw the claim of Section 3",
        "This paper replaces the withdrawn arXiv:2601.00011",
        "The figures were removed by the editors",
    ],
)
def test_other_things_that_are_withdrawn_are_no_sign(text: str) -> None:
    assert not says_withdrawn(title=text, abstract=text, comment=text)


@pytest.mark.parametrize(
    "abstract",
    [
        "We look at a study of 2010. This article was retracted, and yet it is cited.",
        "Alpha et al. linked gardens to sleep; this paper was retracted in 2020.",
        "In 1998 a paper spread fear. The article was later retracted by the journal.",
        "A model was trained on claims. The work was withdrawn by its publisher.",
    ],
)
def test_what_an_abstract_says_of_a_work_that_it_spoke_of_is_no_sign(abstract: str) -> None:
    assert not says_withdrawn(abstract=abstract)
    assert says_withdrawn(abstract=f"This article was retracted. {abstract}")


@pytest.mark.parametrize("of", ["Replaces arXiv:2401.00001", "Extended version of arXiv:2401.00001v2"])
def test_another_work_that_a_comment_calls_withdrawn_is_no_sign(of: str) -> None:
    assert not says_withdrawn(comment=f"{of} (withdrawn)")


@pytest.mark.parametrize("comment", ["Please withdraw this paper", "Request for withdrawal", "Withdrawal requested"])
def test_a_comment_that_asks_for_a_withdrawal_is_a_sign(comment: str) -> None:
    assert says_withdrawn(comment=comment)
    assert not says_withdrawn(abstract=f"{comment}. More words follow here.")


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: Notes on Gardens",
        "RETRACTED CHAPTER: Notes on Gardens",
        "Retraction notice to “Notes on Gardens” [J. Hens 12 (2020) 1–10]",
        "Retraction Note to: Notes on Gardens",
        "Retraction Note: Notes on Gardens",
        "Notice of Retraction: Notes on Gardens",
        "Statement of Retraction: Notes on Gardens",
        "Retraction: Notes on Gardens",
        "Retraction of “Notes on Gardens”",
        "Withdrawal notice to: Notes on Gardens",
        "Notes on Gardens (Retraction of Vol 12, Pg 1, 2020)",
    ],
)
def test_the_notice_of_a_retraction_is_no_paper_to_read(title: str) -> None:
    assert says_withdrawn(title=title)


@pytest.mark.parametrize(
    "title",
    [
        "Retraction notices in medicine: a survey",
        "Retraction maps on manifolds: notes",
        "Retraction of hyperbolic groups onto gardens",
        "Retractions: causes and cures",
        "Retraction Watch: ten years",
        "Withdrawal of antidepressants: a review",
        "Expression of Concern: Notes on Gardens",
        "Notes on Gardens (withdrawal effects)",
    ],
)
def test_a_paper_about_retractions_is_a_paper(title: str) -> None:
    assert not says_withdrawn(title=title)


def test_titles_and_notices_of_preprint_servers() -> None:
    assert says_withdrawn(title="WITHDRAWN: Notes on Gardens")
    assert says_withdrawn(title="[Retracted] Notes on Gardens")
    assert says_withdrawn(title="Notes on Gardens (withdrawn)")
    assert says_withdrawn(title="REMOVED: Notes on Gardens")
    assert says_withdrawn(title="TEMPORARY REMOVAL: Notes on Gardens")
    assert not says_withdrawn(title="Removed Stones: Notes on Gardens")
    assert says_withdrawn(title="This paper has been withdrawn")
    assert says_withdrawn(abstract="Withdrawal Statement The authors no longer stand by it.")
    assert not says_withdrawn(abstract="We study gardens. " * 30 + "This paper has been withdrawn by the author.")


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    says_withdrawn(title=text, abstract=text, comment=text)


@pytest.mark.parametrize(
    "comment",
    [
        "This draft is withdrawn",
        "This report has been withdrawn by the author",
        "** withdrawn **",
        "The authors withdrew.",
        "Due to a mistake in Lemma 4, this paper is withdrawn",
        "Published in Phys. Rev. D 12, withdrawn due to an error",
        "The paper has been withdrawn because it will undergo a major revision",
        "Withdrawn because of a fatal flaw in section 3.",
    ],
)
def test_more_wordings_of_comments_are_known(comment: str) -> None:
    assert says_withdrawn(comment=comment)


@pytest.mark.parametrize(
    "comment",
    [
        "Reinstated: the paper was withdrawn by mistake",
        "This paper was accidentally withdrawn; it is back",
        "This paper was previously withdrawn and is now corrected",
        "This paper is an extension of 1001.0001, now withdrawn",
        "Submitted to ICML 2020, withdrawn",
        "The companion paper arXiv:1001.0001 has been withdrawn",
        "17 pages; the second author has withdrawn from the project",
        "Part II has been withdrawn; this is Part I",
        "The authors withdraw the claim that P = NP",
        "Contains the results of our withdrawn paper cs/0501001",
    ],
)
def test_what_was_withdrawn_by_mistake_or_is_another_s_is_no_sign(comment: str) -> None:
    assert not says_withdrawn(comment=comment)
