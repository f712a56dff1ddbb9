"""The damage tool against what real copies show.

The short strings are byte examples read off three real copies and six excerpts of others;
each is what a copy has in place of the words beside it. Two whole copies are compared where
they are at hand (fixture ``shared``).
"""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import to_simplified
from tests.damage import DEFAULT_LIST, annotate, damage, reading, to_gbk, to_mirror_script

GLOSS_RE = re.compile(r"([㐀-鿿])\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")
EXTRA_COMMA_RE = re.compile("[,，](?=[,，、。])")
WIDE = str.maketrans(",;:!?()", "，；：！？（）")
GB2312 = [
    bytes([lead, second]).decode("gb2312")
    for lead in range(0xB0, 0xD7)
    for second in range(0xA1, 0xFF)
]

TORN = [
    ("日报", "報請", "日?qǐng)?bào)"),
    ("勇争", "爭聽", "勇?tīng)?zhēng)"),
    ("重担", "擔負", "重?fù)?dān)"),
    ("划权", "權潤", "劃?rùn)?quán)"),
    ("目优", "優績", "目?jī)?yōu)"),
    ("域专项", "項驅", "域?qū)m?xiàng)"),
    ("家岭", "規", "家?guī)X"),
    ("月换", "聯", "月?lián)Q"),
    ("燃气管网", "網細", "燃?xì)夤芫W(wǎng)"),
    ("范区", "區", "范區(qū)"),
]
"""What the author wrote, the characters on the list, what the copy has."""


@pytest.mark.parametrize(("author", "listed", "copy"), TORN)
def test_a_match_across_two_characters_tears_both_apart(author, listed, copy):
    assert damage(author, listed=listed) == copy


def test_an_ampersand_behind_a_torn_pair_is_swallowed():
    assert damage("变为“", listed="優", entities=True) == "變?yōu)?ldquo;"
    assert damage("变为“", listed="優", entities=False) != "變?yōu)?ldquo;"


def test_a_space_or_a_digit_behind_a_torn_pair_is_swallowed():
    assert damage("新闻记者 李克诚", listed="動") == "新聞?dòng)浾?李克誠"
    assert damage("新闻记者7名", listed="動") == "新聞?dòng)浾?名"


def test_a_byte_that_begins_no_character_still_uses_up_the_bracket():
    assert damage("几個", listed="個競", traditional=False) == "几?jìng)?gè)"


def test_private_use_characters_are_kept_or_dropped_as_asked():
    dropped = damage("聚焦济源“加快建设", listed="節設", private_use="dropped")
    assert dropped == "聚焦?jié)础凹涌旖ㄔO(shè)"
    assert damage("推进焦济洛平高铁", listed="節", private_use="dropped") == "推進焦?jié)迤礁哞F"
    assert "\ue323" in damage("聚焦济源“加快建设", listed="節設")


def test_the_other_decoder_keeps_the_bracket_and_marks_the_loss():
    assert damage("日报", listed="報請", decoder="keep") == "日\ufffd(qǐng)\ufffd(bào)"


def test_a_block_that_ends_within_a_character_shifts_what_follows():
    # 9 bytes end after the first byte of 。
    assert damage("努力攻克难。”峡山", listed="", block=11) == "努力攻克難?!睄{山"


def test_characters_that_gbk_lacks_become_question_marks():
    assert damage("•😀鹏", listed="", traditional=False) == "??鹏"


def test_readings_are_the_first_ones_whatever_the_context():
    assert damage("长效、调整", listed="長調") == "長(zhǎng)效、調(diào)整"
    with pytest.raises(ValueError, match="no reading for 'A'"):
        reading("A")


def test_overlapping_matches_are_taken_in_ascending_order_of_codes():
    # 88F3 (報) before D588 (請): the other way round 報 would stay without its reading.
    assert annotate("日報".encode("gbk"), "請報") == to_gbk("日")[:1] + (
        b"\xd5\x88" + to_gbk("(qǐng)") + b"\xf3" + to_gbk("(bào)")
    )


