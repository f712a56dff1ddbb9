"""Everyday words find what reports call otherwise, and what that adds is measured."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.lexicon import Lexicon, mentions, using
from assistant.terms import Term, coverage, spoken_of, terms_of
from evals.__main__ import main
from evals.golden_set import read_golden
from evals.lexicon_ablation import EMPTY, ablate_lexicon
from ingest.settings import Settings

REPORT = """2020年长治市政府工作报告
——2020年1月9日在长治市第十四届人民代表大会第六次会议上
长治市人民政府市长　司徒文远

各位代表：
我代表市人民政府向大会报告工作，请予审议。

一、2019年工作回顾
过去一年，全市生产总值1652亿元，增长6.3%，一般公共预算收入156.7亿元。
（一）基础设施日益完善。改造城市道路23条，新增公共交通车辆85辆，整治公共卫生间61座。
（二）社会事业稳步推进。养老机构收住老人3100人，居民就诊次数420万人次。
（三）卫生健康提质。新建社区医疗机构12家，县里的人民医院3家全部达标。

二、2020年工作安排
今年的主要预期目标是：生产总值增长6.1%左右。
（一）抓民生福祉。整治公共卫生间45座，提升农村公路80公里。
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    (folder / "page.txt").write_text(REPORT, encoding="utf-8")
    command = [sys.executable, "-m", "ingest", "add", str(folder / "page.txt")]
    subprocess.run(
        [*command, "--library", str(folder / "library")],
        check=True,
        cwd=Path(__file__).parents[1],
        stdout=subprocess.DEVNULL,
    )
    return Settings(library=folder / "library", _env_file=None)


@pytest.fixture(scope="module")
def assistant(settings):
    return Assistant.open(settings)


@pytest.fixture
def golden(tmp_path):
    """Two questions in everyday words, and one in the report's own."""
    rows = [
        ("everyday", "长治2019年看病的有多少人次?", "420万"),
        ("own", "长治2019年改造城市道路多少条?", "23条"),
        ("buses", "长治2019年新添了多少辆公交车?", "85辆"),
    ]
    lines = [
        {
            "id": id,
            "kind": "colloquial",
            "turns": [question],
            "answerable": True,
            "nuggets": [[nugget]],
            "sources": [{"file": "page.txt", "quote": nugget}],
        }
        for id, question, nugget in rows
    ]
    path = tmp_path / "golden.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("长治2019年修了几条马路?", "23条"),
        ("长治2019年新添了多少辆公交车?", "85辆"),
        ("长治2019年修了多少个厕所?", "61座"),
        ("长治2019年敬老院住了多少老人?", "3100人"),
        ("长治2019年看病的有多少人次?", "420万人次"),
        ("长治2019年GDP是多少?", "1652亿元"),
        ("长治2019年财政收入多少?", "156.7亿元"),
        ("長治2019年蓋了幾間廁所?", "61座"),
        ("How many buses did Changzhi add in 2019?", "85"),
    ],
)
def test_an_everyday_word_finds_the_reports_term(assistant, question, figure):
    answer = assistant.ask(question)
    assert figure.replace("万", "萬" if answer.script == "hant" else "万") in answer.text
    assert answer.citations[0].year == 2019


@pytest.mark.parametrize("question", ["长治2019年建了几座机场?", "长治2019年种了多少棵树?"])
def test_words_that_nothing_stands_for_are_still_declined(assistant, question):
    assert assistant.ask(question).declined


def test_the_word_itself_counts_more_than_what_stands_for_it(assistant):
    terms = terms_of("公厕", assistant.snapshot())
    (term,) = [term for term in terms if term.text == "公厕"]
    assert spoken_of(term, "新建公厕12座") == 1.0
    other = spoken_of(term, "新建公共卫生间12座")
    assert other == max(synonym.credit for synonym in term.synonyms) < 1.0
    assert spoken_of(term, "新建停车位12个") == 0.0
    assert coverage(terms, ("新建公厕12座", 1.0)) > coverage(terms, ("公共卫生间12座", 1.0))


def test_of_two_paragraphs_the_one_in_the_askers_word_is_cited(assistant):
    answer = assistant.ask("长治2019年县里的人民医院几家?")
    assert "3家" in answer.text
    other = assistant.ask("长治2019年社区医疗机构几家?")
    assert "12家" in other.text


def test_a_term_without_synonyms_is_found_as_it_stands():
    assert spoken_of(Term("公厕", 1.0, True), "公共卫生间") == 0.0


def test_another_lexicon_holds_inside_of_its_block_alone():
    before = mentions("看病")
    with using(EMPTY):
        assert mentions("看病") == []
        with using(Lexicon.of((), ())):
            assert mentions("看病") == []
    assert mentions("看病") == before != []


def test_another_lexicon_is_gone_after_an_error():
    with pytest.raises(KeyError), using(EMPTY):
        raise KeyError("anything")
    assert mentions("看病")


def test_the_ablation_says_which_questions_the_lexicon_answers(settings, golden):
    found = ablate_lexicon(settings, golden)
    assert [verdict.correct for verdict in found.with_it] == [True, True, True]
    assert found.comparison.only_other == ()
    assert "own" not in found.comparison.only_this
    assert "everyday" in found.comparison.only_this
    assert len(read_golden(golden)) == found.comparison.items


def test_the_command_prints_both_figures_and_the_test(settings, golden, capsys):
    command = ["lexicon", str(golden), "--library", str(settings.library)]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "McNemar p = " in printed
    assert "right only with it: " in printed
    assert main([*command, "--limit", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["with"]["answerable"] == 1.0
    assert found["without"]["answerable"] == 0.5
    assert found["comparison"]["only_this"] == ["everyday"]
