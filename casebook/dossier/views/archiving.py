"""The archive of a case: its list of contents, the step to the archive, and the bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.cases.queries import get_case
from casebook.cases.queries.file import load_file
from casebook.cases.rules.workflow import CaseStep, find_move
from casebook.dossier import actions, files, queries
from casebook.dossier.forms import ArchiveForm
from casebook.dossier.handlers import BUNDLE_JOB
from casebook.dossier.presenters import archive_no_of, leaf_lines
from casebook.dossier.rules.arranging import arrange
from casebook.dossier.views.blueprint import blueprint
from casebook.jobs.actions import enqueue
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from casebook.cases.models import CaseEvent
    from casebook.cases.queries.file import CaseFile


@blueprint.route("/cases/<number>/archive", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EXPORT)
def archive(number: str) -> str | AnyResponse | tuple[str, int]:
    """Show what the volumes of a case hold and the bundles made of it; take the step to the archive."""
    session, actor = current_session(), current_actor()
    file = load_file(session, number, actor)
    form = ArchiveForm(data={"on": clock.today()})

    def act() -> CaseEvent:
        return actions.archive(
            session,
            actor=actor,
            now=clock.now(),
            case=file.case,
            on=given(form.on),
            kept_years=form.kept_years,
        )

    if form.submit(act) is not None:
        flash(_("案件已归档。"), "success")
        return redirect(url_for("dossier.archive", number=number))
    return _page(file, form), 422 if form.errors else 200


def _page(file: CaseFile, form: ArchiveForm) -> str:
    session, actor = current_session(), current_actor()
    move = find_move(CaseStep.ARCHIVE, file.case.status, file.case.procedure)
    bundles = queries.list_bundles(session, file.case.id)
    data_path = current_app.config["CASEBOOK"].data_path
    return render_template(
        "dossier/archive.html",
        case=file.case,
        archive_no=archive_no_of(file),
        form=form if move is not None and actor.can(move.permission) else None,
        review=queries.review_file(session, file, today=clock.today()),
        lines=leaf_lines(arrange(queries.list_leaves(session, file))),
        bundles=bundles,
        present={one.id for one in bundles if files.path_of(data_path, one.id).exists()},
        kept_days=files.KEPT_FOR.days,
    )


@blueprint.post("/cases/<number>/bundle")
@requires(Permission.EVIDENCE_EXPORT)
def bundle(number: str) -> AnyResponse:
    """Have the worker bind the volumes of a case."""
    session, actor = current_session(), current_actor()
    case = get_case(session, number, actor)
    job = enqueue(
        session,
        kind=BUNDLE_JOB,
        payload={"number": case.number},
        now=clock.now(),
        requested_by=actor.officer_id,
        dedupe_key=f"{number}:{actor.officer_id}",
    )
    return redirect(url_for("jobs.show", job_id=job.id))


@blueprint.get("/bundles/<uuid:bundle_id>.zip")
@requires(Permission.EVIDENCE_EXPORT)
def download_bundle(bundle_id: UUID) -> Response:
    """Hand a bundle out, and log that it was taken."""
    actor = current_actor()
    made = queries.get_bundle(current_session(), bundle_id, actor)
    path = files.path_of(current_app.config["CASEBOOK"].data_path, made.id)
    if not path.exists():
        raise RuleBroken("package_file_gone")
    subject = Subject("case", made.case_id, made.number, made.division_code)
    with beside() as session:
        record_look(session, actor=actor, now=clock.now(), subject=subject, what="bundle")
    name = f"{made.archive_no or made.number}.zip"
    return send_file(path, mimetype="application/zip", as_attachment=True, download_name=name)
