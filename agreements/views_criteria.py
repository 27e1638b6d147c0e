"""Who manages agreements settles how far one goes for each utility, and by which rules. No household is shown."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from agreements.access import access_agreement
from agreements.access_criteria import UtilityPath, access_rule, access_utility_path, offices_here, utility_paths
from agreements.actions import paths_edit
from agreements.criteria import whole_rule
from agreements.errors import AgreementRefusal
from agreements.forms_criteria import PathForm, RuleForm
from agreements.models import AgreedCriteria, Agreement
from agreements.path_words import state_key
from agreements.previews import Counts, last_year
from organizations.actors import actor_of
from organizations.permissions import Permission, permission


@permission(Permission.AGREEMENT_MANAGE)
@require_GET
def agreement_criteria(request: HttpRequest, number: str) -> HttpResponse:
    """Of each utility among the parties: how far it goes, the rules, and what they would have said last year."""
    agreement = access_agreement(actor_of(request), number)
    lines = [(one, _rules_in_words(one), *_counted(agreement, one, [one.rules])) for one in utility_paths(agreement)]
    return render(request, "agreements/criteria/criteria.html", {"agreement": agreement, "lines": lines})


def _rules_in_words(found: UtilityPath) -> list[tuple[AgreedCriteria, str]]:
    return [(rule, whole_rule(rule)) for rule in found.rules]


def _counted(agreement: Agreement, found: UtilityPath, versions: Sequence[Sequence[AgreedCriteria]]) -> list[Counts]:
    return last_year(agreement.municipality, found.utility.pk, versions, timezone.localdate())


@permission(Permission.AGREEMENT_MANAGE)
@require_http_methods(["GET", "POST"])
def path_edit(request: HttpRequest, number: str, utility: int) -> HttpResponse:
    """Items, offices, areas, feedback."""
    actor = actor_of(request)
    agreement = access_agreement(actor, number)
    found = access_utility_path(agreement, utility)
    form = PathForm(
        offices_here(found.utility, agreement.municipality_id),
        request.POST or None,
        is_signed=agreement.signed_on is not None,
        initial={**PathForm.initial_of(found.path), "seen": state_key(found.path)},
    )
    context = {"agreement": agreement, "found": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "agreements/criteria/path.html", context, status=400 if form.is_bound else 200)

    def write() -> object:
        return paths_edit.put_path(actor=actor, agreement=agreement, utility=found.utility, extent=form.extent(),
                                   seen=form.cleaned_data["seen"], reason=form.reason)  # fmt: skip

    if not _written(form, write):
        return render(request, "agreements/criteria/path.html", context, status=409)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("agreement_criteria", number=number)


@permission(Permission.AGREEMENT_MANAGE)
@require_http_methods(["GET", "POST"])
def rule_new(request: HttpRequest, number: str, utility: int) -> HttpResponse:
    """A further rule."""
    return _rule(request, number, utility, None)


@permission(Permission.AGREEMENT_MANAGE)
@require_http_methods(["GET", "POST"])
def rule_edit(request: HttpRequest, number: str, utility: int, pk: int) -> HttpResponse:
    """Another wording or place of a rule."""
    return _rule(request, number, utility, pk)


def _rule(request: HttpRequest, number: str, utility: int, pk: int | None) -> HttpResponse:
    """With `look` pressed nothing is saved: the page shows what would have been said of last year's reports."""
    actor = actor_of(request)
    agreement = access_agreement(actor, number)
    found = access_utility_path(agreement, utility)
    path = found.path
    if path is None:
        raise Http404
    old = access_rule(found, pk) if pk is not None else None
    place = found.rules.index(old) + 1 if old else len(found.rules) + 1
    form = RuleForm(
        request.POST or None,
        is_signed=agreement.signed_on is not None,
        initial={**RuleForm.initial_of(old, place), "seen": state_key(path)},
    )
    context: dict[str, Any] = {"agreement": agreement, "found": found, "form": form, "rule": old}
    if request.method == "POST" and "look" in request.POST:
        return _looked(request, agreement, found, form, old, context)
    if request.method != "POST" or not form.is_valid():
        return render(request, "agreements/criteria/rule.html", context, status=400 if form.is_bound else 200)

    def write() -> object:
        return paths_edit.put_rule(actor=actor, agreement=agreement, utility=found.utility, rule=form.rule(),
                                   instead_of=pk, seen=form.cleaned_data["seen"], reason=form.reason)  # fmt: skip

    if not _written(form, write):
        return render(request, "agreements/criteria/rule.html", context, status=409)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("agreement_criteria", number=number)


