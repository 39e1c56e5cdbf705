"""What each step's page asks, and which action takes what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.access import Role
from casebook.accounts import queries as accounts
from casebook.cases import actions
from casebook.cases.actions.disputing import remake
from casebook.cases.actions.proposing import key_of, list_matches
from casebook.cases.acts import Handling, HearingCalled, Review, ReviewVerdict, Transferred
from casebook.cases.forms import steps as forms
from casebook.cases.presenters.provisions import every_provision, offered
from casebook.cases.queries.facts import facts_of
from casebook.cases.rules.typed import lines_of
from casebook.cases.rules.workflow import CaseStep
from casebook.kernel.clock import local_day
from casebook.kernel.ids import parse_id
from casebook.penalties.rules import Condition
from casebook.penalties.rules.leniency import Factor, Weight
from casebook.web.forms import Form, chosen_id, given

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions import Wish
    from casebook.cases.queries.file import CaseFile

_OUTCOMES = {
    CaseStep.DECIDE: (Handling.PENALTY,),
    CaseStep.DECIDE_ON_SPOT: (Handling.PENALTY,),
    CaseStep.DECIDE_NO_PENALTY: (Handling.NO_PENALTY,),
}
"""Steps at which the outcome is settled already."""


_ORDER = (
    "on",
    "presider",
    "opinions",
    "absent",
    "found",
    "nature",
    "facts",
    "outcome",
    "match",
    "condition",
    "provision",
    "level",
    "factors",
    "weight",
    "fine",
    "gains",
    "refunded",
    "owed",
)
_RANKS = {name: place for place, name in enumerate(_ORDER)}
"""Fields in the order in which a reader thinks, by the first word of their names; the others follow."""


def _is_fine(name: str) -> bool:
    return name.partition("_")[0] == "fine"


@dataclass(frozen=True)
class StepPage:
    """The form of a step and what takes it."""

    form: Form
    act: Callable[[], object]

    @property
    def fields(self) -> list[Any]:
        """The fields as they are read: day, facts, what is to be done, how much, why."""
        shown = [one for one in self.form if one.short_name != "csrf_token"]
        return sorted(shown, key=lambda one: _RANKS.get(one.short_name.partition("_")[0], len(_RANKS)))

    @property
    def penal(self) -> frozenset[str]:
        """The fields that only a penalty has."""
        named = {"match_key", "condition", "provision_reason", "revokes_permit", "pay_to"}
        named |= {"level", "factors", "weight", "gains", "refunded", "owed"}
        return frozenset(one.short_name for one in self.fields if _is_fine(one.short_name)) | named


@dataclass(frozen=True)
class Desk:
    """Who acts on which file, and when."""

    session: Session
    actor: Actor
    now: datetime
    file: CaseFile

    @property
    def base(self) -> dict[str, Any]:
        """What every action takes."""
        return {"actor": self.actor, "now": self.now, "case": self.file.case}

    @property
    def today(self) -> dict[str, Any]:
        """What every form begins with."""
        return {"on": local_day(self.now)}


def page_of(session: Session, file: CaseFile, step: CaseStep, actor: Actor, *, now: datetime) -> StepPage:
    """Return the page of a step that the workflow has from where the case stands."""
    desk = Desk(session, actor, now, file)
    return _PAGES.get(step, _reason)(desk, step)


def _reason(desk: Desk, step: CaseStep) -> StepPage:
    form = forms.ReasonForm(data=desk.today)

    def act() -> object:
        on, reason, session = given(form.on), given(form.reason), desk.session
        if step is CaseStep.RETURN:
            return actions.return_case(session, **desk.base, on=on, reason=reason)
        if step is CaseStep.RENOTIFY:
            return actions.renotify(session, **desk.base, on=on, reason=reason)
        if step is CaseStep.REVOKE:
            return remake(session, **desk.base, on=on, reason=reason)
        if step is CaseStep.CLOSE:
            return actions.close_case(session, **desk.base, on=on, reason=reason)
        paper = form.paper.data or ""
        return actions.take_plain_step(session, **desk.base, step=step, on=on, reason=reason, paper=paper)

    return StepPage(form, act)


def _file(desk: Desk, _step: CaseStep) -> StepPage:
    form = forms.DayForm(data=desk.today)
    return StepPage(form, lambda: actions.file_case(desk.session, **desk.base, on=given(form.on)))


def _by_service(desk: Desk, step: CaseStep) -> StepPage:
    form = forms.DayForm(data=desk.today)
    return StepPage(
        form, lambda: actions.take_after_notice(desk.session, **desk.base, step=step, on=given(form.on))
    )


def _refuse(desk: Desk, _step: CaseStep) -> StepPage:
    form = forms.RefuseFilingForm(data=desk.today)
    return StepPage(
        form,
        lambda: actions.refuse_filing(
            desk.session,
            **desk.base,
            on=given(form.on),
            reason=given(form.reason),
            commitment_no=form.commitment_no.data or "",
        ),
    )


def _proposal_form(desk: Desk, step: CaseStep, kind: type[forms.ProposalForm]) -> Any:  # noqa: ANN401 - a form with fields made for the parties
    """Return a form of a proposal, filled with the newest one of the file."""
    on = local_day(desk.now)
    proposal = facts_of(desk.file, on=on).proposal
    data: dict[str, Any] = dict(desk.today)
    if proposal is not None:
        data |= {
            "outcome": proposal.outcome,
            "condition": proposal.tier or Condition.NORMAL,
            "provision_reason": proposal.provision_reason,
            "revokes_permit": proposal.revokes_permit,
            "level": proposal.level,
            "factors": list(proposal.factors),
            "weight": proposal.weight,
            "gains": _yuan(proposal.gains_fen),
            "refunded": _yuan(proposal.refunded_fen),
            "owed": _yuan(proposal.measured.owed_fen) if proposal.measured else None,
            "is_complex": proposal.is_complex,
            "is_public": proposal.is_public,
            "reason": proposal.reason,
        }
        told = {one.party: one.fen for one in proposal.fines}
        for place, party in enumerate(desk.file.parties):
            if party.id in told:
                data[forms.fine_name(place)] = told[party.id] / forms.FEN_PER_YUAN
    form = forms.with_fines(kind, desk.file.parties)(data=data)
    found = offered(desk.session, desk.file, on=on)
    form.offer(found.provisions, _OUTCOMES.get(step, tuple(Handling)), found.levels)
    return form


def _yuan(fen: int | None) -> float | None:
    return fen / forms.FEN_PER_YUAN if fen else None


def _wish(form: Any) -> Wish:  # noqa: ANN401 - a form with fields made for the parties
    return actions.Wish(
        outcome=Handling(form.outcome.data),
        reason=form.reason.data,
        match_key=form.match_key.data or "",
        condition=Condition(form.condition.data),
        provision_reason=form.provision_reason.data or "",
        fines=form.fines(),
        level_id=parse_id(form.level.data or ""),
        weight=Weight(form.weight.data or Weight.NORMAL),
        factors=tuple(Factor(one) for one in form.factors.data or ()),
        gains_fen=form.fen("gains"),
        refunded_fen=form.fen("refunded"),
        owed_fen=form.fen("owed") or None,
        revokes_permit=bool(form.revokes_permit.data),
        is_complex=bool(form.is_complex.data),
        is_public=bool(form.is_public.data),
        crime_suspected=bool(form.crime_suspected.data),
    )


def _report(desk: Desk, step: CaseStep) -> StepPage:
    form = _proposal_form(desk, step, forms.ReportForm)

    def act() -> object:
        findings = actions.Findings(found=form.found.data, nature=form.nature.data, wish=_wish(form))
        return actions.report_case(desk.session, **desk.base, on=form.on.data, findings=findings)

    return StepPage(form, act)


def _propose(desk: Desk, step: CaseStep) -> StepPage:
    form = _proposal_form(desk, step, forms.ProposalForm)
    return StepPage(
        form, lambda: actions.propose(desk.session, **desk.base, on=form.on.data, wish=_wish(form))
    )


def _deliberate(desk: Desk, step: CaseStep) -> StepPage:
    form = _proposal_form(desk, step, forms.DeliberateForm)

    def act() -> object:
        return actions.deliberate(
            desk.session,
            **desk.base,
            on=form.on.data,
            presider=form.presider.data,
            opinions=form.said(),
            absent=lines_of(form.absent.data),
            wish=_wish(form),
        )

    return StepPage(form, act)


def _wording(form: Any) -> actions.Wording:  # noqa: ANN401 - a form with fields made for the parties
    return actions.Wording(
        facts=form.facts.data,
        performance=form.performance.data,
        pay_to=form.pay_to.data or "",
        review_agency=form.review_agency.data,
        court=form.court.data,
    )


def _decide(desk: Desk, step: CaseStep) -> StepPage:
    form = _proposal_form(desk, step, forms.DecideForm)

    def act() -> object:
        return actions.decide(
            desk.session, **desk.base, on=form.on.data, wish=_wish(form), wording=_wording(form)
        )

    return StepPage(form, act)


def _on_spot(desk: Desk, step: CaseStep) -> StepPage:
    form = _proposal_form(desk, step, forms.OnSpotForm)

    def act() -> object:
        return actions.decide_on_spot(
            desk.session,
            **desk.base,
            on=form.on.data,
            wish=_wish(form),
            wording=_wording(form),
            place=form.place.data,
        )

    return StepPage(form, act)


def _review(desk: Desk, _step: CaseStep) -> StepPage:
    on = local_day(desk.now)
    proposal = facts_of(desk.file, on=on).proposal
    matches = list_matches(desk.session, desk.file, on=on)
    present = key_of(matches, proposal) if proposal is not None else ""
    form = forms.ReviewForm(data=desk.today | {"provision": present})
    form.offer(every_provision(matches))

    def act() -> object:
        act = Review(
            verdict=ReviewVerdict(given(form.verdict)),
            opinion=given(form.opinion),
            points=tuple(str(point) for point in forms.REVIEW_POINTS),
            is_qualified=bool(form.is_qualified.data),
            provision_key=form.provision.data or "",
            provision_reason=form.provision_reason.data or "",
        )
        return actions.review_case(desk.session, **desk.base, on=given(form.on), act=act)

    return StepPage(form, act)


def _call_hearing(desk: Desk, _step: CaseStep) -> StepPage:
    form = forms.CallHearingForm(data=desk.today)
    county = desk.file.case.county_code
    form.offer(accounts.list_with_role(desk.session, county_code=county, role=Role.HEARING_PRESIDER))

    def act() -> object:
        called = HearingCalled(
            held_on=given(form.held_on),
            place=given(form.place),
            presider=chosen_id(form.presider),
            served_on=given(form.on),
            is_public=bool(form.is_public.data),
        )
        return actions.call_hearing(desk.session, **desk.base, act=called)

    return StepPage(form, act)


def _consider(desk: Desk, _step: CaseStep) -> StepPage:
    form = forms.ConsiderForm(data=desk.today)
    return StepPage(
        form,
        lambda: actions.consider(desk.session, **desk.base, on=given(form.on), result=given(form.result)),
    )


def _transfer(desk: Desk, _step: CaseStep) -> StepPage:
    form = forms.TransferForm(data=desk.today)

    def act() -> object:
        sent = Transferred(to=given(form.to), reason=given(form.reason), is_crime=bool(form.is_crime.data))
        return actions.transfer_case(desk.session, **desk.base, on=given(form.on), act=sent)

    return StepPage(form, act)


def _enforce(desk: Desk, _step: CaseStep) -> StepPage:
    form = forms.EnforceForm()
    return StepPage(
        form,
        lambda: actions.enforce_case(
            desk.session,
            **desk.base,
            reason=given(form.reason),
            cuts_livelihood=bool(form.cuts_livelihood.data),
        ),
    )


_PAGES: dict[CaseStep, Callable[[Desk, CaseStep], StepPage]] = {
    CaseStep.FILE: _file,
    CaseStep.REFUSE_FILING: _refuse,
    CaseStep.REPORT: _report,
    CaseStep.REVIEW: _review,
    CaseStep.PROPOSE: _propose,
    CaseStep.DELIBERATE: _deliberate,
    CaseStep.NOTIFY: _by_service,
    CaseStep.SERVE: _by_service,
    CaseStep.OPEN_HEARING: _call_hearing,
    CaseStep.CONSIDER: _consider,
    CaseStep.DECIDE: _decide,
    CaseStep.DECIDE_NO_PENALTY: _decide,
    CaseStep.DECIDE_ON_SPOT: _on_spot,
    CaseStep.TRANSFER: _transfer,
    CaseStep.ENFORCE: _enforce,
}
"""Steps with a form of their own; all others keep a reason."""
