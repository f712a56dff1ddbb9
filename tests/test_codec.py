"""What the record keeps as bytes comes back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from ingest import codec
from ingest.document import Metadata, Place
from ingest.mirrors import sketch
from ingest.offsets import Edit, OffsetMap, Span, apply


@given(
    st.builds(
        Metadata,
        title=st.none() | st.text(st.characters(codec="utf-8")),
        date=st.none() | st.just("2019-02"),
        kind=st.none() | st.just("work report"),
        place=st.none() | st.lists(st.just("河南省"), min_size=1).map(lambda p: Place(tuple(p))),
        year=st.none() | st.integers(1949, 2100),
    )
)
def test_any_metadata_comes_back(metadata):
    assert codec.unpack_metadata(codec.pack_metadata(metadata)) == metadata


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), max_size=5))
def test_any_offsets_come_back(text, cuts):
    edits, at = [], 0
    for start, length in sorted(cuts):
        if at <= start <= start + length <= len(text):
            edits.append(Edit(start, start + length, "改"))
            at = start + length + 1
    offsets = apply(text, edits)[1]
    assert codec.unpack_offsets(codec.pack_offsets(offsets)) == offsets


def test_an_empty_map_comes_back():
    offsets = OffsetMap((), 0)
    assert codec.unpack_offsets(codec.pack_offsets(offsets)).span(0, 0) == Span(0, 0)


@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_any_sketch_and_text_come_back(text):
    assert codec.unpack_text(codec.pack_text(text)) == text
    assert codec.unpack_sketch(codec.pack_sketch(sketch(text))) == sketch(text)
