"""The local embedder and the choice of an embedder: stateless, stable, never mixed up."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from ingest.embeddings import open_embedder
from ingest.embeddings_local import HashingEmbedder
from ingest.errors import EmbeddingMismatch, SettingsError
from ingest.settings import Settings

UNSET = Settings(_env_file=None)


def settings(**changed: object) -> Settings:
    return UNSET.model_copy(update=changed)


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_texts_become_unit_rows_in_order(texts: list[str]):
    rows = HashingEmbedder(dimension=64).embed(texts)
    assert rows.dtype == np.float32
    assert rows.shape == (len(texts), 64)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    for text, row in zip(texts, rows, strict=True):
        assert np.array_equal(HashingEmbedder(dimension=64).embed([text])[0], row)


def test_texts_without_a_term_share_one_vector():
    rows = HashingEmbedder().embed(["", "，。", "公园"])
    assert np.array_equal(rows[0], rows[1])
    assert not np.array_equal(rows[0], rows[2])


def test_script_width_and_case_make_no_difference():
    rows = HashingEmbedder().embed(["濟源市ＧＤＰ增長８.３％", "济源市gdp增长8.3%"])
    assert np.array_equal(rows[0], rows[1])


def test_a_question_is_nearest_to_the_passage_that_shares_its_rare_words():
    passages = [
        "新建改建农村公路八十公里,打通三条断头路",
        "新增公办幼儿园十所,学位三千个",
        "全年粮食总产量保持稳定,建成高标准农田",
    ]
    embedder = HashingEmbedder()
    nearest = embedder.embed(["今年新增了多少个幼儿园学位?"]) @ embedder.embed(passages).T
    assert int(np.argmax(nearest)) == 1


def test_the_same_text_has_the_same_vector_in_every_process():
    code = (
        "from ingest.embeddings_local import HashingEmbedder as E\n"
        "print(E(dimension=16).embed(['济源市2019年新建公园12.5公顷']).tobytes().hex())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_a_vector_of_this_version_is_what_it_was():
    """If this fails, old libraries' vectors are void: raise VERSION, then renew the figures."""
    row = HashingEmbedder(dimension=8).embed(["济源市2019年新建公园12.5公顷"])[0]
    assert HashingEmbedder(dimension=8).identity == "local/hashing-1/8"
    assert np.round(row, 2).tolist() == pytest.approx(
        [-0.24, -0.13, 0.13, 0.66, -0.54, 0.10, 0.21, -0.35], abs=0.011
    )


def test_a_weight_is_small_where_a_pair_of_characters_is_common():
    """的人 is in no dictionary, but it must not weigh like a rare name."""
    embedder = HashingEmbedder(dimension=4096)
    common, rare = embedder.embed(["湟鳓的人", "湟鳓甏甑"])
    assert float(common @ embedder.embed(["湟鳓"])[0]) > float(rare @ embedder.embed(["湟鳓"])[0])


def test_local_is_the_default_and_its_dimension_can_be_set():
    assert open_embedder(UNSET).identity == "local/hashing-1/512"
    assert open_embedder(settings(embedding_dimensions=64)).embed(["公园"]).shape == (1, 64)


def test_local_embedding_loads_no_remote_client():
    code = (
        "import sys\n"
        "from ingest.embeddings import open_embedder\n"
        "from ingest.settings import Settings\n"
        "open_embedder(Settings(_env_file=None)).embed(['公园'])\n"
        "sys.exit(any(m in sys.modules for m in ('openai', 'langchain_openai', 'jieba')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


REMOTE = {"embeddings": "openai:org/m", "openai_base_url": "http://127.0.0.1:9/v1"}


@pytest.mark.parametrize(
    ("chosen", "stored"),
    [
        ({}, "local/hashing-0/512"),
        ({}, "openai/org/m/8"),
        ({"embedding_dimensions": 64}, "local/hashing-1/512"),
        (REMOTE, "local/hashing-1/512"),
        (REMOTE, "openai/m/8"),
        (REMOTE, "openai/org/m2/8"),
        (REMOTE | {"embedding_dimensions": 4}, "openai/org/m/8"),
    ],
)
def test_another_model_than_the_librarys_is_refused_without_a_call(
    chosen: dict[str, object], stored: str
):
    with pytest.raises(EmbeddingMismatch, match=r"ingest rebuild") as refused:
        open_embedder(settings(**chosen), stored=stored)
    assert repr(stored) in str(refused.value)


@pytest.mark.parametrize(
    ("chosen", "stored"),
    [
        ({}, "local/hashing-1/512"),
        (REMOTE, "openai/org/m/8"),
        (REMOTE | {"embedding_dimensions": 8}, "openai/org/m/8"),
    ],
)
def test_the_librarys_own_model_is_known_without_a_call(chosen: dict[str, object], stored: str):
    assert open_embedder(settings(**chosen), stored=stored).identity == stored


@pytest.mark.parametrize(
    ("chosen", "named"),
    [
        ({"embeddings": "openai:"}, "WENZHENG_EMBEDDINGS"),
        ({"embeddings": "openai:m"}, "OPENAI_API_KEY"),
        ({"embeddings": "openai:", "openai_api_key": SecretStr("k")}, "WENZHENG_EMBEDDINGS"),
    ],
)
def test_a_missing_setting_is_named(chosen: dict[str, object], named: str):
    with pytest.raises(SettingsError, match=named):
        open_embedder(settings(**chosen))
