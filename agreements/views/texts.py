"""The articles of a draft on one page. Whoever saves second loses nothing: both texts stand side by side."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.access import access_agreement
from agreements.actions.drafting import MOST_ARTICLES, save_text
from agreements.clauses import as_article, offered
from agreements.forms import ArticleForm, FrameForm
from agreements.models import Agreement, ClauseTemplate
from agreements.texts import Change, article_changes, match
from cases.answering import done
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission


@dataclass
class Entry:
    """An article on the page. In a conflict: `theirs` is what the other saved for it, with what differs."""

    form: ArticleForm
    index: int
    theirs: Change | None = None
    theirs_index: int = -1
    is_alone: bool = False
    take_theirs: bool = False

    @property
    def number(self) -> int:
        """As it is printed."""
        return self.index + 1


@permission(Permission.AGREEMENT_MANAGE)
@require_http_methods(["GET", "POST"])
def agreement_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Preamble, articles, closing words: chosen, written, moved, removed; each button saves all that was typed."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    if request.method == "GET":
        frame = FrameForm(initial=_frame_of(found))
        return _page(request, actor, found, frame, [Entry(form, n) for n, form in enumerate(_forms_of(found))])
    frame, forms = FrameForm(request.POST), _posted(request.POST)
    valid = [form.is_valid() for form in forms]
    if frame.is_valid() and all(valid):
        articles, shown = _worked(request.POST, found, actor, forms)
        if done(frame, lambda: _save(actor, found, frame, articles, request.POST)):
            messages.success(request, _("Saved."))
            return redirect(_after(request.POST, number, shown))
        if _has_conflict(frame):
            return _both(request, actor, found, frame, forms)
    return _page(request, actor, found, frame, [Entry(form, n) for n, form in enumerate(forms)], status=400)


def _frame_of(found: Agreement) -> dict[str, Any]:
    return {
        "version": found.version,
        "count": len(found.articles),
        "preamble": found.preamble,
        "closing": found.closing,
        "annexes": "\n".join(found.annexes),
    }


def _forms_of(found: Agreement) -> list[ArticleForm]:
    return [
        ArticleForm(prefix=f"a{n}", initial={"heading": one["heading"], "text": "\n".join(one["paragraphs"])})
        for n, one in enumerate(found.articles)
    ]


def _posted(data: QueryDict) -> list[ArticleForm]:
    count = data.get("count", "")
    known = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    forms = [ArticleForm(data, prefix=f"a{n}") for n in range(min(known, MOST_ARTICLES + 40))]
    if data.get("anew-heading", "").strip() or data.get("anew-text", "").strip():
        forms.append(ArticleForm(data, prefix="anew"))
    return forms


def _worked(
    data: QueryDict, found: Agreement, actor: Actor, forms: list[ArticleForm]
) -> tuple[list[dict[str, Any]], int]:
    """The articles as the button leaves them, and which one to show next."""
    articles = [form.article() for form in forms]
    if data.get("version") == str(found.version):
        articles = _with_theirs(data, found, articles)
    gone = {n for n in range(len(articles)) if f"remove-{n}" in data or forms[n].is_empty}
    do, _colon, place = data.get("do", "save").partition(":")
    at = int(place) if place.isascii() and place.isdigit() and int(place) < len(articles) else -1
    order = list(range(len(articles)))
    if do in ("up", "down") and at >= 0:
        other = max(at - 1, 0) if do == "up" else min(at + 1, len(order) - 1)
        order[at], order[other] = order[other], order[at]
        at = other
    kept = [articles[n] for n in order if n not in gone]
    kept += (
        [found.articles[n] for n in _indices(data, "also", found)] if data.get("version") == str(found.version) else []
    )
    added = _chosen(data, found, actor)
    return [*kept, *added], len(kept) if added else at


def _with_theirs(data: QueryDict, found: Agreement, articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where a tick says so, what the other saved takes the place of what was typed."""
    taken = [_indices(data, f"theirs-{n}", found) for n in range(len(articles))]
    return [found.articles[chosen[0]] if chosen else own for own, chosen in zip(articles, taken, strict=True)]


def _indices(data: QueryDict, name: str, found: Agreement) -> list[int]:
    return [
        int(one) for one in data.getlist(name) if one.isascii() and one.isdigit() and int(one) < len(found.articles)
    ]


