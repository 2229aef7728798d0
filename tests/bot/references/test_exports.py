"""Exports of reference managers and services, and lists kept by hand: the first id, or else the title, of each work."""

import time

import pytest

from bot.exports import export
from bot.model import Paper, PaperId
from bot.references import read_references

A, B = "2601.00011", "2601.00012"


def works(text: str) -> list[str]:
    found = read_references(text).found
    return [work.ids[0].partition(":")[2] if work.ids else work.title for work in found]


TABLES = {
    "dimensions csv": (
        (
            '"About the data: Exported on Nov 27, 2026. Criteria: gardens, hills."\n'
            "Rank,Publication ID,DOI,Title,Authors,PubYear\n"
            '500,pub.1,10.1000/abc,Notes on Gardens,"Alpha, Ada; Beta, Bob",2026\n'
            "501,pub.2,,Only a Title Here,,2026\n"
        ),
        ["10.1000/abc", "Only a Title Here"],
    ),
    "markdown table in a note": (
        (
            "# Reading list\n"
            "\n"
            "| # | Title | Link | Notes |\n"
            "|:-:|:--|---|---|\n"
            "| 1 | Notes on Gardens | [pdf](https://arxiv.org/pdf/2601.00011) | a |\n"
            "| 2 | **Hills of the North** | | b |\n"
            "\n"
            "That is all, see 2601.00099.\n"
        ),
        [A, "Hills of the North"],
    ),
    "markdown table linked titles": (
        (
            "| Paper | Year |\n"
            "|---|---|\n"
            "| [Notes on Gardens](https://arxiv.org/abs/2601.00011) | 2026 |\n"
            "| [Hills](https://arxiv.org/abs/2601.00012) | 2025 |\n"
        ),
        [A, B],
    ),
    "letter with commas": (
        ("Dear Bob, hello,\nthe title, as you know, is 2601.00011,\nYours, Ada\n"),
        [A],
    ),
    "zotero csv": (
        (
            '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISBN","ISSN","D'
            'OI","Url","Abstract Note","Date","Pages","Extra","Manual Tags"\n'
            '"K1","preprint","2026","Alpha, Ada; Beta, Bob","Notes on Gardens","","","","","http://arxi'
            'v.org/abs/2601.00011","We, the ""authors"", see\n'
            '2601.00099","2026-01-02","","arXiv:2601.00011 [cs]","a; b"\n'
            '"K2","journalArticle","2025","Gamma, Cy","Hills and Rivers of the North","J","","","10.100'
            '0/xyz","","","","","",""\n'
        ),
        [A, "10.1000/xyz"],
    ),
    "zotero csv extra only": (
        '"Key","Title","Extra"\n"K","A","arXiv:2601.00011 [cs]"\n"L","Only a Title Here","Citation Key: x"',
        [A, "Only a Title Here"],
    ),
    "scholar csv": (
        (
            "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
            '"Alpha, Ada; Beta, Bob; ",Notes on Gardens,arXiv preprint arXiv:2601.00011,,,,2026,\n'
            '"Gamma, Cy; ",Hills of the North,Journal of Hills,1,2,3-4,2025,X'
        ),
        [A, "Hills of the North"],
    ),
    "scopus csv": (
        (
            '"Authors","Author full names","Author(s) ID","Title","Year","Source title","Volume","DOI",'
            '"Link"\n'
            '"Alpha A.; Beta B.","Alpha, Ada (1); Beta, Bob (2)","1;2","Notes on Gardens","2026","ICGL"'
            ',"","10.1000/abc","https://www.scopus.com/x"\n'
        ),
        ["10.1000/abc"],
    ),
    "pubmed csv": (
        (
            "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,N"
            "IHMS ID,DOI\n"
            '1,Notes on gardens.,"Alpha A, Beta B.",J. 2026,Alpha A,J,2026,2026/01/02,,,10.1101/2026.01'
            ".02.123456"
        ),
        ["10.1101/2026.01.02.123456"],
    ),
    "notion csv": (
        (
            "\ufeffName,Tags,URL,Status\n"
            "Notes on Gardens,ml,https://arxiv.org/abs/2601.00011,To read\n"
            "Hills of the North,,,Done\n"
        ),
        [A, "Hills of the North"],
    ),
    "own sheet tsv": (
        "Paper\tLink\tNotes\nNotes on Gardens\thttps://arxiv.org/pdf/2601.00011v2\tgood\nHills of the North\t\tmaybe\n",
        [A, "Hills of the North"],
    ),
    "excel semicolon": (
        "sep=;\nTitle;Authors;Year\nNotes on Gardens in Spring;Ada Alpha, Bob Beta;2026\n",
        ["Notes on Gardens in Spring"],
    ),
    "european semicolon": (
        'Title;Author;DOI\r\n"Notes; on Gardens";Alpha, Ada;10.48550/arXiv.2601.00011\r\n',
        [A],
    ),
    "paperpile csv": (
        (
            "Item type,Authors,Title,Journal,Publication year,Arxiv ID,URLs,DOI\n"
            'Preprint,"Alpha A,Beta B",Notes on Gardens,arXiv [cs.LG],2026,2601.00011,http://arxiv.org/'
            "abs/2601.00011,\n"
        ),
        [A],
    ),
    "ragged rows": (
        "Title,DOI,Year\nNotes on Gardens,10.1000/a\nHills of the North,10.1000/b,2026,more,and more\n\n,,\n",
        ["10.1000/a", "10.1000/b"],
    ),
    "open quote": (
        (
            "Title,URL\n"
            '"Notes on "Gardens",https://arxiv.org/abs/2601.00011\n'
            "Hills of the North,https://arxiv.org/abs/2601.00012\n"
        ),
        [A, B],
    ),
    "wos tab": (
        (
            "PT\tAU\tTI\tSO\tDI\tPY\n"
            "J\tAlpha, A; Beta, B\tNotes on Gardens\tJ\t10.1000/abc\t2026\n"
            "J\tBeta, B\tOnly a Title Here\tJ\t\t2026\n"
        ),
        ["10.1000/abc", "Only a Title Here"],
    ),
    "markdown table": (
        (
            "| Title | Link |\n"
            "|---|---|\n"
            "| Notes on Gardens | https://arxiv.org/abs/2601.00011 |\n"
            "| Hills of the North | |\n"
        ),
        [A, "Hills of the North"],
    ),
    "bars without a frame": (
        "Title|DOI|Year\nNotes|10.1000/abc|2026\nHills of the North||2025\n",
        ["10.1000/abc", "Hills of the North"],
    ),
    "chinese csv": (
        "Title,Author,DOI\n关于花园和河流的笔记,李 明; 王 芳,10.1000/abc\n",
        ["10.1000/abc"],
    ),
    "springer csv": (
        (
            "Item Title,Publication Title,Item DOI,Authors,Publication Year,Content Type,URL\n"
            '"Notes on Gardens",J,10.1007/abc-1,Ada AlphaBob Beta,2026,Article,http://x\n'
            "Only a Title Here,,,Cy Gamma,2025,Chapter,http://y\n"
        ),
        ["10.1007/abc-1", "Only a Title Here"],
    ),
    "spaces after commas": (
        'Title, Authors, DOI\n"Notes, on Gardens", "Alpha, Ada; Beta, Bob", 10.1000/abc\n',
        ["10.1000/abc"],
    ),
    "semantic scholar csv": (
        (
            "Title,Authors,Venue,Year,Citations,URL\n"
            "Notes on Gardens,Ada Alpha,ICG,2026,3,https://www.semanticscholar.org/paper/Notes-on-Garde"
            "ns/0123456789abcdef0123456789abcdef01234567\n"
        ),
        ["Notes on Gardens"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES.keys())
def test_a_row_of_a_table_is_a_work(text: str, expected: list[str]) -> None:
    assert works(text) == expected


XML = {
    "endnote xml": (
        (
            '<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><database name="My.enl">My.en'
            'l</database><rec-number>1</rec-number><ref-type name="Journal Article">17</ref-type><contr'
            'ibutors><authors><author><style face="normal">Alpha, Ada</style></author><author>Beta, Bob'
            '</author></authors></contributors><titles><title><style face="normal" font="default" size='
            '"100%">Notes on <style face="italic">Gardens</style></style></title><secondary-title>arXiv'
            " preprint arXiv:2601.00011</secondary-title></titles><dates><year>2026</year></dates><urls"
            "><related-urls><url>https://example.org</url></related-urls></urls></record><record><title"
            "s><title>Hills of the North</title></titles><electronic-resource-num>https://doi.org/10.10"
            "00/xyz</electronic-resource-num><abstract>as 2601.00099</abstract></record><record><titles"
            "><title>Only a Title Here</title></titles></record></records></xml>"
        ),
        [A, "10.1000/xyz", "Only a Title Here"],
    ),
    "mendeley xml": (
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<xml><records><record><ref-type name="Generic">13</ref-type><contributors><authors><author'
            ">Alpha, A.</author></authors></contributors><titles><title>Notes on Gardens &amp; Hills</t"
            "itle><secondary-title></secondary-title></titles><volume>abs/2601.00011</volume><urls><pdf"
            "-urls><url>internal-pdf://x.pdf</url></pdf-urls></urls></record></records></xml>"
        ),
        [A],
    ),
    "endnote broken off": (
        (
            "<xml><records><record><titles><title>Notes on Gardens</title></titles><electronic-resource"
            "-num>10.48550/arXiv.2601.00011</electronic-resource-num></record><record><titles><title>Hi"
            "lls"
        ),
        [A],
    ),
    "zotero rdf": (
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zoter'
            'o.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:foaf="http://x'
            'mlns.com/foaf/0.1/" xmlns:bib="http://purl.org/net/biblio#" xmlns:dcterms="http://purl.org'
            '/dc/terms/" xmlns:link="http://purl.org/rss/1.0/modules/link/">\n'
            '<bib:Article rdf:about="http://arxiv.org/abs/2601.00011"><z:itemType>preprint</z:itemType>'
            "<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Alpha</foaf:surname><foaf:givenNa"
            "me>Ada</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors><link:link rdf:resou"
            'rce="#item_2"/><dc:title>Notes on Gardens</dc:title><dcterms:abstract>x 2601.00099</dcterm'
            "s:abstract><dc:identifier><dcterms:URI><rdf:value>http://arxiv.org/abs/2601.00011</rdf:val"
            "ue></dcterms:URI></dc:identifier></bib:Article>\n"
            '<z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType><dc:title>arXiv.org S'
            "napshot</dc:title></z:Attachment>\n"
            '<bib:Article rdf:about="#item_3"><z:itemType>journalArticle</z:itemType><dcterms:isPartOf>'
            '<bib:Journal><prism:volume xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">1<'
            "/prism:volume><dc:title>Journal of Hills</dc:title><dc:identifier>DOI 10.1000/xyz</dc:iden"
            "tifier><dc:identifier>ISSN 1234-5678</dc:identifier></bib:Journal></dcterms:isPartOf><dc:t"
            "itle>Hills of the North</dc:title></bib:Article>\n"
            '<bib:Memo rdf:about="#item_4"><rdf:value>&lt;p&gt;see 2601.00098&lt;/p&gt;</rdf:value></bi'
            "b:Memo>\n"
            '<bib:Journal rdf:about="urn:issn:1234-5678"><dc:title>Nature</dc:title></bib:Journal>\n'
            '<rdf:Description rdf:about="urn:isbn:978"><z:itemType>preprint</z:itemType><dc:title>Only '
            "a Title Here</dc:title></rdf:Description>\n"
            '<z:Collection rdf:about="#collection_1"><dc:title>My papers</dc:title></z:Collection></rdf'
            ":RDF>"
        ),
        [A, "10.1000/xyz", "Only a Title Here"],
    ),
    "pubmed xml": (
        (
            '<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "https://x.dtd"><Pubm'
            "edArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><Journal><Title>J</Tit"
            'le></Journal><ArticleTitle>Notes on <i>gardens</i>.</ArticleTitle><ELocationID EIdType="do'
            'i">10.1000/abc</ELocationID><AuthorList><Author><LastName>Alpha</LastName></Author></Autho'
            'rList></Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">10.10'
            "00/abc</ArticleId></ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdTy"
            'pe="doi">10.1000/other</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData'
            "></PubmedArticle></PubmedArticleSet>"
        ),
        ["10.1000/abc"],
    ),
    "mods": (
        (
            '<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>Notes on Garden'
            's</title></titleInfo><identifier type="doi">10.1000/abc</identifier></mods><mods><titleInf'
            "o><title>Only a Title Here</title></titleInfo></mods></modsCollection>"
        ),
        ["10.1000/abc", "Only a Title Here"],
    ),
    "endnote xml utf16 decl": (
        (
            '<?xml version="1.0" encoding="UTF-16"?><xml><records><record><titles><title>Ünd Gärten of '
            "the North</title></titles></record></records></xml>"
        ),
        ["Ünd Gärten of the North"],
    ),
    "ctrl char in xml": (
        "<xml><records><record><titles><title>Notes on\x08 Gardens in Spring</title></titles></record></records></xml>",
        ["Notes on Gardens in Spring"],
    ),
    "bare amp in xml": (
        (
            "<xml><records><record><titles><title>Notes & Hills of the North</title></titles></record><"
            "record><titles><title>Only a Title Here</title></titles></record></records></xml>"
        ),
        ["Notes & Hills of the North", "Only a Title Here"],
    ),
    "two files": (
        (
            '\n<?xml version="1.0"?><xml><records><record><titles><title>N</title></titles><accession-num>2601.00011'
            '</accession-num></record></records></xml>\n<?xml version="1.0"?><xml><records><record><titles><title>Only'
            " a Title Here</title></titles></record></records></xml>"
        ),
        [A, "Only a Title Here"],
    ),
    "oai": (
        (
            "<OAI-PMH><ListRecords><record><header><identifier>oai:arXiv.org:2601.00011</identifier></header><metadata>"
            '<x:dc xmlns:x="x" xmlns:dc="y"><dc:title>Notes</dc:title><dc:description>see 2601.00099</dc:description>'
            "</x:dc></metadata></record></ListRecords></OAI-PMH>"
        ),
        [A],
    ),
    "bomb": (
        (
            '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><records><record><titles><tit'
            "le>&b;</title></titles><electronic-resource-num>10.48550/arXiv.2601.00011</electronic-reso"
            "urce-num></record></records></xml>"
        ),
        [A],
    ),
    "word": (
        (
            '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source>'
            "<b:Tag>A</b:Tag><b:Title>Notes on Gardens</b:Title><b:URL>https://arxiv.org/abs/2601.00011</b:URL>"
            "</b:Source><b:Source><b:Title>Only a Title Here</b:Title></b:Source></b:Sources>"
        ),
        [A, "Only a Title Here"],
    ),
    "atom": (
        (
            '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title><entry>'
            "<id>http://arxiv.org/abs/2601.00011v1</id><title>A</title><summary>see 2601.00099</summary></entry>"
            "<entry><id>x:1</id><title>A Blog</title><content>on 2601.00012</content></entry></feed>"
        ),
        [A, B],
    ),
    "rss": (
        (
            "<rss><channel><title>cs.CL</title><item><title>A</title><link>https://arxiv.org/abs/2601.00011</link>"
            "<description>arXiv:2601.00011v1 Announce Type: new Abstract: beats arXiv:2601.00099</description></item>"
            "</channel></rss>"
        ),
        [A],
    ),
    "opml": (
        (
            '<?xml version="1.0"?><opml version="2.0"><head><title>Papers</title></head><body><outline '
            'text="Notes on Gardens" type="link" url="https://arxiv.org/abs/2601.00011"/><outline text='
            '"x" url="https://arxiv.org/abs/2601.00012"/></body></opml>'
        ),
        [A, B],
    ),
}


