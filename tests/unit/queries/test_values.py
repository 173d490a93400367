import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from queries.values import to_json

NODE = {
    "id": "4:1",
    "labels": ["Account"],
    "key": "x:1",
    "properties": {"key": "x:1", "created_at": datetime(2024, 1, 1, tzinfo=UTC)},
}
LINK = {
    "id": "5:1",
    "type": "CO_ACTED",
    "start": "4:1",
    "end": "4:2",
    "start_key": "x:1",
    "end_key": None,
    "properties": {"q": 0.1},
}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (datetime(2024, 12, 1, 8, tzinfo=timezone(timedelta(hours=8))), "2024-12-01T00:00:00Z"),
        (datetime(2024, 12, 1, 8, 0, 0, 5, tzinfo=UTC), "2024-12-01T08:00:00.000005Z"),
        (datetime(2024, 12, 1), "2024-12-01T00:00:00"),
        (date(2024, 12, 1), "2024-12-01"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (b"\x01\xff", "01ff"),
        ((1, [2.5, None]), [1, [2.5, None]]),
        ({"a": date(2024, 1, 1)}, {"a": "2024-01-01"}),
        (NODE, {"label": "Account", "key": "x:1", "created_at": "2024-01-01T00:00:00Z"}),
        (LINK, {"type": "CO_ACTED", "from": "x:1", "to": None, "q": 0.1}),
        ({"nodes": [NODE], "relationships": []}, {"nodes": [to_json(NODE)], "relationships": []}),
    ],
)  # fmt: skip
def test_values_of_the_graph_become_what_json_holds(value: object, shown: object):
    assert to_json(value) == shown
    json.dumps(to_json(value), allow_nan=False)