def _chosen(data: QueryDict, found: Agreement, actor: Actor) -> list[dict[str, Any]]:
    if not data.getlist("clause"):
        return []
    rows = ClauseTemplate.objects.filter(municipality_id=actor.tenant)
    clauses = [one for one in offered(rows, found.kind) if one.key in data.getlist("clause")]
    return [as_article(one, found, actor.municipality_name) for one in clauses]


def _save(actor: Actor, found: Agreement, frame: FrameForm, articles: list[dict[str, Any]], data: QueryDict) -> None:
    said = frame.cleaned_data
    if data.get("version") == str(found.version):
        for name in ("preamble", "closing"):
            said[name] = getattr(found, name) if f"theirs-{name}" in data else said[name]
        said["annexes"] = "\n".join(found.annexes) if "theirs-annexes" in data else said["annexes"]
    save_text(actor=actor, agreement=found, version=said["version"], text=frame.text(articles))


def _after(data: QueryDict, number: str, shown: int) -> str:
    if data.get("do") == "done":
        return reverse("agreement", args=[number])
    return reverse("agreement_edit", args=[number]) + (f"#article-{shown + 1}" if shown >= 0 else "")


def _has_conflict(frame: FrameForm) -> bool:
    return any(error.code == "changed_meanwhile" for error in frame.non_field_errors().as_data())


def _both(
    request: HttpRequest, actor: Actor, old: Agreement, frame: FrameForm, forms: list[ArticleForm]
) -> HttpResponse:
    """What was typed, with the version of now, and beside each article what the other saved."""
    found = access_agreement(actor, old.number)
    base = _base(found, request.POST.get("version", ""))
    typed = [form.article() for form in forms]
    entries, pairs = [], match(found.articles, typed)
    changes = {one.new_number: one for one in article_changes(found.articles, typed) if one.new_number}
    for n, form in enumerate(forms):
        change = changes[n + 1]
        mine_untouched = base is not None and typed[n] in base["articles"]
        differs = change.kind in ("changed", "added")
        entries.append(
            Entry(
                form, n, change if differs else None, pairs.get(n, -1), differs and n not in pairs,
                take_theirs=differs and mine_untouched,
            )
        )  # fmt: skip
    missing = [(n, one) for n, one in enumerate(found.articles) if n not in pairs.values()]
    frame.data = {**frame.data.dict(), "version": str(found.version)}  # type: ignore[attr-defined]  # a QueryDict
    context = {
        "missing": [(n, one, base is None or one not in base["articles"]) for n, one in missing],
        "frame_theirs": _frame_theirs(found, frame, base),
        "is_conflict": True,
    }
    return _page(request, actor, found, frame, entries, status=409, **context)


def _base(found: Agreement, version: str) -> dict[str, Any] | None:
    """The text that the page was opened with, from the history."""
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        return None
    row = found.history.filter(version=int(version)).order_by("-history_id").first()
    return _frame_values(row) if row else None


def _frame_values(row: Any) -> dict[str, Any]:
    return {
        "preamble": row.preamble,
        "closing": row.closing,
        "annexes": "\n".join(row.annexes),
        "articles": [{"heading": one["heading"], "paragraphs": list(one["paragraphs"])} for one in row.articles],
    }


def _frame_theirs(found: Agreement, frame: FrameForm, base: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Preamble, closing words and annexes where they differ; ticked where the page had left them untouched."""
    saved, shown = _frame_values(found), []
    for name in ("preamble", "closing", "annexes"):
        typed = str(frame[name].value() or "").replace("\r\n", "\n")
        if typed.strip() != saved[name].strip():
            untouched = base is not None and base[name].strip() == typed.strip()
            shown.append({"name": name, "label": frame[name].label, "text": saved[name], "take": untouched})
    return shown


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Agreement,
    frame: FrameForm,
    entries: list[Entry],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    headings = {one["heading"] for one in found.articles}
    rows = ClauseTemplate.objects.filter(municipality_id=actor.tenant)
    context = {
        "agreement": found,
        "frame": frame,
        "entries": [one for one in entries if one.form.prefix != "anew"],
        "anew": next((one.form for one in entries if one.form.prefix == "anew"), ArticleForm(prefix="anew")),
        "clauses": [one for one in offered(rows, found.kind) if one.heading not in headings],
        **more,
    }
    return render(request, "agreements/edit.html", context, status=status)