@pytest.mark.parametrize(("text", "expected"), XML.values(), ids=XML.keys())
def test_a_record_of_xml_is_a_work_and_nothing_beside_it_is(text: str, expected: list[str]) -> None:
    assert works(text) == expected


LISTS = {
    "titles with bullets": (
        (
            "My list\n"
            "\n"
            "- Notes on Gardens in Spring\n"
            "- Hills of the North (Beta et al., 2025)\n"
            "- https://arxiv.org/abs/2601.00011\n"
        ),
        ["Notes on Gardens in Spring", "Hills of the North", A],
    ),
    "titles numbered": (
        (
            "1. Notes on Gardens in Spring\n"
            '2. "Hills of the North"\n'
            "3. **Rivers and Their Shores**: a survey - https://arxiv.org/abs/2601.00012\n"
        ),
        ["Notes on Gardens in Spring", "Hills of the North", B],
    ),
    "titles plain": (
        "Notes on Gardens in Spring\nHills of the North\nRivers and Their Shores\n",
        ["Notes on Gardens in Spring", "Hills of the North", "Rivers and Their Shores"],
    ),
    "references of a paper": (
        (
            "[1] A. Alpha, B. Beta. Notes on Gardens. arXiv:2601.00011, 2026.\n"
            "[2] Ada Alpha and Bob Beta. 2020. Hills of the North. In Proceedings of Hills.\n"
            "[3] Gamma, C., & Delta, D. (2019). Rivers and their shores. Journal of Hills, 12(3), 45–67.\n"
        ),
        [A, "Hills of the North", "Rivers and their shores"],
    ),
    "references without marks": (
        (
            "Alpha, A. Notes on Gardens in Spring. J. Hills 3, 12–15 (2020).\n"
            "A. Alpha and B. Beta, “Hills of the North,” in Proc. Conf. on Hills, 2020, pp. 1–8.\n"
            'Alpha, Ada, et al. "Rivers and Their Shores." Journal of Hills 12.3 (2020): 45-67.\n'
            "Beta B, Gamma C. Lakes of the far south. J Hills. 2020;12(3):45-67.\n"
            "Beta, B.: Ponds of the near south. In: ICML, pp. 1-2 (2020)\n"
        ),
        [
            "Notes on Gardens in Spring",
            "Hills of the North",
            "Rivers and Their Shores",
            "Lakes of the far south",
            "Ponds of the near south",
        ],
    ),
    "references over several lines": (
        (
            "[1] A. Alpha, B. Beta. Notes on Gardens in\n    Spring. In NeurIPS, 2024.\n"
            "[2] A. Alpha and B. Beta. Lakes and ponds. arXiv preprint\narXiv:2601.00011, 2026.\n"
            "[3] C. Gamma. Hills of the North. In ICML, 2023.\n\nPage 12\n"
        ),
        ["Notes on Gardens in Spring", A, "Hills of the North"],
    ),
    "bullets over several lines": (
        "See 2601.00012:\n\n- Notes on Gardens in\n  Spring\n\n- Hills of the North\n",
        [B, "Notes on Gardens in Spring", "Hills of the North"],
    ),
    "titles under a heading": (
        "Title\nNotes on Gardens in Spring\nHills of the North\n",
        ["Notes on Gardens in Spring", "Hills of the North"],
    ),
    "titles, ids and links without marks": (
        "Notes on Gardens in Spring\nhttps://arxiv.org/abs/2601.00011\n2601.00012\nHills of the North\n",
        ["Notes on Gardens in Spring", A, B, "Hills of the North"],
    ),
    "two ids a bullet": (
        "- 2601.00011 and 2601.00012\n- Notes on Gardens in Spring\n",
        [A, B, "Notes on Gardens in Spring"],
    ),
    "awesome list": (
        (
            "# Awesome\n"
            "- [Introduction](#introduction)\n"
            "- [Notes](https://arxiv.org/abs/2601.00011)\n"
            "- [Code for the Gardens of the North](https://github.com/a/b)\n"
        ),
        [A],
    ),
    "prose with wraps": (
        "Dear all,\nplease read 2601.00011 and the\nother one (2601.00012) until Monday.\n- Ada\n- Bob\n",
        [A, B],
    ),
}


