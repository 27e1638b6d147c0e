"""The consent form and the receipt of a withdrawal as they are seen, and as they are read aloud."""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from itertools import pairwise

import pytest

from consent.vocabulary import CHOSEN_CHANNELS, ConsentMeans, Item, Purpose
from documents.calendar_readings import with_readings
from documents.consent_form import STYLES, consent_form_pdf
from documents.consent_words import ConsentWords, easy, ja
from documents.errors import PaperTooLong, UnknownLanguage
from documents.furigana import furigana, without_readings
from documents.withdrawal_receipt import withdrawal_receipt_pdf
from documents.withdrawal_words import EASY, PLAIN
from tests.documents.consent_samples import BLANK, OF_A_CASE, WITHDRAWAL
from tests.documents.paper_comparing import compare_pdf, fonts, language, opened, tags, title

PAPERS: dict[str, Callable[[], bytes]] = {
    "consent-plain": lambda: consent_form_pdf(OF_A_CASE, style="plain"),
    "consent-easy": lambda: consent_form_pdf(OF_A_CASE, style="easy"),
    "consent-blank": lambda: consent_form_pdf(BLANK, style="plain"),
    "withdrawal-plain": lambda: withdrawal_receipt_pdf(WITHDRAWAL, style="plain"),
    "withdrawal-easy": lambda: withdrawal_receipt_pdf(WITHDRAWAL, style="easy"),
}
KANJI = re.compile("[一-鿿々]")


def text_of(pdf: bytes) -> str:
    with opened(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_looks_as_it_did(name: str) -> None:
    compare_pdf(PAPERS[name](), name)


@pytest.mark.parametrize("name", PAPERS)
def test_it_is_tagged_titled_and_in_our_fonts(name: str) -> None:
    pdf = PAPERS[name]()
    levels = [int(tag[1]) for tag, _words in tags(pdf) if re.fullmatch("H[1-6]", tag)]
    assert title(pdf)
    assert language(pdf) == "ja"
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    used = fonts(pdf)
    assert all(used.values())
    assert all("Paper-" in font for font in used)


@pytest.mark.parametrize(("name", "pages"), [("consent-plain", 2), ("consent-easy", 2), ("withdrawal-easy", 1)])
def test_it_fits_its_sheet(name: str, pages: int) -> None:
    with opened(PAPERS[name]()) as document:
        assert len(document) == pages


def test_a_screen_reader_hears_a_word_once() -> None:
    names = [tag for tag, _words in tags(PAPERS["consent-easy"]())]
    assert names.count("Ruby") == names.count("RB") == names.count("RT") > 50
    assert "Ruby" not in [tag for tag, _words in tags(PAPERS["consent-plain"]())]


def test_every_item_and_purpose_can_be_ticked_and_none_is_ticked() -> None:
    text = text_of(PAPERS["consent-plain"]())
    assert [one for one in (*ja.WORDS.items.values(), *ja.WORDS.purposes.values()) if one not in text] == []
    assert not [sign for sign in "☑☒✓✔■" if sign in text]


@pytest.mark.parametrize("words", [ja.WORDS, easy.WORDS], ids=["plain", "easy"])
def test_the_form_speaks_of_the_whole_vocabulary_in_its_order(words: ConsentWords) -> None:
    assert list(words.items) == Item.values
    assert list(words.purposes) == Purpose.values


@pytest.mark.parametrize("words", [PLAIN, EASY], ids=["plain", "easy"])
def test_the_receipt_has_a_word_for_every_channel_and_means(words: object) -> None:
    assert list(getattr(words, "via")) == [one.value for one in CHOSEN_CHANNELS]  # noqa: B009 - two types, one name
    assert list(getattr(words, "means")) == ConsentMeans.values  # noqa: B009 - two types, one name


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, tuple):
        return [text for one in value for text in _strings(one)]
    return [getattr(value, one.name) for one in fields(value)]


@pytest.mark.parametrize("words", [easy.WORDS, EASY], ids=["form", "receipt"])
def test_in_easy_japanese_no_kanji_stands_without_its_reading(words: object) -> None:
    for name, value in vars(words).items():
        for text in _strings(value):
            left = re.sub(r"｜[^《]+《[^》]+》|[一-鿿㐀-䶿々〆]+《[^》]+》", "", text)
            assert not KANJI.search(left), (name, text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("月曜日〜金曜日 8時30分", "｜月曜日《げつようび》〜｜金曜日《きんようび》 8時《じ》30分《ぷん》"),
        ("令和8年4月1日（水） 14時05分", "｜令和《れいわ》8年《ねん》4月《がつ》 ｜1日《ついたち》（｜水《すい》） 14時《じ》05分《ふん》"),
        ("12月29日〜1月3日", "12月《がつ》 29日《にち》〜1月《がつ》 ｜3日《みっか》"),
        ("第2・第4", "第2・第4"),
    ],
)  # fmt: skip
def test_days_and_hours_have_readings(written: str, read: str) -> None:
    assert with_readings(written) == read
    assert without_readings(read).replace("月 ", "月") == written


def test_what_comes_from_outside_is_escaped() -> None:
    assert "<script>" not in furigana("<script>《x》")
    assert "&lt;b&gt;" in furigana("<b>名前《なまえ》")


@pytest.mark.parametrize("draw", [lambda: consent_form_pdf(BLANK, style="fr"), lambda: withdrawal_receipt_pdf(WITHDRAWAL, style="")])  # fmt: skip
def test_another_style_is_refused(draw: Callable[[], bytes]) -> None:
    with pytest.raises(UnknownLanguage):
        draw()


def test_names_that_do_not_fit_are_refused_not_cut() -> None:
    with pytest.raises(PaperTooLong):
        consent_form_pdf(replace(BLANK, recipients=[f"第{n}の相談機関" for n in range(60)]), style="plain")


@pytest.mark.parametrize("style", STYLES)
def test_whole_vocabularies_and_many_recipients_fit(style: str) -> None:
    full = replace(WITHDRAWAL, items=Item.values, purposes=Purpose.values, recipients=["つなぎ市"] * 40)
    with opened(withdrawal_receipt_pdf(full, style=style)) as document:
        assert len(document) == 2
    many = [f"つなぎ市第{n}相談支援センター" for n in range(6)]
    assert consent_form_pdf(replace(OF_A_CASE, recipients=many), style=style)


def test_an_unchecked_text_says_so_and_a_checked_one_does_not() -> None:
    assert ja.WORDS.law_unchecked in text_of(PAPERS["consent-plain"]()).replace("\r\n", "")
    checked = consent_form_pdf(replace(OF_A_CASE, unchecked=False))
    assert ja.WORDS.law_unchecked not in text_of(checked).replace("\r\n", "")


def test_a_channel_that_is_not_known_is_left_out() -> None:
    known, unknown = (text_of(withdrawal_receipt_pdf(replace(WITHDRAWAL, via=via))) for via in ("telephone", ""))
    assert PLAIN.via_heading in known
    assert PLAIN.via_heading not in unknown
