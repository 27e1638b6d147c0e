"""The words of the leaflet in the Portuguese of Brazil. Japanese names stand between ⟦ and ⟧."""

from documents.leaflet_words import Labelled, LeafletWords

WORDS = LeafletWords(
    title="Um lugar para conversar sobre o dia a dia",
    headline=("Preocupado com luz, gás", "ou água? Você não precisa", "enfrentar isso sozinho."),
    lead=("Pode vir mesmo sem saber por onde começar.", "Conte só o que quiser, do seu jeito."),
    promises=(
        Labelled("É de graça", "Conversar não custa nada"),
        Labelled("Em sigilo", "Tratamos tudo com cuidado"),
        Labelled("Família também", "Não é preciso dizer o nome"),
    ),
    phone_label="Ligue para nós",
    hours_label="Atendimento",
    closed_label="Fechado",
    no_phone="Se for difícil telefonar, venha ao balcão ou fale conosco por um dos meios abaixo.",
    fax_label="Fax",
    email_label="E-mail",
    address_label="Endereço",
    access_label="Como chegar",
    postal_mark="〒",
    flow_heading="Depois do seu contato",
    flow=(
        Labelled("Ouvimos você", "Por telefone ou no balcão. Também podemos ir à sua casa."),
        Labelled("Organizamos juntos", "Um atendente ajuda você a ver o que fazer primeiro."),
        Labelled("Escolhemos os próximos passos", "Você decide conosco que apoio e serviços usar."),
        Labelled("Continuamos ao seu lado", "Podemos ir com você às repartições até tudo se acalmar."),
    ),
    topics_heading="Sobre o que as pessoas conversam conosco",
    topics=(
        Labelled("Dinheiro", "Contas que se acumulam"),
        Labelled("Trabalho", "Menos horas, ou sem emprego"),
        Labelled("Moradia", "Aluguel, vontade de mudar"),
        Labelled("Dívidas", "As parcelas não saem da cabeça"),
        Labelled("Saúde", "Mal-estar no corpo ou na mente"),
        Labelled("Família", "Cuidados, filhos, vida em casa"),
    ),
    support_heading="Alguns dos apoios que existem",
    support=(
        Labelled(
            "Auxílio-moradia",
            "(⟦住居確保給付金⟧) Ajuda com o aluguel por um tempo, se você perdeu o trabalho e pode ficar sem casa.",
        ),
        Labelled(
            "Orçamento da casa",
            "(⟦家計改善支援⟧) Olhamos juntos o dinheiro: o que pagar primeiro, como falar com as empresas.",
        ),
        Labelled(
            "Preparo para o trabalho",
            "(⟦就労準備支援⟧) Passos pequenos, a começar pela rotina, se trabalhar parece distante.",
        ),
    ),
    support_note="Cada apoio tem condições. Um atendente verifica com você o que pode usar.",
    bring_heading="Não precisa trazer nada",
    bring="Venha como está. Se tiver contas ou avisos, traga-os, mesmo que ainda estejam fechados.",
    stop_heading="Se um aviso traz a data do corte",
    stop="Diga primeiro em que dia a luz, o gás ou a água será cortada. Vamos ouvir você depressa.",
    danger="Se houver perigo de vida (falta de ar, desmaio), ligue já para o 119 e peça ambulância.",
    code_label="Código do folheto",
    code_note="Ajuda se você disser este código, mas não é preciso. Ele não diz nada sobre você.",
    qr_title="Código QR do folheto",
    run_by="Responsável",
)