@pytest.mark.parametrize(("text", "expected"), LISTS.values(), ids=LISTS.keys())
def test_a_line_of_a_list_is_a_work(text: str, expected: list[str]) -> None:
    assert works(text) == expected


MANAGERS = {
    "better bibtex": (
        (
            "@article{alphaNotesGardens2026,\n"
            "  title = {Notes on {{Gardens}}},\n"
            "  author = {Alpha, Ada and Beta, Bob},\n"
            "  date = {2026-01-02},\n"
            "  eprint = {2601.00011},\n"
            "  eprinttype = {arxiv},\n"
            "  eprintclass = {cs},\n"
            "  keywords = {x},\n"
            "  file = {/home/a/Zotero/storage/X/Alpha - 2026 - Notes.pdf}\n"
            "}\n"
            "\n"
            "% == BibTeX quality report for alphaNotesGardens2026:\n"
            "% ? unused Url\n"
        ),
        [A],
    ),
    "jabref groups": (
        (
            "% Encoding: UTF-8\n"
            "\n"
            "@Article{Alpha2026,\n"
            "  author = {Ada Alpha},\n"
            "  title = {Notes on Gardens},\n"
            "  eprint = {2601.00011},\n"
            "  groups = {Reading, Old 2601},\n"
            "  priority = {prio1},\n"
            "}\n"
            "\n"
            "@Comment{jabref-meta: databaseType:bibtex;}\n"
            "\n"
            "@Comment{jabref-meta: grouping:\n"
            "0 AllEntriesGroup:;\n"
            "1 StaticGroup:Reading\\;0\\;1\\;0x8a8a8aff\\;\\;\\;;\n"
            "}\n"
        ),
        [A],
    ),
    "papers app": (
        (
            "@article{Alpha:2026aa,\n"
            "author = {Alpha, Ada},\n"
            "title = {{Notes on Gardens}},\n"
            "journal = {arXiv.org},\n"
            "year = {2026},\n"
            "eprint = {2601.00011v1},\n"
            "eprinttype = {arxiv},\n"
            "month = jan,\n"
            "annote = {good},\n"
            "read = {Yes},\n"
            "rating = {0},\n"
            "date-added = {2026-01-02T10:00:00GMT},\n"
            "uri = {\\url{papers3://publication/uuid/1}}}\n"
        ),
        [A],
    ),
    "ads eid only": (
        '@ARTICLE{2026arXiv260100011A, title = "{Notes on Gardens}", eid = {arXiv:2601.00011}}',
        [A],
    ),
    "bibdesk": (
        (
            "%% This BibTeX bibliography file was created using BibDesk.\n"
            "%% https://bibdesk.sourceforge.io/\n"
            "\n"
            "%% Created for Ada at 2026-01-02 \n"
            "\n"
            "%% Saved with string encoding Unicode (UTF-8) \n"
            "\n"
            "@article{a,\n"
            "\tauthor = {Ada Alpha},\n"
            "\ttitle = {Notes},\n"
            "\tbdsk-url-1 = {https://arxiv.org/abs/2601.00011}}\n"
            "\n"
            "@comment{BibDesk Static Groups{\n"
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<plist version="1.0"><array/></plist>\n'
            "}}\n"
        ),
        [A],
    ),
    "mendeley bib": (
        (
            "Automatically generated by Mendeley Desktop 1.19.4\n"
            "Any changes to this file will be lost if it is regenerated by Mendeley.\n"
            "\n"
            "BibTeX export options can be customized via Options\n"
            "\n"
            "@article{Alpha2026,\n"
            "abstract = {see},\n"
            "archivePrefix = {arXiv},\n"
            "arxivId = {2601.00011},\n"
            "author = {Alpha, Ada},\n"
            "eprint = {2601.00011},\n"
            "file = {:C$\\backslash$:/Users/a/x.pdf:pdf},\n"
            "title = {{Notes on Gardens}},\n"
            "url = {http://arxiv.org/abs/2601.00011},\n"
            "year = {2026}\n"
            "}\n"
        ),
        [A],
    ),
    "latex bibitem": (
        (
            "\\begin{thebibliography}{9}\n"
            "\\bibitem{a} A. Alpha. \\emph{Notes}. arXiv:2601.00011, 2026.\n"
            "\\bibitem{b} B. Beta. \\url{https://arxiv.org/abs/2601.00012}\n"
            "\\end{thebibliography}"
        ),
        [A, B],
    ),
    "readcube ris": (
        "TY  - JOUR\nAU  - Alpha, Ada\nTI  - Notes\nT2  - arXiv\nID  - 2601.00011\nER  -\n",
        [A],
    ),
    "ris pasted into one line": (
        "TY  - JOUR TI  - Notes on Gardens DO  - 10.1000/abc ER  - TY  - JOUR TI  - Only a Title Here ER  -",
        ["10.1000/abc", "Only a Title Here"],
    ),
    "ris without types or ends": (
        "TI  - Notes on Gardens\nAU  - Alpha, A.\n\nAU  - Beta, B.\nTI  - Only a Title Here\n",
        ["Notes on Gardens", "Only a Title Here"],
    ),
    "refer": (
        "%A Alpha, Ada\n%T Notes\n%U https://arxiv.org/abs/2601.00011\n\n%A Beta, Bob\n%T Only a Title Here\n",
        [A, "Only a Title Here"],
    ),
    "crossref's answer": (
        (
            '{"status": "ok", "message": {"items": [{"DOI": "10.1000/ABC", "reference": [{"DOI": "10.1/x"}]'
            '}, {"DOI": "10.1000/abd", "title": ["Hills"]}]}}'
        ),
        ["10.1000/abc", "10.1000/abd"],
    ),
    "openreview's answer": (
        (
            '{"notes": [{"content": {"title": {"value": "Only a Title Here"}, "abstract": {"value": "2601.00099"}}}],'
            ' "count": 1}'
        ),
        ["Only a Title Here"],
    ),
    "zotero's answer": (
        (
            '[{"key": "A", "data": {"itemType": "preprint", "title": "Notes", "url": "https://arxiv.org/abs/2601.00011"}},'
            ' {"key": "N", "data": {"itemType": "note", "note": "see 2601.00099"}}]'
        ),
        [A],
    ),
    "daily papers": (
        '[{"paper": {"id": "2601.00011", "title": "Notes", "summary": "beats 2601.00099"}, "title": "Notes"}]',
        [A],
    ),
    "an atom feed as json": (
        '{"feed": {"entry": [{"id": "http://arxiv.org/abs/2601.00011", "title": ""}, {"title": "Only a Title"}]}}',
        [A, "Only a Title"],
    ),
    "ids by name": ('{"read": ["2601.00011"], "todo": ["2601.00012"]}', [A, B]),
    "hf collection": (
        (
            '{"title": "My reading", "items": [{"type": "paper", "id": "2601.00011", "title": "Notes"},'
            ' {"type": "paper", "id": "2601.00012", "title": "Hills"}]}'
        ),
        [A, B],
    ),
    "better csl items": (
        (
            '{"config": {"id": "x"}, "collections": {}, "items": [{"itemType": "preprint", "title": "No'
            'tes", "archiveID": "arXiv:2601.00011"}, {"itemType": "attachment", "title": "PDF", "path":'
            ' "x"}]}'
        ),
        [A],
    ),
    "csl yaml": (
        (
            "---\nreferences:\n- id: a\n  title: 'Alpha: notes on gardens'\n  author:\n  - family: Alpha\n"
            "  URL: https://arxiv.org/abs/2601.00011\n- abstract: >-\n    We do\n    2601.00099 things\n  id: b\n"
            "  title: >-\n    Beta notes\n    on rivers\n- id: c\n  title: Gamma notes\n  DOI: 10.1000/abc\n...\n"
        ),
        [A, "Beta notes on rivers", "10.1000/abc"],
    ),
    "inspire's answer": (
        (
            '{"hits": {"hits": [{"metadata": {"titles": [{"title": "Notes"}], "arxiv_eprints": ["2601.00011"],'
            ' "references": [{"reference": {"arxiv_eprint": "2601.00099"}}]}}, {"metadata": {"titles":'
            ' [{"title": "Only a Title Here"}]}}]}}'
        ),
        [A, "Only a Title Here"],
    ),
    "ids that a program took for decimals": (
        '[{"id": 2601.00010, "title": "Notes"}, {"title": "Hills", "arxiv": 2601.00012}]',
        ["2601.00010", B],
    ),
    "links of any site": (
        (
            "https://example.org/paper/2601.00011v2\nhttps://www.nature.com/articles/s41586-021-03819-2\n"
            "https://aclanthology.org/2023.acl-long.12.pdf\nhttps://aclanthology.org/2025.findings-acl.7/\n"
            "https://aclanthology.org/2024.lrec-main.3/\n"
        ),
        [A, "10.1038/s41586-021-03819-2", "10.18653/v1/2023.acl-long.12", "10.18653/v1/2025.findings-acl.7"],
    ),
    "names of files": ("pdf/2601.00011v2.pdf\nAlpha_2601.00012.pdf\n", [A, B]),
    "listing page": (
        (
            "[1] arXiv:2601.00011 [pdf, html, other]\n"
            "Title: Notes on Gardens\n"
            "Ada Alpha, Bob Beta\n"
            "Subjects: Machine Learning (cs.LG)\n"
            "[2] arXiv:2601.00012 (cross-list from cs.CL) [pdf, html, other]\n"
            "Title: Hills\n"
        ),
        [A, B],
    ),
    "obsidian": (
        (
            "---\n"
            "title: Notes on Gardens\n"
            "arxiv: 2601.00011\n"
            "tags: [x]\n"
            "---\n"
            "# Notes\n"
            "Related: [[Alpha 2026]], [hills](https://arxiv.org/abs/2601.00012v1#S1)\n"
        ),
        [A, B],
    ),
    "awesome badges": (
        (
            "* **Notes** [![arXiv](https://img.shields.io/badge/arXiv-2601.00011-b31b1b.svg)](https://a"
            "rxiv.org/abs/2601.00011) 2026"
        ),
        [A],
    ),
    "slack paste": (
        "Ada  10:02 AM\nhave you seen <https://arxiv.org/abs/2601.00011|arxiv.org/abs/2601.00011>?",
        [A],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MANAGERS.values(), ids=MANAGERS.keys())
def test_what_programs_and_people_write_beside_works_is_none(text: str, expected: list[str]) -> None:
    assert works(text) == expected


@pytest.mark.parametrize(
    "written",
    [
        "Alpha, Ada; Beta, Bob",
        "Alpha, A.; Beta, B.; ",
        "Ada Alpha, Bob Beta",
        "Alpha A, Beta B.",
        "Alpha A.; Beta B.-C.",
        "Ada Alpha and Bob Beta",
        "Ada Alpha & Bob Beta",
        "A. Alpha; B. Beta",
    ],
)
def test_authors_of_a_table_are_read_in_every_form(written: str) -> None:
    (work,) = read_references(f'Title,Authors,Year\nNotes,"{written}",2026\n').found
    assert work.families == {"alpha", "beta"}


@pytest.mark.parametrize(
    "written",
    [
        "Alpha, A.; Beta, B.",
        "Ada Alpha, Bob Beta, Ada Alpha",
        "Alpha A, Beta BC",
        "ALPHA, A. AND BETA, B.",
        "Alpha, A. and Beta, B. and others",
        "Ada Alpha &amp; Bob B&eacute;ta",
        "\\ifmmode \\acute{A}\\else A\\fi{}lpha, A. and Bob Beta",
    ],
)
def test_authors_of_an_entry_are_read_in_every_form(written: str) -> None:
    (work,) = read_references(f"@misc{{a, title={{Notes}}, author={{{written}}}}}").found
    assert work.families == {"alpha", "beta"}


def test_initials_after_a_name_are_none_of_it() -> None:
    (ris,) = read_references("TY  - JOUR\nTI  - Notes\nAU  - Alpha A\nAU  - van der Beta BC\nER  - ").found
    (json,) = read_references(
        '[{"title": "Notes", "author": [{"first": "A", "last": "Alpha"}, {"last_name": "Beta"}]}]'
    ).found
    assert ris.families == json.families == {"alpha", "beta"}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title={Molecules---and \\$\\textbackslash theta\\$}", "Molecules—and θ"),
        ("title={Notes}, subtitle={On Gardens}", "Notes: On Gardens"),
        ("title={Notes: On Gardens}, subtitle={on gardens}", "Notes: On Gardens"),
        ("title={The \\textbackslash{}LaTeX\\{\\} Companion}", "The LaTeX Companion"),
    ],
)
def test_titles_that_programs_wrote_oddly(written: str, title: str) -> None:
    assert read_references(f"@misc{{a, {written}}}").found[0].title == title


