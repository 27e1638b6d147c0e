"""The words of the leaflet in Tagalog. Japanese names stand between ⟦ and ⟧."""

from documents.leaflet_words import Labelled, LeafletWords

WORDS = LeafletWords(
    title="Mapagsasabihan tungkol sa araw-araw na buhay",
    headline=("Problema ba ang kuryente,", "gas o tubig? Huwag mong", "sarilinin, kausapin mo kami."),
    lead=("Ayos lang kung hindi mo alam kung saan magsisimula.", "Sabihin mo lang ang gusto mong sabihin."),
    promises=(
        Labelled("Walang bayad", "Libre ang pakikipag-usap"),
        Labelled("Lihim", "Iniingatan ang sinasabi mo"),
        Labelled("Pati pamilya", "Hindi kailangang sabihin ang pangalan"),
    ),
    phone_label="Tumawag dito",
    hours_label="Bukas",
    closed_label="Sarado",
    no_phone="Kung mahirap tumawag, pumunta sa aming opisina o gamitin ang ibang paraan sa ibaba.",
    fax_label="Fax",
    email_label="E-mail",
    address_label="Tirahan",
    access_label="Pagpunta",
    postal_mark="〒",
    flow_heading="Pagkatapos mong makipag-ugnayan",
    flow=(
        Labelled("Makikinig kami", "Sa telepono o sa opisina. Maaari rin kaming pumunta sa bahay mo."),
        Labelled("Aayusin natin nang magkasama", "Tutulungan ka naming makita kung ano ang uunahin."),
        Labelled("Pipiliin natin ang susunod", "Ikaw at kami ang pipili ng tulong na babagay sa iyo."),
        Labelled("Sasamahan ka pa rin namin", "Pati sa mga opisina, hanggang maging maayos ang lahat."),
    ),
    topics_heading="Mga bagay na sinasabi sa amin",
    topics=(
        Labelled("Pera", "Patong-patong ang bayarin"),
        Labelled("Trabaho", "Kumonti o walang trabaho"),
        Labelled("Bahay", "Alala sa upa o paglipat"),
        Labelled("Utang", "Mabigat ang pagbabayad"),
        Labelled("Kalusugan", "Masama ang pakiramdam o loob"),
        Labelled("Pamilya", "Pag-aalaga, mga anak, tahanan"),
    ),
    support_heading="Ilan sa mga tulong",
    support=(
        Labelled(
            "Tulong sa upa",
            "(⟦住居確保給付金⟧) Tulong sa upa nang ilang panahon kung nawalan ng trabaho at hirap sa upa.",
        ),
        Labelled(
            "Tulong sa pagbabadyet",
            "(⟦家計改善支援⟧) Titingnan natin ang pera: ano ang uunahin, paano kakausapin ang kompanya.",
        ),
        Labelled(
            "Paghahanda sa trabaho",
            "(⟦就労準備支援⟧) Unti-unti, mula sa takbo ng araw, kung nag-aalala ka sa pagtatrabaho.",
        ),
    ),
    support_note="May mga kondisyon ang bawat isa. Aalamin namin kasama mo kung alin ang magagamit mo.",
    bring_heading="Walang kailangang dalhin",
    bring="Pumunta ka lang. Kung may singil o abiso ka, dalhin mo, kahit hindi pa nabubuksan.",
    stop_heading="Kung may petsa ng pagputol sa abiso",
    stop="Sabihin muna kung kailan puputulin ang kuryente, gas o tubig. Agad kaming makikinig.",
    danger="Kung nanganganib ang buhay (hirap huminga, nawawalan ng malay), tumawag agad sa 119.",
    code_label="Kodigo ng papel",
    code_note="Makakatulong kung babanggitin mo ito, pero hindi kailangan. Wala itong pangalan mo.",
    qr_title="QR ng kodigo ng papel",
    run_by="Pinatatakbo ng",
)
