"""The words of the leaflet in Korean. Japanese names stand between ⟦ and ⟧."""

from documents.leaflet_words import Labelled, LeafletWords

WORDS = LeafletWords(
    title="생활 상담 안내",
    headline=("전기·가스·수도 때문에", "어려우신가요?", "혼자 고민하지 말고 말씀해 주세요"),
    lead=("어디에 말해야 할지 몰라도,", "아직 정리되지 않았어도 그대로 들려주세요."),
    promises=(
        Labelled("무료입니다", "상담에는 돈이 들지 않습니다"),
        Labelled("비밀을 지킵니다", "하신 말씀은 소중히 다룹니다"),
        Labelled("가족도 됩니다", "이름을 말하지 않아도 됩니다"),
    ),
    phone_label="전화는 여기로",
    hours_label="접수 시간",
    closed_label="쉬는 날",
    no_phone="전화가 불편하신 분은 창구로 직접 오시거나 아래 방법으로도 상담하실 수 있습니다.",
    fax_label="팩스",
    email_label="이메일",
    address_label="창구 위치",
    access_label="오시는 길",
    postal_mark="〒",
    flow_heading="연락을 주신 뒤에는",
    flow=(
        Labelled("이야기를 듣습니다", "전화로도, 창구에서도. 댁으로 찾아갈 수도 있습니다."),
        Labelled("어려움을 함께 정리합니다", "무엇부터 하면 좋을지 상담원이 함께 생각합니다."),
        Labelled("앞으로의 길을 정합니다", "쓸 수 있는 제도와 방법을 뜻을 여쭈며 함께 고릅니다."),
        Labelled("그 뒤에도 함께합니다", "수속에 함께 가는 등, 생활이 안정될 때까지 돕습니다."),
    ),
    topics_heading="이런 이야기를 듣고 있습니다",
    topics=(
        Labelled("살림", "낼 돈이 겹쳐 꾸려 가기 힘들다"),
        Labelled("일", "일이 줄었다, 구하기 어렵다"),
        Labelled("집", "집세가 걱정, 이사하고 싶다"),
        Labelled("빚", "갚을 일이 머리에서 떠나지 않는다"),
        Labelled("건강", "몸이나 마음이 편치 않다"),
        Labelled("가족", "간병, 육아, 집안의 고민"),
    ),
    support_heading="예를 들면 이런 도움이 있습니다",
    support=(
        Labelled(
            "주거 급여",
            "(⟦住居確保給付金⟧) 일자리를 잃는 등으로 집세가 어려울 때, 일정 기간 집세에 해당하는 돈을 지원합니다.",
        ),
        Labelled(
            "가계 개선 지원",
            "(⟦家計改善支援⟧) 들어오고 나가는 돈을 함께 살펴, 내는 순서와 회사와 의논하는 방법을 생각합니다.",
        ),
        Labelled(
            "취업 준비 지원", "(⟦就労準備支援⟧) 일하는 것이 불안한 분이 생활 리듬부터 조금씩 갖추어 가도록 돕습니다."
        ),
    ),
    support_note="각각 조건이 있습니다. 이용할 수 있는지는 상담원이 함께 확인합니다.",
    bring_heading="가져올 것은 없습니다",
    bring="빈손으로 오셔도 됩니다. 청구서나 통지가 있으면 그대로 가져오세요. 뜯지 않았어도 괜찮습니다.",
    stop_heading="끊기는 날이 적힌 통지를 받으셨다면",
    stop="전기·가스·수도가 끊기는 날을 먼저 알려 주세요. 서둘러 이야기를 듣겠습니다.",
    danger="숨쉬기 힘들다, 의식이 흐려진다 등 생명이 위험할 때는 바로 119에 전화하세요.",
    code_label="안내 번호",
    code_note="상담하실 때 말씀해 주시면 도움이 됩니다. 말하지 않아도 됩니다. 이름 등은 들어 있지 않습니다.",
    qr_title="안내 번호의 QR 코드",
    run_by="운영",
)