def _looked(
    request: HttpRequest,
    agreement: Agreement,
    found: UtilityPath,
    form: RuleForm,
    old: AgreedCriteria | None,
    context: dict[str, Any],
) -> HttpResponse:
    """The reason is not needed yet."""
    form.fields.pop("reason", None)
    is_valid = form.is_valid()
    if is_valid and found.path is not None:
        typed = form.rule()
        rules = [one for one in found.rules if one is not old]
        rules.insert(min(typed.place - 1, len(rules)), typed.of(found.path))
        before, after = _counted(agreement, found, [found.rules, rules])
        context |= {"before": before, "after": after, "words": whole_rule(typed.of(found.path))}
    context["form"] = _with_reason(request, agreement)
    if not is_valid:
        context["form"] = form
    return render(request, "agreements/criteria/rule.html", context, status=200 if is_valid else 400)


def _with_reason(request: HttpRequest, agreement: Agreement) -> RuleForm:
    """What was typed, shown again with nothing blamed: nobody has pressed Save."""
    typed: dict[str, Any] = {name: request.POST.getlist(name) for name in ("supply_kinds", "stages", "signs")}
    typed |= {name: request.POST.get(name, "") for name in ("then", "least_months", "least_yen", "place", "reason", "seen")}  # fmt: skip
    return RuleForm(None, is_signed=agreement.signed_on is not None, initial=typed)


@permission(Permission.AGREEMENT_MANAGE)
@require_http_methods(["GET", "POST"])
def rule_remove(request: HttpRequest, number: str, utility: int, pk: int) -> HttpResponse:
    """Asks first, with what would have been said of last year's reports without it."""
    actor = actor_of(request)
    agreement = access_agreement(actor, number)
    found = access_utility_path(agreement, utility)
    if request.method == "POST" and pk not in {one.pk for one in found.rules}:  # the second click
        return redirect("agreement_criteria", number=number)
    rule = access_rule(found, pk)
    form = _RemoveForm(
        request.POST or None, is_signed=agreement.signed_on is not None, initial={"seen": state_key(found.path)}
    )
    before, after = _counted(agreement, found, [found.rules, [one for one in found.rules if one is not rule]])
    context = {"agreement": agreement, "found": found, "form": form, "words": whole_rule(rule)}
    context |= {"before": before, "after": after}
    if request.method != "POST" or not form.is_valid():
        return render(request, "agreements/criteria/remove.html", context, status=400 if form.is_bound else 200)

    def write() -> object:
        return paths_edit.remove_rule(actor=actor, agreement=agreement, utility=found.utility, rule_id=pk,
                                      seen=form.cleaned_data["seen"], reason=form.reason)  # fmt: skip

    if not _written(form, write):
        return render(request, "agreements/criteria/remove.html", context, status=409)
    messages.success(request, _("The rule is gone."))
    return redirect("agreement_criteria", number=number)


class _RemoveForm(RuleForm):
    """Only what every change carries."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"seen", "reason"}:
            del self.fields[name]


def _written(form: forms.Form, write: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            write()
    except AgreementRefusal as refused:
        form.add_error(None, forms.ValidationError(str(refused.sentence), code=refused.code))
        return False
    return True
