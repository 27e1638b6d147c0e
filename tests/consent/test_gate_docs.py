"""The handbook says what the gate does."""

from pathlib import Path

from django.utils.translation import override

from consent.lawful_routes import markdown

PAGE = Path(__file__).parents[2] / "docs" / "lawful-routes.md"


def test_the_handbook_is_what_the_gate_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown(), (
        "run: ./run python -m consent.lawful_routes > docs/lawful-routes.md"
    )


def test_the_handbook_does_not_depend_on_the_reader_s_language() -> None:
    with override("ja"):
        assert PAGE.read_text(encoding="utf-8") == markdown()
