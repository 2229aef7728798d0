"""Organisations that everybody knows, by one word or by a few letters."""

SHORT_NAMES = {
    "cmu": "carnegie mellon",
    "eth": "eth zurich",
    "fair": "meta",
    "gdm": "google deepmind",
    "hf": "hugging face",
    "hku": "university of hong kong",
    "hkust": "hong kong university of science and technology",
    "mit": "massachusetts institute of technology",
    "msr": "microsoft",
    "nus": "national university of singapore",
    "pku": "peking university",
    "sjtu": "shanghai jiao tong university",
    "thu": "tsinghua",
    "ucb": "berkeley",
    "ustc": "university of science and technology of china",
    "zju": "zhejiang university",
}
"""What people write → what papers carry."""

_WELL_KNOWN_TEXT = """
alibaba amazon anthropic apple baidu berkeley bytedance cambridge caltech cmu deepmind deepseek eth gdm google harvard
huawei hkust ibm inria intel kaist meta microsoft mila mit mistral msr nvidia nus openai oxford pku princeton qualcomm
salesforce samsung sjtu stanford tencent tsinghua ucb ustc xiaomi zju
"""
WELL_KNOWN = frozenset(_WELL_KNOWN_TEXT.split())
"""Organisations that everybody calls by one word. Whatever else may be *by* or *from* something, these write papers."""
BESIDE_NAMES = frozenset(("ai", "lab", "labs", "research"))
"""What people write behind such a word and mean the same: *Meta AI*, *Google Research*."""