def test_the_script_map_is_the_copies_own_and_keeps_the_length():
    assert to_mirror_script("随着后台准备复工，志愿采访游园") == "隨著后臺準備復工，志愿采訪游園"
    text = "".join(GB2312)
    assert len(to_mirror_script(text)) == len(text)


def test_commas_come_before_commas_and_stops_only():
    text = "一，二、三。四；五：六！七”"
    assert damage(text, listed="", commas=1.0) == "一,,二,、三,。四;五:六!七”"
    assert damage(text, listed="", commas=0.0) == "一,二、三。四;五:六!七”"


def test_commas_depend_on_the_seed_alone():
    text = "好，" * 40
    one, again, other = (damage(text, listed="", commas=0.5, seed=seed) for seed in (1, 1, 2))
    assert one == again != other
    without = EXTRA_COMMA_RE.sub("", one)
    assert without == damage(text, listed="")


def test_full_width_forms_are_made_narrow_unless_asked_not_to():
    assert damage("增长８％，其中ＧＤＰ：", listed="") == "增長8%,其中GDP:"
    assert damage("增长８％，", listed="", narrow=False) == "增長８％，"


def test_every_kind_is_off_by_a_word():
    text = "济源日报：“新增１８０辆”，占８％。"
    assert damage(text, listed="", traditional=False, narrow=False) == text


@given(st.text(st.sampled_from([*GB2312, *"，。、“”1a ("]), max_size=60))
def test_a_listed_character_never_stands_bare(text):
    published = damage(text, narrow=False)
    for listed in DEFAULT_LIST:
        assert published.count(listed) == published.count(f"{listed}({reading(listed)})")


@given(st.text(max_size=60), st.sampled_from(["swallow", "keep"]), st.integers(1, 9))
def test_any_text_can_be_damaged(text, decoder, block):
    damage(text, decoder=decoder, block=block, entities=True, commas=0.5)


# Where a copy was torn, and what its author wrote there (traditional, as the bytes had it).
BREAKS_003 = [
    ("勇?tīng)?zhēng)", "勇爭", 5),
    ("域?qū)m?xiàng)", "域專項", 2),
    ("重?fù)?dān)", "重擔", 2),
    ("劃?rùn)?quán)", "劃權", 1),
    ("目?jī)?yōu)", "目優", 1),
    ("家?guī)X", "家嶺", 1),
    ("月?lián)Q", "月換", 1),
    ("燃?xì)夤芫W(wǎng)", "燃氣管網", 1),
    ("變?yōu)?ldquo;", "變為“", 1),
]


def test_a_copy_without_torn_pairs_comes_out_character_for_character(shared: Path):
    copy = _published(shared, "001")
    assert len(EXTRA_COMMA_RE.findall(copy)) == 138
    copy = EXTRA_COMMA_RE.sub("", copy)
    author = to_simplified(GLOSS_RE.sub(r"\1", copy)).translate(WIDE)
    assert damage(author, listed=set(GLOSS_RE.findall(copy))) == copy


def test_a_copy_with_torn_pairs_comes_out_character_for_character(shared: Path):
    copy = _published(shared, "003")
    original = GLOSS_RE.sub(r"\1", copy)
    for torn, words, times in BREAKS_003:
        # GLOSS_RE has taken off the readings of whole characters within the torn place too.
        torn = GLOSS_RE.sub(r"\1", torn)
        assert original.count(torn) == times
        original = original.replace(torn, words)
    assert "?" not in original
    assert damage(to_simplified(original).translate(WIDE), entities=True) == copy


def _published(shared: Path, number: str) -> str:
    (path,) = (shared / "corpus").glob(f"{number}_*.txt")
    return unicodedata.normalize("NFKC", path.read_text(encoding="utf-8"))
