"""Terms of the field that mean the same: who follows RL wants papers that say reinforcement learning.

The abbreviations are those that titles and abstracts of arXiv introduce most often, and in one sense (three quarters of
the time or more). The first name of a line that is no abbreviation is the usual one. What stands behind a bar is read
for the others, and never they for it: a *conversational agent* is a chatbot, but not all agents that converse are meant
by that.
"""

import re
from collections.abc import Iterator

_KNOWN = """
3DGS = 3D gaussian splatting
ASR = speech recognition = automatic speech recognition | speech to text
BCI = brain computer interface
CNN = convolutional neural network
CoT = chain of thought
DPO = direct preference optimization
ECG = electrocardiogram
EEG = electroencephalography
EHR = electronic health record
FL = federated learning
GAN = generative adversarial network
GNN = graph neural network
GRPO = group relative policy optimization
GUI = graphical user interface
I2V = image to video
KD = knowledge distillation
KG = knowledge graph
LLM = large language model
LoRA = low rank adaptation
LRM = large reasoning model
MARL = multi agent reinforcement learning
MAS = multi agent system
MCTS = monte carlo tree search
MLLM = multimodal large language model
MoE = mixture of experts
MPC = model predictive control
MRI = magnetic resonance imaging
NAS = neural architecture search
NER = named entity recognition
NeRF = neural radiance field
NLP = natural language processing
NMT = neural machine translation
OCR = optical character recognition
OOD = out of distribution
PDE = partial differential equation
PEFT = parameter efficient fine tuning
PINN = physics informed neural network
PRM = process reward model
PTQ = post training quantization
QA = question answering
RAG = retrieval augmented generation
RL = reinforcement learning
RLHF = reinforcement learning from human feedback
RLVR = reinforcement learning with verifiable rewards
RNN = recurrent neural network
SAE = sparse autoencoder
SFT = supervised fine tuning
SLAM = simultaneous localization and mapping
SNN = spiking neural network
SSM = state space model
SVM = support vector machine
T2I = text to image
T2V = text to video
TTS = text to speech = speech synthesis | voice synthesis
TTT = test time training
UAV = unmanned aerial vehicle
UQ = uncertainty quantification
VLA = vision language action
VLM = vision language model
VQA = visual question answering
WAM = world action model
XAI = explainable AI
autonomous driving = self driving = autonomous vehicle | self driving car = driverless car
misinformation = fake news = disinformation
dialogue system = chatbot | conversational agent = conversational AI
program repair | bug fixing = fixing bugs
test time compute = test time scaling = inference time compute = inference time scaling
anomaly detection = outlier detection
KV cache = key value cache
function calling = tool calling
talking head = talking face
image generation = image synthesis
video generation = video synthesis
motion generation = motion synthesis
music generation = music synthesis
remote sensing = earth observation = satellite imagery | satellite image
sentiment analysis | opinion mining
"""
_ALIKE = {
    name.lower(): line.partition(" | ")[0].split(" = ")
    for line in _KNOWN.strip().splitlines()
    for name in line.replace(" | ", " = ").split(" = ")
}
_BETWEEN = {" ": "[ ‐‑-]", " to ": "(?:[ ‐‑-]to[ ‐‑-]|2)"}
_NAMES = re.compile(
    r"\b(?P<name>"
    + "|".join(
        re.sub(" to | ", lambda found: _BETWEEN[found[0]], name) for name in sorted(_ALIKE, key=len, reverse=True)
    )
    + r")(?P<plural>s?)\b",
    re.IGNORECASE,
)
_NO_PLURAL = ("AI", "cache", "ed", "ery", "ews", "ing", "ion", "is", "text", "ute", "ech", "nce")
"""How names end that are not counted: *self-driving cars* is *autonomous driving*."""


def in_other_terms(text: str) -> Iterator[str]:
    """A text with all terms of the table in others that mean the same, in as many ways as the one with most has."""
    ways = max((len(_others(found)) for found in _NAMES.finditer(text)), default=0)
    for way in range(ways):
        yield _NAMES.sub(lambda found, way=way: _instead(found, way), text)  # type: ignore[misc]


def usual_terms(text: str) -> dict[str, str]:
    """The terms of the table in a text, each with its usual name as it is spelled out; none that stand so already."""
    found = {term[0]: _plural(_usual(term), term) for term in _NAMES.finditer(text)}
    return {term: usual for term, usual in found.items() if term.lower() != usual.lower()}


def _usual(found: re.Match[str]) -> str:
    first, *others = _ALIKE[_key(found)]
    return first if " " in first or first.islower() else others[0]


def _others(found: re.Match[str]) -> list[str]:
    key = _key(found)
    return [other for other in _ALIKE[key] if other.lower() != key]


def _key(found: re.Match[str]) -> str:
    name = re.sub("[‐‑-]", " ", found["name"]).lower()
    return name if name in _ALIKE else name.replace("2", " to ")


def _instead(found: re.Match[str], way: int) -> str:
    others = _others(found)
    return _plural(others[min(way, len(others) - 1)], found) if others else found[0]


def _plural(other: str, found: re.Match[str]) -> str:
    return other if not found["plural"] or other.endswith(_NO_PLURAL) else f"{other}s"
