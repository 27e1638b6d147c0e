"""One household, several reports: two that wait and suggest each other, and two cases that were found to be one."""

from dataclasses import replace

from cases.merging import merge_cases
from cases.models import Case, NoteKind
from config.demo.organizations import World
from config.demo.stories.telling import PLAIN, Told, acting, before_stop, note, take_up, tell
from referrals.models import StopBasis
from referrals.report import HouseholdStated

HOME = replace(PLAIN, postal_code="076-0025", arrears_months=3, arrears_yen=41200)


def one_household(world: World) -> None:
    """富良野: electricity and gas of one household, each written by another hand."""
    _two_reports_wait(world)
    _two_cases_became_one(world)


def _two_reports_wait(world: World) -> None:
    power = replace(
        HOME,
        name="例示 﨑男",
        kana="れいじ さきお",
        phone="090-0000-0018",
        address="北海道富良野市日の出町0番地18 見本荘202号室",
        scheduled_stop_on=before_stop(7),
        stop_basis=StopBasis.NOTIFIED,
    )
    gas = replace(
        HOME,
        name="例示崎男",
        kana="ﾚｲｼﾞ ｻｷｵ",
        address="富良野市日の出町０－１８－２０２",
        scheduled_stop_on=before_stop(5),
        stop_basis=StopBasis.ESTIMATED,
    )
    tell(world, Told("furano-3", "kitaguni.tantou", 1, power))
    tell(world, Told("furano-4", "yuki_gas.tantou", 0, gas, hour=9))


def _two_cases_became_one(world: World) -> None:
    """The gas stands in the wife's name; only when somebody talked with her was it clear that it is one household."""
    power = _case(world, "furano-5", "kitaguni.tantou", 9, name="見本 雪雄", kana="みほん ゆきお", phone="090-0000-0019",
                  address="北海道富良野市本町0番19号", scheduled_stop_on=before_stop(12), stop_basis=StopBasis.NOTIFIED)  # fmt: skip
    gas = _case(world, "furano-6", "yuki_gas.tantou", 7, name="見本 ふゆ", kana="ﾐﾎﾝ ﾌﾕ", address="富良野市本町０の１９",
                has_infant=True, scheduled_stop_on=before_stop(9), stop_basis=StopBasis.ESTIMATED)  # fmt: skip
    note(world, "furano", gas, NoteKind.CONTACT, 2, "電話で話した。電気は夫の名義とのこと。")
    with acting(world, "furano.soudan") as actor:
        shown = {case.number: Case.objects.get(pk=case.pk).version for case in (gas, power)}
        merge_cases(actor=actor, source=gas, target=power, versions=shown)


def _case(world: World, key: str, by: str, days_ago: int, **stated: object) -> Case:
    household: HouseholdStated = replace(HOME, **stated)  # type: ignore[arg-type]  # columns of the household by name
    return take_up(world, "furano", tell(world, Told(key, by, days_ago, household)))
