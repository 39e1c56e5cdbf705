"""Files of readings and of electricity: uploaded, reported on, their refused rows to be mended."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.volumes.actions import uploads as actions
from casebook.volumes.forms.uploads import UploadForm
from casebook.volumes.presenters.uploads import reasons_of, report_of, write_refused
from casebook.volumes.queries import uploads as queries
from casebook.volumes.rules import ImportKind
from casebook.volumes.views.blueprint import blueprint, whole_county
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.sheets import XLSX

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response as FlaskResponse

    from casebook.volumes.views.blueprint import Answer


@blueprint.route("/uploads", methods=["GET", "POST"])
@requires(Permission.READING_IMPORT)
def uploads() -> Answer:
    """Show the files that came this way, and take in another one."""
    session, actor, form = current_session(), current_actor(), UploadForm.make()
    done = form.submit(
        lambda: actions.upload_file(
            session,
            actor=actor,
            now=clock.now(),
            kind=ImportKind(given(form.kind)),
            stream=form.file.data.stream,
            name=form.file.data.filename or "",
            is_strict=bool(form.is_strict.data),
        )
    )
    if done is not None:
        upload, job_id = done
        if job_id is not None:
            return redirect(url_for("jobs.show", job_id=job_id))
        return redirect(url_for("volumes.upload", upload_id=upload.id))
    page = queries.page_uploads(session, whole_county(actor), request.args.get("after"))
    return render_template("volumes/uploads.html", form=form, page=page), 422 if form.errors else 200


@blueprint.get("/uploads/<uuid:upload_id>")
@requires(Permission.READING_IMPORT)
def upload(upload_id: UUID) -> Answer:
    """Show what became of a file: counts, and the rows that somebody should look at."""
    session, actor = current_session(), current_actor()
    found = queries.get_upload(session, upload_id, actor)
    return render_template(
        "volumes/upload.html",
        upload=found,
        report=report_of(found.counts or {}, queries.entries_of(found)),
        earlier=queries.find_earlier(session, found),
        job=queries.find_job(session, found),
    )


@blueprint.get("/uploads/<uuid:upload_id>/refused")
@requires(Permission.READING_IMPORT)
def upload_refused(upload_id: UUID) -> FlaskResponse:
    """Send the refused rows as they came, with what is wrong beside them."""
    found = queries.get_upload(current_session(), upload_id, current_actor())
    reasons = reasons_of(queries.entries_of(found))
    target = TemporaryFile()  # noqa: SIM115 - Flask closes it with the response
    with queries.open_upload_table(found.file_hash, found.kind) as table:
        write_refused(target, table=table, reasons=reasons, header=_("不能导入的原因"))
    target.seek(0)
    name = _("待更正 %(name)s.xlsx", name=found.file_name.rpartition(".")[0] or found.file_name)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name=name)
