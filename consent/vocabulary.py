"""The closed vocabularies of a crossing: what may cross, why, how, from whom to whom.

Values are stored in rows and sent through the interface: they are never renamed.
The text of a provision is data with dates of force; here stand only its keys.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Item(TextChoices):
    """提供項目: one kind of fact about a household."""

    NAME = "name", _("name")
    KANA = "kana", _("reading of the name")
    BIRTH_DATE = "birth_date", _("date of birth")
    ADDRESS = "address", _("address")
    PHONE = "phone", _("telephone number")
    EMAIL = "email", _("e-mail address")
    LANGUAGE = "language", _("language the person speaks")
    CUSTOMER_NUMBER = "customer_number", _("customer number")
    SUPPLY_POINT = "supply_point", _("supply point number")
    SUPPLY_KIND = "supply_kind", _("kind of supply")
    ARREARS = "arrears", _("arrears")
    DEFERRAL = "deferral", _("deferral of payment")
    PAYMENT_PLEDGE = "payment_pledge", _("payment pledge")
    STOP_DATE = "stop_date", _("date the supply is to stop")
    HOUSEHOLD = "household", _("members of the household")
    HEALTH_SIGNS = "health_signs", _("signs of ill health")
    VISIT_SIGNS = "visit_signs", _("what was seen at the door")
    INCOME = "income", _("income and work")
    DEBTS = "debts", _("other debts")
    BENEFITS = "benefits", _("benefits received")
    SUPPORT_PLAN = "support_plan", _("support plan")
    NOTE = "note", _("note in free words")
    HANDLING_STATUS = "handling_status", _("state of handling")
    OUTCOME = "outcome", _("outcome of the support")


#: What a report always needs, so that somebody can be visited.
LEAST_ITEMS = frozenset({Item.NAME, Item.ADDRESS, Item.SUPPLY_KIND})
#: What a report can carry at all; the form offers these for consent.
REPORT_ITEMS = (
    Item.NAME,
    Item.KANA,
    Item.BIRTH_DATE,
    Item.PHONE,
    Item.ADDRESS,
    Item.SUPPLY_KIND,
    Item.CUSTOMER_NUMBER,
    Item.SUPPLY_POINT,
    Item.ARREARS,
    Item.DEFERRAL,
    Item.STOP_DATE,
    Item.HOUSEHOLD,
    Item.HEALTH_SIGNS,
    Item.VISIT_SIGNS,
    Item.NOTE,
)


class Purpose(TextChoices):
    """利用目的: what the recipient may use the items for."""

    SELF_RELIANCE_SUPPORT = "self_reliance_support", _("self-reliance support")
    SAFETY_CHECK = "safety_check", _("making sure that the household is safe")
    FEEDBACK = "feedback", _("telling the reporter what became of it")
    LINKAGE = "linkage", _("connecting with another service")
    MEETING = "meeting", _("discussion at a meeting")
    EMERGENCY = "emergency", _("emergency help")


class ConsentMeans(TextChoices):
    """同意の方法: how the person said yes."""

    WRITTEN = "written", _("in writing")
    ORAL = "oral", _("by word of mouth")
    TELEPHONE = "telephone", _("by telephone")
    ONLINE = "online", _("online")


class Route(TextChoices):
    """情報提供の根拠: the ground a crossing claims.

    A to F are the routes of the lawful table. G is the ground that only feedback
    from a public body knows, 個人情報保護法69条2項4号 with a recorded reason.
    """

    A = "A", _("consent")
    B = "B", _("protection of life, body or property")
    C = "C", _("answer to a request of the support meeting")
    D = "D", _("exchange within a support meeting")
    E = "E", _("agreement")
    F = "F", _("guidance only")
    G = "G", _("special reason recorded by a public body")


class CrossingKind(TextChoices):
    """提供の種類: which way the data would go."""

    REPORT = "report", _("report from a utility to the support agency")
    FEEDBACK = "feedback", _("feedback to a utility")
    LINKAGE = "linkage", _("connection with another service")
    EMERGENCY = "emergency", _("call to the emergency services")
    ANSWER = "answer", _("answer to a support meeting")
    MEETING_SHARE = "meeting_share", _("exchange between members of a meeting")
    READING = "reading", _("opening of a numbered paper")
    REQUEST = "request", _("request of a support meeting for co-operation")
    FORWARD = "forward", _("report passed on to the agency in charge")


class PartyKind(TextChoices):
    """提供元・提供先の種類: the capacity in which an organisation acts in this crossing."""

    UTILITY = "utility", _("utility")
    AGENCY = "agency", _("support agency")
    MUNICIPALITY = "municipality", _("municipality")
    SERVICE = "service", _("other service")
    EMERGENCY_SERVICE = "emergency_service", _("emergency service")
    MEETING = "meeting", _("meeting")
    OTHER_ORGANIZATION = "other_organization", _("other organisation")
    WELFARE_COMMISSIONER = "welfare_commissioner", _("welfare commissioner")
    RESIDENT = "resident", _("private person")
    PERSON = "person", _("the person concerned")


class MeetingKind(TextChoices):
    """会議の種類: only the first is the meeting of Article 9."""

    SUPPORT = "support", _("support meeting")
    COORDINATION = "coordination", _("support co-ordination meeting")


class CaseKind(TextChoices):
    """支援会議で取り扱う事案: the three of the ministry's outline of the support meeting."""

    NO_CONSENT = "no_consent", _("no consent, so it cannot go to the co-ordination meeting")
    SCATTERED = "scattered", _("one household, several offices, nobody sees the whole")
    BETTER_SUPPORT = "better_support", _("sharing is needed for better support")


