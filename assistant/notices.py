"""What the reader is told, in one line, of how an answer came about."""

from __future__ import annotations

from assistant.verdict import Said
from ingest.document import Script
from ingest.errors import ModelFault

_CHINESE: dict[ModelFault, str] = {
    "key": "模型服务不接受密钥（OPENAI_API_KEY）",
    "address": "连不上模型服务（OPENAI_BASE_URL）",
    "model": "模型服务里没有这个模型（WENZHENG_CHAT_MODEL）",
    "request": "模型服务不接受这样的请求（WENZHENG_CHAT_MODEL）",
    "busy": "模型服务正忙",
    "quota": "模型服务的额度已用完",
    "server": "模型服务出错",
    "timeout": "模型没有按时回答",
    "cut": "模型的回答中途断了",
    "empty": "模型没有给出内容",
    "refused": "模型拒绝回答",
    "filtered": "模型的回答被内容过滤拦下",
    "malformed": "模型服务的回复无法读取（OPENAI_BASE_URL）",
    "too_long": "模型的回复太长",
    "unverified": "模型的回答没有一句能在原文里核实",
}
_ENGLISH: dict[ModelFault, str] = {
    "key": "The model's server refused the key (OPENAI_API_KEY)",
    "address": "The model's server can't be reached (OPENAI_BASE_URL)",
    "model": "The server doesn't know the model (WENZHENG_CHAT_MODEL)",
    "request": "The model's server doesn't take such a request (WENZHENG_CHAT_MODEL)",
    "busy": "The model's server is busy",
    "quota": "The account at the model's server is used up",
    "server": "The model's server failed",
    "timeout": "The model did not answer in time",
    "cut": "The model's answer broke off",
    "empty": "The model said nothing",
    "refused": "The model refused to answer",
    "filtered": "The model's answer was held back by a content filter",
    "malformed": "The reply of the model's server can't be read (OPENAI_BASE_URL)",
    "too_long": "The model's reply was too long",
    "unverified": "Nothing that the model said could be verified",
}
CONFLICT = Said(
    "几份文件的说法不一致，已分别列出，请看各自的原文。",
    "The documents contradict each other; each is given with its source.",
)


def of_fault(fault: ModelFault, script: Script, *, declined: bool) -> str:
    """Why no model answers here, as one sentence.

    >>> of_fault("busy", "hans", declined=False)
    '模型服务正忙，以下直接摘自原文。'
    """
    chinese, english = _CHINESE[fault], _ENGLISH[fault]
    if declined:
        return Said(f"{chinese}。", f"{english}.").said(script)
    return Said(
        f"{chinese}，以下直接摘自原文。", f"{english}; these are the documents' own sentences."
    ).said(script)
