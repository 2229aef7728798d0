"""What papers mean to a language model; all of it can be made again. A vector goes when its paper's text changes."""

STATEMENTS: tuple[str, ...] = (
    """
    create table vectors (
        paper integer primary key references papers (key) on delete cascade,
        model text not null,
        content blob not null
    )
    """,
    """
    create trigger vectors_of_old_texts after update of title, abstract, summary on papers
    when (old.title, old.abstract, old.summary) is not (new.title, new.abstract, new.summary)
    begin
        delete from vectors where paper = old.key;
    end
    """,
)
