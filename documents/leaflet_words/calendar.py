"""Days and hours of a desk in the leaflet's language, where the pages' own languages do not reach."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class CalendarWords:
    """`days` from Monday on; `span` joins first and last, `between` the members of a list.

    `closed` says of "{days}" that these, holidays and the turn of the year are closed; `holidays` the latter alone.
    """

    days: tuple[str, str, str, str, str, str, str]
    closed: str
    holidays: str
    span: str = "–"
    between: str = ", "

    def day_span(self, first: int, last: int) -> str:
        """One day, or from one to the other."""
        return self.days[first] if first == last else f"{self.days[first]}{self.span}{self.days[last]}"

    def hours(self, spans: Sequence[tuple[Sequence[int], tuple[str, str]]]) -> list[tuple[str, str]]:
        """Pairs (day or days, from–until)."""
        return [(self.day_span(days[0], days[-1]), f"{opens}–{closes}") for days, (opens, closes) in spans]

    def closed_on(self, days: Sequence[int]) -> str:
        """In words, when the desk has no hours on `days`."""
        return self.closed.format(days=self.between.join(self.days[day] for day in days)) if days else self.holidays


CALENDARS = {
    "zh-Hans": CalendarWords(
        ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
        "{days}、日本法定节假日、12月29日至1月3日",
        "日本法定节假日、12月29日至1月3日",
        "至",
        "、",
    ),
    "ko": CalendarWords(
        ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"),
        "{days}, 공휴일, 12월 29일–1월 3일",
        "공휴일, 12월 29일–1월 3일",
    ),
    "vi": CalendarWords(
        ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
        "{days}, ngày lễ, 29/12–3/1",
        "Ngày lễ, 29/12–3/1",
    ),
    "ne": CalendarWords(
        ("सोमबार", "मङ्गलबार", "बुधबार", "बिहीबार", "शुक्रबार", "शनिबार", "आइतबार"),
        "{days}, सार्वजनिक बिदा, डिसेम्बर 29–जनवरी 3",
        "सार्वजनिक बिदा, डिसेम्बर 29–जनवरी 3",
    ),
    "tl": CalendarWords(
        ("Lunes", "Martes", "Miyerkules", "Huwebes", "Biyernes", "Sabado", "Linggo"),
        "{days}, pista opisyal, Dis. 29–Ene. 3",
        "Pista opisyal, Dis. 29–Ene. 3",
    ),
    "pt-BR": CalendarWords(
        ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"),
        "{days}, feriados, 29/12 a 3/1",
        "Feriados, 29/12 a 3/1",
        " a ",
    ),
}
