"""The report slip as it is seen, as it comes out of a FAX machine, and as it is read aloud."""

from dataclasses import replace

import pytest
from django.utils.translation import override
from PIL import Image, ImageFilter

from documents.errors import PaperTooLong
from documents.report_slip import Shape, SlipContent, report_slip_pdf
from referrals.slip import printed_questions
from tests.documents.paper_comparing import compare_pdf, fonts, language, opened, pictures, tags, title

#: Dots across and lines down of a FAX in normal quality, each to an inch.
FAX_DOTS, FAX_LINES = 204, 98


@pytest.fixture(scope="module")
def content() -> SlipContent:
    with override("ja"):
        return SlipContent(
            agency_name="つなぎ市社会福祉協議会",
            municipality_name="つなぎ市",
            desk_name="くらしサポート窓口",
            fax="000-123-4568",
            phone="000-123-4567",
            hours="月曜日〜金曜日 8:30〜17:15（祝日・12月29日〜1月3日を除く）",
            questions=printed_questions(),
        )


@pytest.fixture(scope="module")
def slip(content: SlipContent) -> bytes:
    return report_slip_pdf(content)


def text_of(pdf: bytes) -> str:
    with opened(pdf) as document:
        return str(document[0].get_textpage().get_text_bounded()).replace("\r\n", "").replace(" ", "")


def test_it_looks_as_it_did(slip: bytes) -> None:
    compare_pdf(slip, "report-slip")


def test_it_is_one_page_of_a4(slip: bytes) -> None:
    with opened(slip) as document:
        assert len(document) == 1
        width, height = document[0].get_size()
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (210, 297)


def test_long_names_and_hours_still_fit_and_what_is_beyond_sense_is_refused(content: SlipContent) -> None:
    long = replace(
        content,
        agency_name="社会福祉法人 つなぎ市社会福祉協議会 生活困窮者自立相談支援機関 くらしサポートセンター",
        hours="月曜日〜金曜日 8:30〜17:15、第2・第4土曜日 9:00〜12:00（祝日・12月29日〜1月3日を除く）",
    )
    with opened(report_slip_pdf(long)) as document:
        assert len(document) == 1
    with pytest.raises(PaperTooLong):
        report_slip_pdf(replace(content, hours="あ" * 1000))


def test_it_names_the_desk_the_emergency_numbers_and_when_not_to_send_it(slip: bytes) -> None:
    said = text_of(slip)
    for words in ("000-123-4568", "000-123-4567", "くらしサポート窓口", "119番・110番", "送らないでください"):
        assert words in said, words


def test_without_a_fax_number_it_says_where_to_ask(content: SlipContent) -> None:
    assert "番号は窓口におたずねください" in text_of(report_slip_pdf(replace(content, fax="")))


def test_every_question_every_label_and_every_choice_is_on_it_in_order(slip: bytes, content: SlipContent) -> None:
    said, at = text_of(slip), 0
    for question in content.questions:
        heading = (question.number + question.heading).replace(" ", "")
        assert heading in said[at:], heading
        at = said.index(heading, at)
        for box, is_labelled in question.labelled:
            for words in (*([box.label] if is_labelled or box.shape == Shape.TICK else []), *box.choices):
                assert words.replace(" ", "") in said[at:], (heading, words)


def test_it_is_tagged_titled_and_in_our_fonts(slip: bytes, content: SlipContent) -> None:
    told = [tag for tag, _alternative in tags(slip)]
    assert title(slip) == f"通報票 {content.agency_name}"
    assert language(slip) == "ja"
    assert told.count("H1") == 1
    assert told.count("TH") == len(content.questions)
    used = fonts(slip)
    assert used
    assert all(used.values())
    assert all("Paper-" in font for font in used)


# --- through a FAX machine ---


def test_it_has_neither_colour_nor_grey(slip: bytes) -> None:
    with opened(slip) as document:
        red, green, blue = document[0].render(scale=FAX_DOTS / 72).to_pil().convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    darkest, lightest = red.filter(ImageFilter.MinFilter(9)), red.filter(ImageFilter.MaxFilter(9))
    pairs = zip(darkest.tobytes(), lightest.tobytes(), strict=True)
    assert not any(low > 60 and high < 245 for low, high in pairs)


def test_every_line_is_still_there_in_normal_quality(slip: bytes) -> None:
    fine = pictures(slip, FAX_DOTS)[0]
    coarse = fine.resize((fine.width, fine.height * FAX_LINES // FAX_DOTS), Image.Resampling.BOX)
    there, wanted = rules(coarse), rules(fine)
    assert len(wanted) > 20
    lost = [at for at in wanted if min(abs(at * FAX_LINES / FAX_DOTS - line) for line in there) > 1.5]
    assert not lost


def rules(picture: Image.Image) -> list[int]:
    """The rows in which a line begins that goes across more than half of the page; each dot is black or white."""
    dots = picture.point([0 if level < 128 else 255 for level in range(256)]).tobytes()
    rows = [dots[start : start + picture.width] for start in range(0, len(dots), picture.width)]
    is_rule = [max(map(len, row.split(b"\xff"))) > picture.width / 2 for row in rows]
    return [at for at, found in enumerate(is_rule) if found and not is_rule[at - 1]]