class ProtectedInterest(TextChoices):
    """保護する利益."""

    LIFE = "life", _("life")
    BODY = "body", _("body")
    PROPERTY = "property", _("property")


class WithdrawnVia(TextChoices):
    """撤回の方法: by which channel the person said it."""

    AT_DESK = "at_desk", _("at the desk")
    TELEPHONE = "telephone", _("by telephone")
    VISIT = "visit", _("during a visit")
    WRITTEN = "written", _("in writing (letter, FAX or the form)")
    EMAIL = "email", _("by e-mail")
    COMPANY = "company", _("to the company, which told us")
    FAMILY = "family", _("through the family or somebody who acts for the person")
    # Written by the software, not offered to choose:
    RENEWED = "renewed", _("replaced by a newer consent")
    PARTED = "parted", _("two cases were parted again, and it was said for the other one")


#: Ends that are not the person's own: they have taken nothing back.
NOT_BY_THE_PERSON = (WithdrawnVia.RENEWED, WithdrawnVia.PARTED)
#: What a caseworker may choose.
CHOSEN_CHANNELS = tuple(one for one in WithdrawnVia if one not in NOT_BY_THE_PERSON)


#: Stands where words stood that were taken out of a sealed report's ground; the constraints ask for something.
SEALED = "―"


class FailedLimb(TextChoices):
    """保護の根拠のうち認められなかったもの: which of the two reasons the review found wanting."""

    NO_DANGER = "no_danger", _("nothing was in danger that had to be protected")
    COULD_BE_ASKED = "could_be_asked", _("the person could have been asked")


class ProvisionKey(TextChoices):
    """根拠条文の鍵: names a provision; its text in force on a date is a LegalProvision row.

    ``act`` is 生活困窮者自立支援法, ``appi`` 個人情報保護法.
    """

    ACT_2 = "act_2", _("Act, Article 2")
    ACT_5_3 = "act_5_3", _("Act, Article 5(3)")
    ACT_8 = "act_8", _("Act, Article 8")
    ACT_9_1 = "act_9_1", _("Act, Article 9(1)")
    ACT_9_2 = "act_9_2", _("Act, Article 9(2)")
    ACT_9_3 = "act_9_3", _("Act, Article 9(3)")
    ACT_9_4 = "act_9_4", _("Act, Article 9(4)")
    ACT_9_5 = "act_9_5", _("Act, Article 9(5)")
    ACT_9_6 = "act_9_6", _("Act, Article 9(6)")
    WELFARE_106_6 = "welfare_106_6", _("Social Welfare Act, Article 106-6")
    ASSISTANCE_27_3 = "assistance_27_3", _("Public Assistance Act, Article 27-3")
    ACT_23 = "act_23", _("Act, Article 23")
    ACT_28 = "act_28", _("Act, Article 28")
    APPI_27_1 = "appi_27_1", _("APPI, Article 27(1)")
    APPI_27_1_1 = "appi_27_1_1", _("APPI, Article 27(1)(i)")
    APPI_27_1_2 = "appi_27_1_2", _("APPI, Article 27(1)(ii)")
    APPI_27_1_4 = "appi_27_1_4", _("APPI, Article 27(1)(iv)")
    APPI_69_1 = "appi_69_1", _("APPI, Article 69(1)")
    APPI_69_2_1 = "appi_69_2_1", _("APPI, Article 69(2)(i)")
    APPI_69_2_2 = "appi_69_2_2", _("APPI, Article 69(2)(ii)")
    APPI_69_2_3 = "appi_69_2_3", _("APPI, Article 69(2)(iii)")
    APPI_69_2_4 = "appi_69_2_4", _("APPI, Article 69(2)(iv)")
