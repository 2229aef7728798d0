"""Formats of a tag a line: RIS, PubMed's, EndNote's, RefWorks', Web of Science's, and YAML. Any spacing, order, end."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.references.fields import Fields


@dataclass(frozen=True, slots=True)
class TaggedFormat:
    """How a format is known, and how its lines are read: ``line`` matches a tag and its value.

    A record begins at the tag ``first``, if not before; where there is none, an empty line parts two. ``names`` are
    what RIS calls tags of other names. Where ``begins`` is given, a line that it matches begins a record instead.
    """

    looks_so: re.Pattern[str]
    line: re.Pattern[str]
    first: str
    names: Mapping[str, str] = field(default_factory=dict)
    begins: re.Pattern[str] | None = None


_SPACED = re.compile(r"([A-Z][A-Z0-9])(?:[ \t]+(.*))?")
_RIS = re.compile(r"[ \t]*([A-Z][A-Z0-9])(?:[ \t]{0,3}[-–—](?:[ \t]+|$)|[ \t]{1,3}[-–—])(.*)")
_PERCENT = re.compile(r"%(\S)[ \t]+(.*)")
_REFER = dict(
    re.findall(r"(\S)=(\S+)", "t=ti a=au u=ur r=do j=jo b=t2 v=vl n=is p=sp i=pb z=n1 x=ab k=kw m=an >=l1 f=id")
)
_YAML = re.compile(r"[ \t]*(?:- )?([A-Za-z][\w-]*):(?:[ \t]+[>|]?-?['\"]?(.*?)['\"]?)?[ \t]*")
_YAML_ITEM = re.compile(
    r"^- (?:id|type|title|author|abstract|accessed|annote|DOI|URL|container-title|citation-key):(?: .*)?\n"
    r" {2,9}(?:- )?[A-Za-z-]+:",
    re.MULTILINE,
)
"""How CSL-YAML begins a work: pandoc sorts its fields by name."""
FORMATS = (
    TaggedFormat(re.compile(r"^PMID ?- ", re.MULTILINE), re.compile(r"([A-Z]{2,4}) {0,2}- (.*)"), "pmid"),
    TaggedFormat(re.compile(r"^[ \t]*(?:TY[ \t]{0,3}[-–—]|ER[ \t]{1,3}[-–—])", re.MULTILINE), _RIS, "ty"),
    TaggedFormat(re.compile(r"^%0 \S", re.MULTILINE), _PERCENT, "0", _REFER),
    TaggedFormat(re.compile(r"^RT [A-Z]", re.MULTILINE), _SPACED, "rt"),
    TaggedFormat(re.compile(r"^PT [A-Z]$", re.MULTILINE), _SPACED, "pt"),
    TaggedFormat(re.compile(r"^T[I1][ \t]{1,3}[-–—][ \t]", re.MULTILINE), _RIS, ""),
    TaggedFormat(re.compile(r"^%[TA] \S", re.MULTILINE), _PERCENT, "", _REFER),
    TaggedFormat(_YAML_ITEM, _YAML, "", {"family": "au"}, begins=re.compile("- ")),
)
UNMISTAKABLE = FORMATS[:3]
"""Those whose tags hardly begin a line of anything else."""
_END = re.compile(r"[ \t]*ER[ \t]*([-–—]?)[ \t]*(?:TY {0,2}- {0,2}[A-Z]{2,10}[ \t]*)?")
"""Some programs go on with the next record on the same line."""
_LONGEST_WRAPPED = 10_000
_AROUND = {"fn", "vr", "ef", "c1", "ab", "n2", "kw", "db", "ts", "references"}
"""Tags that programs write before and after records: where a record has no other, it is none."""
_ONE_LINE = re.compile(r"[ \t]+(?=[A-Z][A-Z0-9]  -(?: |$))")


def format_of(text: str) -> TaggedFormat | None:
    """The format of tags that a text is in, or None."""
    return next((each for each in FORMATS if each.looks_so.search(text)), None)


def tagged_records(text: str, form: TaggedFormat) -> Iterator[tuple[int, Fields]]:
    """The fields of each record, by their names in RIS in small letters, and the line it begins at.

    ``ER`` ends a record, with or without its dash; so does the first tag of another. Other lines go on with the value
    before where they are indented, and are more of the same field where they are not.
    """
    fields: dict[str, list[str]] = {}
    begun, values = 0, [""]
    lines = text.splitlines()
    if len(lines) == 1:  # chats make one line of what is pasted into a command
        lines = _ONE_LINE.split(text)
    works = form.looks_so.search(text) if form.begins else None  # what stands before them is of the whole text
    before = text.count("\n", 0, works.start()) if works else 0
    for number, line in enumerate(lines[before:], start=before + 1):
        tag = form.line.fullmatch(line)
        name = form.names.get(tag[1].lower(), tag[1].lower()) if tag else ""
        ends = _ends(line, lines[number] if number < len(lines) else "", form)
        ends = ends or not (form.first or form.begins or line.strip())
        begins = form.begins.match(line) if form.begins else name == form.first and name in fields
        if fields and (ends or begins):
            if not _AROUND.issuperset(fields):
                yield begun, fields
            fields, values = {}, [""]
        if tag and not ends:
            begun = begun if fields else number
            values = fields.setdefault(name, [])
            values.append((tag[2] or "").strip())
        elif line.strip() and not ends:
            _go_on(values, line)
    if not _AROUND.issuperset(fields):
        yield begun, fields


def _ends(line: str, following: str, form: TaggedFormat) -> bool:
    """Whether a line is the end of a record: a bare ``ER`` within a text, as of an abstract, is none."""
    end = _END.fullmatch(line)
    return end is not None and bool(end[1] or not following.strip() or form.line.fullmatch(following))


def _go_on(values: list[str], line: str) -> None:
    if line[0].isspace() and len(values[-1]) < _LONGEST_WRAPPED:
        values[-1] += f" {line.strip()}"
    else:
        values.append(line.strip())
