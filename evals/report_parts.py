"""The parts of the report that show questions: misses with their evidence, turned sets, all."""

from __future__ import annotations

from html import escape

from evals.run import Probe, Run
from evals.verdict import Verdict


def missed(run: Run) -> str:
    """Every miss: question, answer, what it lacks, what it should say, what it cites."""
    if not run.misses:
        return "<section><h2>Misses</h2><p>None.</p></section>"
    shown = "".join(map(_miss, run.misses))
    return f"<section><h2>Misses: {len(run.misses)}</h2>{shown}</section>"


def probes(run: Run) -> str:
    """The sets that were made by machine, and the questions that failed them."""
    if not run.probes:
        return ""
    questions = {v.item.id: " / ".join(v.item.turns) for v in run.verdicts}
    shown = "".join(_probe(probe, questions) for probe in run.probes)
    return f"<section><h2>Made by machine from the same questions</h2>{shown}</section>"


def comparison(run: Run) -> str:
    """The run beside another one, item by item."""
    found = run.comparison
    if found is None:
        return ""
    questions = {v.item.id: " / ".join(v.item.turns) for v in run.verdicts}
    return (
        f"<section><h2>Compared with {escape(run.compared_with)}</h2><p>{escape(str(found))}.</p>"
        + _listed("only this run has right", found.only_this, questions)
        + _listed("only the other has right", found.only_other, questions)
        + "</section>"
    )


def unstable(run: Run) -> str:
    """The questions whose verdict hangs on how they are written."""
    found = [s for s in run.stability or () if s.differing]
    if not found:
        return ""
    rows = "".join(
        f"<li>{_question(s.item.id, ' / '.join(s.item.turns))} "
        f'<span class="wrong-word">{escape(", ".join(s.differing))}</span></li>'
        for s in found
    )
    return f"<section><h2>Another verdict in other writing</h2><ul>{rows}</ul></section>"


def every_question(run: Run) -> str:
    """One line a question, folded away."""
    rows = "".join(
        f'<tr><td class="id">{escape(v.item.id)}</td><td>{escape(v.item.kind)}</td>'
        f'<td lang="zh">{escape(" / ".join(v.item.turns))}</td><td>{_word(v)}</td></tr>'
        for v in run.verdicts
    )
    table = f'<div class="wide"><table><tbody>{rows}</tbody></table></div>'
    summary = f"<summary>{len(run.verdicts)} questions</summary>"
    return f"<section><h2>All questions</h2><details>{summary}{table}</details></section>"


def _miss(verdict: Verdict) -> str:
    item, given = verdict.item, verdict.given
    cited = "".join(
        f"<li><code>{escape(citation.paragraph)}</code> "
        f'<span class="soft">{escape(citation.labels)}</span><br>'
        f'<span lang="zh">{_marked(citation.text, verdict)}</span></li>'
        for citation in given.citations
    )
    wanted = "；".join(alternatives[0] for alternatives in item.nuggets)
    sources = "".join(
        f'<li><code>{escape(source.file)}</code> <span lang="zh">{escape(source.quote)}</span></li>'
        for source in item.sources
    )
    should = (
        f'<p class="soft">should say: <span lang="zh">{escape(wanted)}</span>, from</p>'
        f'<ul class="evidence">{sources}</ul>'
        if item.answerable
        else '<p class="soft">should be declined: the documents don’t say it</p>'
    )
    return (
        f"<details open><summary>{_question(item.id, ' / '.join(item.turns))} "
        f'<span class="soft">{escape(item.kind)}</span></summary>'
        f'<p class="lacking">{escape("; ".join(verdict.lacking))}</p>'
        f'<div class="answer" lang="zh">{_marked(given.text, verdict) or "(no answer)"}</div>'
        + (f'<p class="soft">it cites</p><ol class="evidence">{cited}</ol>' if cited else "")
        + should
        + "</details>"
    )


def _marked(text: str, verdict: Verdict) -> str:
    """The text, escaped, with the asked facts and what shouldn't be said marked."""
    item = verdict.item
    wanted = {alternative for nugget in item.nuggets for alternative in nugget}
    wanted |= {*item.forbidden, *(tempting.text for tempting in item.tempting)}
    shown = escape(text)
    for found in sorted(map(escape, wanted), key=len, reverse=True):
        # A mark within a mark would be torn: only text outside of one is searched.
        pieces = shown.split("<mark>")
        head, rest = pieces[0].replace(found, f"<mark>{found}</mark>"), []
        for piece in pieces[1:]:
            inside, _, outside = piece.partition("</mark>")
            rest.append(f"{inside}</mark>{outside.replace(found, f'<mark>{found}</mark>')}")
        shown = "<mark>".join([head, *rest])
    return shown


def _probe(probe: Probe, questions: dict[str, str]) -> str:
    failed = [id for id, passed in probe.passed.items() if not passed]
    passed = len(probe.passed) - len(failed)
    return (
        f"<p><b>{escape(probe.name.replace('_', ' '))}</b>: {passed} of {len(probe.passed)}. "
        f'<span class="soft">{escape(probe.note)}.</span></p>'
        + _listed("failed", failed, questions)
    )


def _listed(title: str, ids: list[str] | tuple[str, ...], questions: dict[str, str]) -> str:
    if not ids:
        return ""
    rows = "".join(f"<li>{_question(id, questions.get(id, ''))}</li>" for id in ids)
    return f"<details><summary>{escape(title)}: {len(ids)}</summary><ul>{rows}</ul></details>"


def _question(id: str, question: str) -> str:
    return f'<code>{escape(id)}</code> <span lang="zh">{escape(question)}</span>'


def _word(verdict: Verdict) -> str:
    if verdict.correct:
        return '<span class="right-word">correct</span>'
    return f'<span class="wrong-word">{escape("; ".join(verdict.lacking))}</span>'
