"""Abbreviations that the field uses as words: who follows RL wants papers that say reinforcement learning.

Those that titles and abstracts of arXiv introduce most often, and in one sense (three quarters of the time or more).
"""

import re

_KNOWN = """
ASR: automatic speech recognition
BCI: brain computer interface
CNN: convolutional neural network
CoT: chain of thought
DPO: direct preference optimization
FL: federated learning
GAN: generative adversarial network
GNN: graph neural network
GRPO: group relative policy optimization
GUI: graphical user interface
I2V: image to video
KD: knowledge distillation
KG: knowledge graph
LLM: large language model
LRM: large reasoning model
MARL: multi agent reinforcement learning
MAS: multi agent system
MCTS: monte carlo tree search
MLLM: multimodal large language model
MoE: mixture of experts
MPC: model predictive control
NAS: neural architecture search
NER: named entity recognition
NLP: natural language processing
NMT: neural machine translation
OCR: optical character recognition
OOD: out of distribution
PDE: partial differential equation
PEFT: parameter efficient fine tuning
PINN: physics informed neural network
PRM: process reward model
PTQ: post training quantization
QA: question answering
RAG: retrieval augmented generation
RL: reinforcement learning
RLHF: reinforcement learning from human feedback
RLVR: reinforcement learning with verifiable rewards
RNN: recurrent neural network
SAE: sparse autoencoder
SFT: supervised fine tuning
SNN: spiking neural network
SSM: state space model
SVM: support vector machine
T2I: text to image
T2V: text to video
TTS: text to speech
TTT: test time training
UAV: unmanned aerial vehicle
UQ: uncertainty quantification
VLA: vision language action
VLM: vision language model
VQA: visual question answering
WAM: world action model
3DGS: 3D gaussian splatting
"""
_MEANT = dict(line.split(": ", 1) for line in _KNOWN.strip().splitlines())
_LONG = {short.lower(): long for short, long in _MEANT.items()}
_SHORT = re.compile(rf"\b({'|'.join(_MEANT)})(s?)\b", re.IGNORECASE)
_BETWEEN = {" ": "[ ‐‑-]", " to ": "(?:[ ‐‑-]to[ ‐‑-]|2)"}
_SPELLED = {
    short: re.compile(rf"\b{re.sub(' to | ', lambda found: _BETWEEN[found[0]], long)}(s?)\b", re.IGNORECASE)
    for short, long in sorted(_MEANT.items(), key=lambda item: -len(item[1]))
}


def other_spelling(text: str) -> str | None:
    """The same with abbreviations spelled out, or else with what is spelled out abbreviated; None where neither is."""
    spelled = _SHORT.sub(lambda found: _LONG[found[1].lower()] + found[2], text)
    if spelled != text:
        return spelled
    for short, pattern in _SPELLED.items():
        text, count = pattern.subn(rf"{short}\1", text)
        if count:
            return text
    return None
