"""The Answer that scripts, page and bots share: its keys are a contract."""

from assistant.answer import Answer, Checks, Citation, Claim, Count, ListCount

CITATION = Citation(
    n=1, document="ab12", title="报告", source="/r.txt", paragraph="ab12#p3", section=("二、安排",),
    place="河南省济源市", year=2019, period="plan", text="新增公交车180辆。",
    quote="新增公交车180辆。", raw="新增公交車180輛。", raw_start=40, raw_end=50,
    raw_quote_start=40, raw_quote_end=50,
)  # fmt: skip

CONTRACT = {
    "id", "question", "answer", "declined", "reason", "mode", "script", "citations", "checks",
    "seconds",
}  # fmt: skip
CITED = {
    "n", "document", "title", "source", "paragraph", "link", "section", "place", "year", "period",
    "text", "quote", "raw", "raw_start", "raw_end",
}  # fmt: skip


def answer(**changes):
    return Answer(id="a1", question="?", script="hans", **changes)


def test_every_key_of_the_contract_is_there():
    shown = answer(claims=(Claim("新增公交车180辆。", (1,)),), citations=(CITATION,)).to_json()
    assert shown.keys() >= CONTRACT
    assert shown["citations"][0].keys() >= CITED
    assert shown["checks"].keys() == {"numbers", "quotes", "list", "unverified"}
    assert shown["checks"]["list"] is None


def test_each_list_entry_stands_on_its_own_line_with_its_marker():
    claims = (Claim("办好实事。", (1,)), Claim("一是水。", (1,), item=True))
    claims += (Claim("二是路。", (2,), item=True), Claim("共两项。", (1,)))
    assert answer(claims=claims).text == "办好实事。[1]\n一是水。[1]\n二是路。[2]\n共两项。[1]"


def test_sentences_that_are_no_list_run_on():
    claims = (Claim("甲。", (1,)), Claim("乙。", (2,)))
    assert answer(claims=claims).text == "甲。[1]乙。[2]"


def test_the_same_entry_twice_keeps_both_lines():
    claims = (Claim("同。", (1,), item=True), Claim("尾。", (1,)), Claim("同。", (1,), item=True))
    assert answer(claims=claims).text == "同。[1]\n尾。[1]\n同。[1]"


def test_a_declined_answer_says_why_and_cites_nothing():
    declined = answer(
        declined=True, reason="not_in_documents", message="文件里没有写到。", nearest=CITATION
    ).to_json()
    assert declined["answer"] == "文件里没有写到。"
    assert declined["citations"] == []
    assert declined["nearest"]["paragraph"] == "ab12#p3"


def test_counts_of_the_checks_are_shown_as_found_and_supported():
    checks = Checks(numbers=Count(3, 3), list=ListCount(10, 10))
    shown = answer(checks=checks).to_json()["checks"]
    assert shown["numbers"] == {"found": 3, "supported": 3}
    assert shown["list"] == {"declared": 10, "given": 10}