def test_what_programs_write_around_records_is_no_record() -> None:
    web = "FN Clarivate\nVR 1.0\nPT J\nTI Notes on Gardens\nER\n\nEF"
    ovid = "1. \nTY  - JOUR\nTI  - Notes on Gardens\nER  -  \n\nLink\n\nC1  - Database: Embase\n\nStrategy:\n"
    for text in (web, ovid):
        read = read_references(text)
        assert (len(read.found), read.unreadable, read.entries) == (1, (), 1)


def test_lines_of_a_list_that_name_no_work_are_named() -> None:
    read = read_references(
        "My list\n- 2601.00011\n- see also\n- [Code](https://github.com/a/b)\n- Hills of the North\n"
    )
    assert (len(read.found), read.unreadable, read.entries) == (2, ("line 3",), 3)


def test_what_a_table_or_xml_does_not_tell_is_named() -> None:
    table = read_references("Title,DOI,Year\nNotes,,2026\n,,2025\nHills,,\n")
    assert (table.unreadable, table.entries) == (("line 3",), 3)
    broken = read_references(XML["endnote broken off"][0].replace("<record>", "\n<record>"))
    assert (broken.unreadable, broken.entries) == (("line 3",), 2)


def test_an_export_of_a_reading_list_can_be_imported() -> None:
    paper = Paper(id=PaperId(f"arxiv:{A}"), title="Notes, on “Gardens”", authors=("Ada Alpha", "Bob Beta"))
    for form in ("bibtex", "ris", "csv", "json"):
        assert works(export([paper], form).content) == [A]


