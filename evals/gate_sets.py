"""What the gate measures: golden sets over their documents, and retrieval benchmarks.

    sample        the sample documents and our golden set: always there
    public        ../shared/golden over ../shared/corpus, where a checkout has them beside it
    cmrc, news10k ../shared/bench, retrieval alone

Always without a model and with the local embedder, whatever the settings say: a gate that
hangs on a key says nothing.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evals.ablation import ablate
from evals.answering import Choice, answer_golden
from evals.figures import Figure
from evals.golden_set import read_golden
from ingest import pipeline
from ingest.embeddings import open_embedder
from ingest.errors import WenzhengError
from ingest.parse import PARSER, parse_bytes, parse_restored
from ingest.read import find_files
from ingest.settings import Settings

LOWER_IS_BETTER = frozenset({"wrong_refusal"})
"""Not gated: what it costs shows in `answerable`."""

NOISE = 20
"""Reports of other cities: four of each of the five pages of the public set."""

ABLATED = 40
"""At most so many questions of a golden set lose their paragraphs: each takes 0.8 s."""


@dataclass(frozen=True, slots=True)
class GateSet:
    """One set."""

    name: str
    kind: Literal["golden", "retrieval"]
    path: str
    """Of the golden file or the benchmark's folder, from the repository's root."""
    documents: str = ""
    limit: int | None = None
    """Of a benchmark's questions."""
    vector_weight: float | None = None
    required: bool = False

    def is_there(self, root: Path) -> bool:
        """Whether this checkout has it."""
        return (root / self.path).exists() and (root / self.documents).exists()

    def digest(self, root: Path) -> str:
        """16 hexadecimal digits of the questions and documents, names and bytes."""
        if self.kind == "golden":
            files = [root / self.path, *find_files([root / self.documents])]
        else:
            files = [path for path in (root / self.path).rglob("*") if path.is_file()]
        return digest_of(files)

    def measure(self, root: Path) -> Mapping[str, float]:
        """The figures. Raises WenzhengError."""
        if self.kind == "golden":
            return measure_golden(root / self.path, root / self.documents)
        from evals.retrieval import evaluate

        report = evaluate(
            root / self.path,
            without_a_model(Path("library")),
            vector_weight=self.vector_weight,
            limit=self.limit,
        )
        return report.measures


SETS = (
    GateSet("sample", "golden", "evals/golden/sample.jsonl", "sample", required=True),
    GateSet("public", "golden", "../shared/golden/public.jsonl", "../shared/corpus"),
    GateSet("cmrc", "retrieval", "../shared/bench/cmrc"),
    # 10,000 stories are embedded in more than a minute; the keywords carry the ranking.
    GateSet("news10k", "retrieval", "../shared/bench/news10k", vector_weight=0.0),
)


class MissingSet(WenzhengError):
    """A set that every checkout has isn't there."""


def measure_golden(golden: Path, documents: Path) -> dict[str, float]:
    """Ask a golden set, and all that is made of it, of a library of these documents.

    The library is made for it and gone afterwards. Raises WenzhengError.
    """
    with tempfile.TemporaryDirectory(prefix="wenzheng-gate-") as name:
        settings = without_a_model(Path(name) / "library")
        summary = pipeline.add(
            settings.library,
            [documents],
            embedder=open_embedder(settings),
            parse=parse_bytes,
            parse_restored=parse_restored,
            version=PARSER,
        )
        for refused in summary.refused:
            raise MissingSet(f"{refused.path}: {refused.reason}; the gate reads every document")
        choice = Choice(stability=True, other_numbers=True, noise=NOISE, conflict=True)
        run = answer_golden(golden, choice, settings=settings)
        items = [item for item in read_golden(golden) if item.answerable]
        # Every so manyth, so that all kinds are among them: kinds stand together in a set.
        ablated = ablate(settings, items[:: -(-len(items) // ABLATED)])
    return gated(run.figures | {ablated.name: ablated.figure})


def gated(figures: Mapping[str, Figure]) -> dict[str, float]:
    """The means that a floor can hold: those that something asks, higher being better."""
    return {
        name: figure.mean
        for name, figure in figures.items()
        if figure.mean is not None and name not in LOWER_IS_BETTER
    }


def without_a_model(library: Path) -> Settings:
    """The settings of somebody who set nothing."""
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    return Settings.model_construct(**{**defaults, "library": library})


def digest_of(files: Iterable[Path]) -> str:
    """Changes when a file is added, renamed, removed or changed. Raises OSError."""
    found = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.name):
        found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]
