"""The categories that preprint servers sort papers into."""

import re


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()).split(", "))


BIORXIV = _listed("""
    animal behavior and cognition, biochemistry, bioengineering, bioinformatics, biophysics, cancer biology, cell
    biology, developmental biology, ecology, evolutionary biology, genetics, genomics, immunology, microbiology,
    molecular biology, neuroscience, paleontology, pathology, pharmacology and toxicology, physiology, plant
    biology, scientific communication and education, synthetic biology, systems biology, zoology
""")
MEDRXIV = _listed("""
    addiction medicine, allergy and immunology, anesthesia, cardiovascular medicine, dentistry and oral medicine,
    dermatology, emergency medicine, endocrinology, epidemiology, forensic medicine, gastroenterology, genetic and
    genomic medicine, geriatric medicine, health economics, health informatics, health policy, health systems and
    quality improvement, hematology, hiv aids, infectious diseases, intensive care and critical care medicine,
    medical education, medical ethics, nephrology, neurology, nursing, nutrition, obstetrics and gynecology,
    occupational and environmental health, oncology, ophthalmology, orthopedics, otolaryngology, pain medicine,
    palliative medicine, pathology, pediatrics, pharmacology and therapeutics, primary care research, psychiatry and
    clinical psychology, public and global health, radiology and imaging, rehabilitation medicine and physical
    therapy, respiratory medicine, rheumatology, sexual and reproductive health, sports medicine, surgery,
    toxicology, transplantation, urology
""")
_ARCHIVES = ("astro-ph", "cond-mat", "cs", "econ", "eess", "math", "nlin", "physics", "q-bio", "q-fin", "stat")
"""Of arXiv's archives those with subjects, which have two capital letters after a dot in all but some of physics."""
_WHOLE_ARCHIVES = ("gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nucl-ex", "nucl-th", "quant-ph")
"""Those without."""
_FORMER_ARCHIVES = _listed("""
    acc-phys, adap-org, alg-geom, ao-sci, atom-ph, bayes-an, chao-dyn, chem-ph, cmp-lg, comp-gas, dg-ga, funct-an,
    mtrl-th, patt-sol, plasm-ph, q-alg, solv-int, supr-con
""")
"""Those that take no papers any more; old ones still carry them."""
_SUBJECT = r"[a-z]{2}|[a-z]+-[a-z]+|optics|other|soft"

_BY_NAME = {
    "artificial intelligence": "cs.AI",
    "audio and speech processing": "eess.AS",
    "computation and language": "cs.CL",
    "computer graphics": "cs.GR",
    "computer vision": "cs.CV",
    "computer vision and pattern recognition": "cs.CV",
    "computers and society": "cs.CY",
    "cryptography and security": "cs.CR",
    "databases": "cs.DB",
    "graphics": "cs.GR",
    "human-computer interaction": "cs.HC",
    "image and video processing": "eess.IV",
    "information retrieval": "cs.IR",
    "machine learning": "cs.LG",
    "multiagent systems": "cs.MA",
    "natural language processing": "cs.CL",
    "neural and evolutionary computing": "cs.NE",
    "programming languages": "cs.PL",
    "quantum physics": "quant-ph",
    "robotics": "cs.RO",
    "software engineering": "cs.SE",
    "sound": "cs.SD",
    "systems and control": "eess.SY",
}
"""The categories of arXiv that people call by name."""


def known_category(text: str) -> str | None:
    """The category that is meant, as its server writes it: ``cs.CL`` for ``CS.cl``; None where no server has it."""
    name = " ".join(text.split())
    if preprint := preprint_category(name):
        return preprint
    folded = name.casefold()
    if folded in (*_ARCHIVES, *_WHOLE_ARCHIVES, *_FORMER_ARCHIVES):
        return folded
    archive, _, subject = folded.partition(".")
    if archive in _ARCHIVES and re.fullmatch(_SUBJECT, subject):
        return f"{archive}.{subject.upper() if len(subject) == 2 else subject}"
    return _BY_NAME.get(folded)


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
