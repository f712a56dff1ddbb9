"""How values are written in the record's columns, and read back: pure functions.

Texts and bytes are compressed, offset runs are columns of 32-bit numbers (compressed too:
a long damaged page has thousands of runs), metadata is JSON so that a field can be added
without touching the tables. What is where in which table is the record's business.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.document import Metadata, Place
from ingest.mirrors import Sketch
from ingest.offsets import OffsetMap, Run

if TYPE_CHECKING:
    from ingest.restore import Report

_SKETCH_HEADER = struct.Struct("<IB")


def pack_text(text: str) -> bytes:
    """Compressed UTF-8. Raises UnicodeEncodeError for lone surrogates, which are no text."""
    return zlib.compress(text.encode("utf-8"))


def unpack_text(packed: bytes) -> str:
    """What `pack_text` was given.

    >>> unpack_text(pack_text("济源"))
    '济源'
    """
    return zlib.decompress(packed).decode("utf-8")


def pack_offsets(offsets: OffsetMap) -> bytes:
    """The runs as three columns, after the length of the restored text."""
    columns = np.array(offsets.runs, dtype="<u4").reshape(-1, 3).T
    return zlib.compress(struct.pack("<I", offsets.out_length) + columns.tobytes())


def unpack_offsets(packed: bytes) -> OffsetMap:
    """What `pack_offsets` was given.

    >>> unpack_offsets(pack_offsets(OffsetMap.identity(12))) == OffsetMap.identity(12)
    True
    """
    plain = zlib.decompress(packed)
    (length,) = struct.unpack_from("<I", plain)
    columns = np.frombuffer(plain, dtype="<u4", offset=4).reshape(3, -1)
    return OffsetMap(tuple(Run(*run) for run in columns.T.tolist()), length)


def pack_metadata(metadata: Metadata) -> str:
    """JSON with the fields' names; what wasn't found is left out."""
    fields = {
        "title": metadata.title,
        "publisher": metadata.publisher,
        "date": metadata.date,
        "kind": metadata.kind,
        "place": metadata.place and list(metadata.place.parts),
        "speaker": metadata.speaker,
        "year": metadata.year,
    }
    found = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(found, ensure_ascii=False)


def unpack_metadata(packed: str) -> Metadata:
    """What `pack_metadata` was given.

    >>> metadata = Metadata(title="报告", place=Place(("河南省", "济源市")), year=2019)
    >>> unpack_metadata(pack_metadata(metadata)) == metadata
    True
    """
    fields: dict[str, Any] = json.loads(packed)
    if "place" in fields:
        fields["place"] = Place(tuple(fields["place"]))
    return Metadata(**fields)


def pack_reports(reports: tuple[Report, ...]) -> bytes:
    """Compressed JSON, a list each."""
    return pack_text(json.dumps(reports, ensure_ascii=False))


def unpack_reports(packed: bytes) -> tuple[Report, ...]:
    """What `pack_reports` was given."""
    from ingest.restore import Report  # with its pinyin 0.3 s of CPU, and few ask for reports

    return tuple(
        Report(kind, start, end, chosen, tuple(alternatives), margin)
        for kind, start, end, chosen, alternatives, margin in json.loads(unpack_text(packed))
    )


def pack_sketch(sketch: Sketch) -> bytes:
    """Length and level, then the hashes in order."""
    hashes = np.array(sorted(sketch.hashes), dtype="<u8")
    return _SKETCH_HEADER.pack(sketch.length, sketch.level) + hashes.tobytes()


def unpack_sketch(packed: bytes) -> Sketch:
    """What `pack_sketch` was given."""
    length, level = _SKETCH_HEADER.unpack_from(packed)
    hashes = np.frombuffer(packed, dtype="<u8", offset=_SKETCH_HEADER.size)
    return Sketch(length, level, frozenset(hashes.tolist()))
