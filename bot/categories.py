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


def preprint_category(text: str) -> str | None:
    """The category that ``Cell_Biology`` or ``cell-biology`` means; None where no preprint server has it."""
    name = " ".join(text.casefold().replace("_", " ").replace("-", " ").replace("/", " ").split())
    return name if name in BIORXIV or name in MEDRXIV else None
