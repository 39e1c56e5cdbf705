"""The bureau's own wording of forms: list, edit with its faults, preview, put in force, go back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.documents import actions, making, presenters, templates
from casebook.documents.forms import ActivateForm, TemplateForm
from casebook.documents.rules import FORMS, FormCode
from casebook.documents.rules.sandbox import HEAD, check_template, sample
from casebook.documents.views.blueprint import answer
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.documents.models import TemplateVersion
    from casebook.documents.views.blueprint import Answer

wordings = Blueprint("wordings", __name__, url_prefix="/documents/templates")


@wordings.get("")
@requires(Permission.TEMPLATE_EDIT)
def index() -> str:
    """List every form with the wording in force."""
    rows = templates.list_versions(current_session(), current_actor().county_code)
    lines = presenters.template_lines(rows, clock.today())
    return render_template("documents/templates.html", lines=lines)


@wordings.route("/<code>", methods=["GET", "POST"])
@requires(Permission.TEMPLATE_EDIT)
def show(code: str) -> Answer:
    """Show a form's wording and its versions; save a new one."""
    kind, session, actor = _kind(code), current_session(), current_actor()
    asked = request.args.get("version", type=int)
    start = _start(kind, asked)
    form = TemplateForm(data={"source": start.source})

    def act() -> TemplateVersion:
        return actions.save_template(
            session,
            actor=actor,
            now=clock.now(),
            form=kind,
            source=given(form.source),
            note=form.note.data or "",
        )

    made = form.submit(act)
    if made is not None:
        flash(_("第 %(n)s 版已保存，还没有启用。", n=made.version), "success")
        return redirect(url_for("wordings.show", code=code, version=made.version))
    return _wording_page(kind, form, start.version)


def _wording_page(
    kind: FormCode, form: TemplateForm, version: int, dated: ActivateForm | None = None
) -> tuple[str, int]:
    rows = templates.list_versions(current_session(), current_actor().county_code, kind)
    return answer(
        "documents/template.html",
        form,
        sheet=FORMS[kind],
        version=version,
        versions=rows,
        in_force=presenters.in_force_version(rows, kind, clock.today()),
        faults=check_template(FORMS[kind], form.source.data or "") if form.errors else [],
        head=HEAD,
        dated=dated or ActivateForm(formdata=None, data={"valid_from": clock.today()}),
    )


@wordings.post("/<code>/preview")
@requires(Permission.TEMPLATE_EDIT)
def preview(code: str) -> Answer:
    """Show what is in the text area as a PDF of the field's own labels; nothing is kept."""
    kind, form = _kind(code), TemplateForm()
    source = (form.source.data or "").replace("\r\n", "\n")
    if check_template(FORMS[kind], source):
        form.source.errors = [_("模板有误，不能预览。")]
        return _wording_page(kind, form, 0)
    agency = accounts.list_agencies(current_session(), current_actor().county_code)[0]
    made = making.preview_of(kind, source, sample(FORMS[kind], is_filled=True), agency.name)
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=f"{code}.pdf")


@wordings.post("/<code>/<int:version>/activate")
@requires(Permission.TEMPLATE_EDIT)
def activate(code: str, version: int) -> Answer:
    """Put a version in force from a day on; version 0 is the house's own."""
    kind, session, actor, form = _kind(code), current_session(), current_actor(), ActivateForm()

    def act() -> bool:
        on, now = given(form.valid_from), clock.now()
        if version:
            row = templates.get_row(session, actor.county_code, kind, version)
            actions.activate_template(session, actor=actor, now=now, row=row, valid_from=on)
        else:
            actions.restore_default(session, actor=actor, now=now, form=kind, valid_from=on)
        return True

    if form.submit(act):
        flash(_("已定好启用日期。"), "success")
        return redirect(url_for("wordings.show", code=code))
    return _refused_day(kind, version, form)


def _refused_day(kind: FormCode, version: int, dated: ActivateForm) -> tuple[str, int]:
    """Show the page again with what was wrong about the day."""
    start = _start(kind, version)
    form = TemplateForm(formdata=None, data={"source": start.source})
    return _wording_page(kind, form, version, dated)[0], 422


def _start(kind: FormCode, version: int | None) -> templates.InForce:
    session, county = current_session(), current_actor().county_code
    if version is None:
        return templates.find_in_force(session, county, kind, clock.today())
    return templates.get_version(session, county, kind, version)


def _kind(code: str) -> FormCode:
    found = next((one for one in FormCode if one.value == code), None)
    if found is None:
        raise NotFound("form", code)
    return found
