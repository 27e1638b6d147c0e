"""The words of the leaflet in English."""

from documents.leaflet_words import Labelled, LeafletWords

WORDS = LeafletWords(
    title="A place to talk about everyday life",
    headline=("Worried about electricity,", "gas or water? You do not", "have to face it alone."),
    lead=("You can come before you know where to start.", "Tell us as much or as little as you like."),
    promises=(
        Labelled("Free of charge", "Talking costs nothing"),
        Labelled("Confidential", "Handled with care"),
        Labelled("For family too", "You need not give a name"),
    ),
    phone_label="Call us",
    hours_label="Open",
    closed_label="Closed",
    no_phone="If calling is hard for you, come to the desk or reach us in another way below.",
    fax_label="Fax",
    email_label="E-mail",
    address_label="Address",
    access_label="Access",
    postal_mark="",
    flow_heading="After you contact us",
    flow=(
        Labelled("We listen", "By phone or at our desk. We can also come to your home."),
        Labelled("We sort things out", "A support worker helps you see what to do first."),
        Labelled("We plan the next steps", "You choose, with us, what help and services to use."),
        Labelled("We stay with you", "We can go with you to offices until things settle down."),
    ),
    topics_heading="What people talk to us about",
    topics=(
        Labelled("Money", "Bills pile up, hard to manage"),
        Labelled("Work", "Fewer hours, or no job"),
        Labelled("Home", "Worries about rent or moving"),
        Labelled("Debt", "Repayments weigh on you"),
        Labelled("Health", "Feeling unwell in body or mind"),
        Labelled("Family", "Caregiving, children, home life"),
    ),
    support_heading="Some of the help there is",
    support=(
        Labelled(
            "Housing benefit",
            "(住居確保給付金) Help with rent for a time if you have lost work and may lose your home.",
        ),
        Labelled(
            "Household budgeting",
            "(家計改善支援) We look at money together: what to pay first, how to talk to companies.",
        ),
        Labelled(
            "Getting ready for work",
            "(就労準備支援) Small steps, from the daily rhythm on, if working feels far away.",
        ),
    ),
    support_note="Conditions apply to each. A support worker will check with you what you can use.",
    bring_heading="You need not bring anything",
    bring="Come as you are. If you have bills or notices, bring them along. They may still be unopened.",
    stop_heading="If a notice gives a stop date",
    stop="Tell us first on which day electricity, gas or water will stop. We will hurry to listen.",
    danger="If life is in danger (hard to breathe, fainting), call 119 for an ambulance at once.",
    code_label="Leaflet code",
    code_note="It helps us if you mention this code. You do not have to. It says nothing about you.",
    qr_title="QR code of the leaflet code",
    run_by="Run by",
)
