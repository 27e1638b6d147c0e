"""Every word of the receipt of a withdrawal that does not come from the agency, in plain and in easy Japanese.

Readings stand in 《》 (see documents.furigana). The keys of channels and means are those of the vocabulary
of crossings, which this app may not import; a test holds them together.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class WithdrawalWords:
    """One style."""

    title: str
    to: str
    thanks: str
    withdrawn: str
    via_heading: str
    via: Mapping[str, str]
    what_heading: str
    given: str
    means: Mapping[str, str]
    items: str
    recipients: str
    purposes: str
    follows_heading: str
    follows: tuple[str, ...]
    contact_heading: str
    hours: str
    law_heading: str
    law_note: str
    law_unchecked: str
    issued: str
    number: str


PLAIN = WithdrawalWords(
    title="同意の取り消し　受付票（控え）",
    to="様",
    thanks="次のとおり、同意の取り消しを受け付けました。この控えは、お手元で保管してください。",
    withdrawn="取り消した日時",
    via_heading="お申し出の方法",
    via={
        "at_desk": "窓口",
        "telephone": "電話",
        "visit": "訪問のとき",
        "written": "書面（手紙・FAX・用紙）",
        "email": "電子メール",
        "company": "会社を通して",
        "family": "ご家族や代わりの方を通して",
    },
    what_heading="取り消した同意",
    given="同意した日時と方法",
    means={"written": "書面", "oral": "口頭", "telephone": "電話", "online": "オンライン"},
    items="お伝えする情報",
    recipients="お伝えする相手",
    purposes="お伝えする目的",
    follows_heading="これから",
    follows=(
        "取り消した日時から、この同意にもとづいて新しくお伝えすることはありません。",
        "それより前に、いつ、どこに、何をお伝えしたかの記録は残ります。お尋ねいただければ、その内容をお知らせします。",
        "取り消しても、ご相談や支援をお断りすることはありません。",
        "もう一度同意することは、いつでもできます。",
    ),
    contact_heading="お問い合わせ",
    hours="受付時間",
    law_heading="根拠となる法律",
    law_note="取り消した日に効力のある規定です。",
    law_unchecked="文は要旨で、条文との照合はまだ済んでいません。",
    issued="発行日",
    number="同意の番号",
)

EASY = WithdrawalWords(
    title="「やめます」と 聞《き》きました（控《ひか》え）",
    to="さん",
    thanks="あなたの ことを 伝《つた》えるのを やめます。この 紙《かみ》は あなたの ものです。大切《たいせつ》に してください。",
    withdrawn="「やめます」と 言《い》った 日《ひ》と 時間《じかん》",
    via_heading="言《い》った 方法《ほうほう》",
    via={
        "at_desk": "相談《そうだん》する ところに 来《き》て",
        "telephone": "電話《でんわ》で",
        "visit": "家《いえ》で 会《あ》った ときに",
        "written": "手紙《てがみ》や 紙《かみ》で",
        "email": "メールで",
        "company": "会社《かいしゃ》の 人《ひと》に 言《い》って",
        "family": "家族《かぞく》や 代《か》わりの 人《ひと》が 言《い》って",
    },
    what_heading="やめる こと",
    given="「いいです」と 言《い》った 日《ひ》と 方法《ほうほう》",
    means={
        "written": "紙《かみ》に 書《か》いて",
        "oral": "会《あ》って 話《はな》して",
        "telephone": "電話《でんわ》で",
        "online": "インターネットで",
    },
    items="伝《つた》える こと",
    recipients="伝《つた》える 相手《あいて》",
    purposes="何《なん》の ために",
    follows_heading="これから",
    follows=(
        "「やめます」と 言《い》った ときから、新《あたら》しく 伝《つた》える ことは ありません。",
        "その前《まえ》に、いつ、だれに、何《なに》を 伝《つた》えたかの 記録《きろく》は のこります。聞《き》けば 教《おし》えます。",
        "やめても、相談《そうだん》は できます。",
        "また 伝《つた》えて ほしい ときは、いつでも 言《い》って ください。",
    ),
    contact_heading="聞《き》きたい とき",
    hours="時間《じかん》",
    law_heading="もとに なる 法律《ほうりつ》",
    law_note="やめた 日《ひ》の 法律《ほうりつ》です。",
    law_unchecked="法律《ほうりつ》の 文《ぶん》は 短《みじか》く した ものです。まだ 本《もと》の 文《ぶん》と くらべて いません。",
    issued="この 紙《かみ》を 作《つく》った 日《ひ》",
    number="番号《ばんごう》",
)