@pytest.mark.parametrize(
    "text",
    [
        "Title,Year\n" + '"' + "a,\n" * 60_000,
        "Title,Year\n" + "," * 200_000 + A,
        f"Title,Author\n{A},a" + " " * 100_000 + "b",
        f"Title,Author\n{A},a" + " A" * 50_000,
        "<record>" * 50_000 + A,
        "<record/><?xml " * 13_000 + A,
        "- id: a\n  title: >-\n" + "    word\n" * 25_000,
        f"@misc{{a, eprint={{{A}}}" + "}@a{b,   " * 20_000,
        "a/2601.0001" * 18_000 + f" {A}",
        "<record>" + "<a>" * 50_000 + A,
        "<record><title>" + "&#38;" * 50_000 + A,
        f"- {A}\n" + "- a\n" * 50_000,
        "- " * 100_000 + A,
        f"{A}\n" + "- (2000" * 50_000,
        f"- {A}\n" + "- A. B. 2000 a, b. C\n" * 10_000,
        f"{A}\n" + "A. " * 300 + "2000\n" + "Alpha, " * 100 + "2000\n",
        f"@misc{{a, eprint={{{A}}}, author={{" + "A; A and " * 20_000 + "}}",
        f"@misc{{a, eprint={{{A}}}, title={{" + "\\ifmmode \\textbackslash " * 20_000 + "}}",
        "https://10.1000/%2525" * 20_000,
        f"- {A}\n- b\n" + " a\n" * 50_000,
        f"- {A}\n- b\n" + f"{'a' * 50}\n" * 4_000,
        A + ' {"a": ' * 90_000,
        "TY  - " * 10_000 + A,
        "@misc{a, b={" + "@c{d}" * 20_000 + A,
    ],
)
def test_long_hostile_text_takes_linear_time(text: str) -> None:
    before = time.process_time()
    read_references(text)
    assert time.process_time() - before < 5
