"""The categories that preprint servers sort papers into, beside arXiv's (cs.CL)."""

BIORXIV = (
    *(
        "animal behavior and cognition",
        "biochemistry",
        "bioengineering",
        "bioinformatics",
        "biophysics",
        "cancer biology",
    ),
    *("cell biology", "developmental biology", "ecology", "evolutionary biology", "genetics", "genomics"),
    *("immunology", "microbiology", "molecular biology", "neuroscience", "paleontology", "pathology"),
    *(
        "pharmacology and toxicology",
        "physiology",
        "plant biology",
        "scientific communication and education",
        "synthetic biology",
        "systems biology",
    ),
    "zoology",
)
MEDRXIV = (
    *("addiction medicine", "allergy and immunology", "anesthesia", "cardiovascular medicine"),
    *("dentistry and oral medicine", "dermatology", "emergency medicine", "endocrinology", "epidemiology"),
    *(
        "forensic medicine",
        "gastroenterology",
        "genetic and genomic medicine",
        "geriatric medicine",
        "health economics",
    ),
    *("health informatics", "health policy", "health systems and quality improvement", "hematology", "hiv aids"),
    *("infectious diseases", "intensive care and critical care medicine", "medical education", "medical ethics"),
    *("nephrology", "neurology", "nursing", "nutrition", "obstetrics and gynecology"),
    *("occupational and environmental health", "oncology", "ophthalmology", "orthopedics", "otolaryngology"),
    *("pain medicine", "palliative medicine", "pathology", "pediatrics", "pharmacology and therapeutics"),
    *("primary care research", "psychiatry and clinical psychology", "public and global health"),
    *("radiology and imaging", "rehabilitation medicine and physical therapy", "respiratory medicine", "rheumatology"),
    *("sexual and reproductive health", "sports medicine", "surgery", "toxicology", "transplantation", "urology"),
)

_ARCHIVES = ("astro-ph", "cond-mat", "cs", "econ", "eess", "math", "nlin", "physics", "q-bio", "q-fin", "stat")
"""Of arXiv's archives those with subjects, which have two capital letters after a dot in all but some of physics."""


def written_out(folded: str) -> str:
    """A category of arXiv as arXiv writes it: ``cs.CL`` for ``cscl``; anything else as it is."""
    for archive in _ARCHIVES:
        plain = archive.replace("-", "")
        if folded.startswith(plain) and len(folded) == len(plain) + 2:
            return f"{archive}.{folded[len(plain) :].upper()}"
    return folded


def preprint_category(text: str) -> str | None:
    """The category that ``Cell_Biology`` or ``cell-biology`` means; None where no preprint server has it."""
    name = " ".join(text.casefold().replace("_", " ").replace("-", " ").replace("/", " ").split())
    return name if name in BIORXIV or name in MEDRXIV else None
