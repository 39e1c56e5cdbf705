"""The county's checklist: its versions, what changed between two, and making a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases.rules import CODES
from casebook.inspections import actions, presenters, queries
from casebook.inspections.forms import ChecklistForm
from casebook.inspections.rules import STANDARD_CHECKLIST
from casebook.kernel import clock
from casebook.kernel.ids import parse_id
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.inspections.models import ChecklistVersion

blueprint = Blueprint("checklists", __name__, url_prefix="/checklists")


@blueprint.get("")
@requires(Permission.CHECKLIST_EDIT)
def index() -> str:
    """List the versions of the county's checklist, the newest first."""
    found = queries.list_checklists(current_session(), current_actor().county_code)
    return render_template("checklists/list.html", lines=presenters.version_lines(found, clock.today()))


@blueprint.get("/<uuid:checklist_id>")
@requires(Permission.CHECKLIST_EDIT)
def show(checklist_id: UUID) -> str:
    """Show one version; `?compared=` another one beside it shows what differs."""
    session, actor = current_session(), current_actor()
    version = queries.get_checklist(session, checklist_id, actor)
    other_id = parse_id(request.args.get("compared", ""))
    other = queries.get_checklist(session, other_id, actor) if other_id else None
    return render_template(
        "checklists/show.html",
        version=version,
        items=presenters.item_views(version.questions),
        other=other,
        differences=presenters.difference_rows(other, version) if other else [],
    )


@blueprint.route("/<uuid:checklist_id>/edit", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def edit(checklist_id: UUID) -> str | Response | tuple[str, int]:
    """Change a version row by row; saving makes the next one. `?standard=1` begins with our own items."""
    session, actor = current_session(), current_actor()
    base = queries.get_checklist(session, checklist_id, actor)
    items = STANDARD_CHECKLIST if request.args.get("standard") else base.questions
    form = ChecklistForm.of(base, items, valid_from=max(clock.today(), base.valid_from))
    if form.is_submitted() and form.add.data:
        form.rows.append_entry({"position": 10 * (len(form.rows) + 1), "kind": "yes_no"})
        return _page(form, base)

    def act() -> ChecklistVersion:
        return actions.save_checklist(
            session,
            actor=actor,
            now=clock.now(),
            base=base,
            title=form.title.data or "",
            items=form.items(),
            valid_from=given(form.valid_from),
            known_codes=CODES,
        )

    made = form.submit(act)
    if made is not None:
        since = made.valid_from.isoformat()
        flash(_("已保存第 %(n)s 版，自 %(day)s 起启用。", n=made.version, day=since), "success")
        return redirect(url_for("checklists.show", checklist_id=made.id, compared=base.id))
    return _page(form, base), 422 if form.errors or form.form_errors else 200


def _page(form: ChecklistForm, base: ChecklistVersion) -> str:
    return render_template("checklists/edit.html", form=form, base=base)
