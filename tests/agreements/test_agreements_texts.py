"""What differs between two texts: matched by heading and words, marked word by word."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.texts import article_changes, difference, digest_of, marks


def article(heading: str, *paragraphs: str) -> dict[str, Any]:
    return {"heading": heading, "paragraphs": list(paragraphs)}


OLD = [
    article("目的", "早期に支援へつなぐことを目的とする。"),
    article("費用", "費用は、それぞれが負担する。"),
    article("協議", "疑義が生じた事項は、協議して定める。"),
    article("有効期間", "有効期間は、1年とする。"),
]


def test_kinds_of_change() -> None:
    new = [
        OLD[0],
        OLD[2],
        article("費用", "費用は、甲が負担する。"),
        article("期間及び更新", "有効期間は、2年とする。"),
        article("研修", "甲は、説明の機会を設ける。"),
    ]
    found = {(one.old_number, one.new_number): (one.kind, one.is_moved) for one in article_changes(OLD, new)}
    assert found[1, 1] == ("unchanged", False)
    assert found[3, 2][0] in ("moved", "unchanged")
    assert found[2, 3][0] == "changed"
    assert found[4, 4] == ("changed", False)
    assert found[None, 5] == ("added", False)


def test_a_removed_article_stands_where_it_stood() -> None:
    changes = article_changes(OLD, [OLD[0], OLD[3]])
    assert [(one.kind, one.old_number, one.new_number) for one in changes] == [
        ("unchanged", 1, 1), ("removed", 2, None), ("removed", 3, None), ("unchanged", 4, 2),
    ]  # fmt: skip


def test_a_moved_article_is_said_to_be_moved() -> None:
    changes = article_changes(OLD, [OLD[3], OLD[0], OLD[1], OLD[2]])
    assert [one.kind for one in changes] == ["moved", "unchanged", "unchanged", "unchanged"]


def test_words_are_marked_not_whole_paragraphs() -> None:
    left, right = marks("期間は、1年とする。", "期間は、2年とする。")
    assert [(one.kind, one.text) for one in left if one.kind != "same"] == [("out", "1")]
    assert [(one.kind, one.text) for one in right if one.kind != "same"] == [("in", "2")]


def test_nothing_changed_shows_articles_only() -> None:
    content = {"title": "協定", "preamble": "前", "articles": OLD, "closing": "結", "annexes": [], "parties": []}
    assert {(one.part, one.kind) for one in difference(content, content)} == {("article", "unchanged")}
    assert digest_of(content) == digest_of(dict(reversed(content.items())))
    assert digest_of(content) != digest_of({**content, "title": "協定書"})


ARTICLES = st.lists(
    st.builds(article, st.sampled_from(["目的", "費用", "協議", "期間"]), st.text("甲乙はをる。1", max_size=12)),
    max_size=6,
)


@settings(max_examples=100, deadline=None)
@given(ARTICLES, ARTICLES)
def test_every_article_and_every_letter_is_there(old: list[Any], new: list[Any]) -> None:
    changes = article_changes(old, new)
    assert sorted(one.old_number for one in changes if one.old_number) == list(range(1, len(old) + 1))
    assert [one.new_number for one in changes if one.new_number] == list(range(1, len(new) + 1))
    for one in changes:
        if one.old_number:
            assert "".join(m.text for left, _right in one.rows for m in left) == "".join(
                old[one.old_number - 1]["paragraphs"]
            )
        if one.new_number:
            assert "".join(m.text for _left, right in one.rows for m in right) == "".join(
                new[one.new_number - 1]["paragraphs"]
            )
