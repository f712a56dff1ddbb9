"""Keyword search as it is taken from the shelf: bm25s, and tantivy alone.

bm25s scores whole texts of words or of character bigrams with its own k1 and b; neither
script nor width is folded, as nobody folds them at first. tantivy gets jieba's words joined
by blanks, as its Python package can't cut Chinese. Hits that score nothing are left out:
bm25s fills its list with them in an arbitrary order.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from pathlib import Path

import bm25s
import tantivy

from evals.peers import Built, Corpus, size_of
from evals.retrieval import DEPTH
from ingest.query import Hit

with warnings.catch_warnings():
    # Its source has escapes that newer versions of Python complain about as they compile it.
    warnings.simplefilter("ignore")
    import jieba

Cut = Callable[[str], list[str]]


def jieba_words(text: str) -> list[str]:
    """Jieba's words without blanks: what every tutorial does."""
    jieba.setLogLevel(logging.WARNING)
    return [word for word in jieba.lcut(text) if word.strip()]


def character_bigrams(text: str) -> list[str]:
    """Each two neighbouring characters, blanks taken out.

    >>> character_bigrams("新建 公园")
    ['新建', '建公', '公园']
    """
    joined = "".join(text.split())
    return [joined[at : at + 2] for at in range(max(1, len(joined) - 1))]


def bm25s_words(corpus: Corpus, folder: Path) -> Built:
    """bm25s over jieba's words."""
    return _bm25s(corpus, folder, jieba_words)


def bm25s_bigrams(corpus: Corpus, folder: Path) -> Built:
    """bm25s over character bigrams."""
    return _bm25s(corpus, folder, character_bigrams)


def _bm25s(corpus: Corpus, folder: Path, cut: Cut) -> Built:
    index = bm25s.BM25()
    texts = [cut(passage.embedding_text) for passage in corpus.passages]
    index.index(texts, show_progress=False)
    index.save(str(folder))
    ids = [passage.id for passage in corpus.passages]
    depth = min(DEPTH, len(ids))

    def search(question: str) -> list[Hit]:
        """The best passages for one question."""
        found, scores = index.retrieve([cut(question)], k=depth, show_progress=False)
        pairs = zip(found[0], scores[0], strict=True)
        return [Hit(ids[n], float(score)) for n, score in pairs if score > 0]

    return Built(search, _document_of(corpus), size_of(folder))


def tantivy_words(corpus: Corpus, folder: Path) -> Built:
    """Tantivy's BM25 over jieba's words, one field."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer()
    for passage in corpus.passages:
        words = " ".join(jieba_words(passage.embedding_text))
        writer.add_document(tantivy.Document(id=passage.id, words=words))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> list[Hit]:
        """The best passages for one question."""
        terms = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(index.schema, "words", word),
            )
            for word in dict.fromkeys(jieba_words(question))
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), DEPTH, False).hits
        return [Hit(str(searcher.doc(at)["id"][0]), float(score)) for score, at in hits]

    return Built(search, _document_of(corpus), size_of(folder))


def _document_of(corpus: Corpus) -> dict[str, str]:
    return {passage.id: passage.document for passage in corpus.passages}
