"""The import wizard: a file, its columns, a preview, the register; and the batches that came this way."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.intake import actions, presenters, queries
from casebook.intake.forms import ColumnsForm, ConfirmForm, RollBackForm, SheetForm, UploadForm
from casebook.intake.rules.layout import register_sheets
from casebook.intake.rules.settings import RegisterSettings
from casebook.intake.rules.states import BatchState
from casebook.intake.sheets.mending import write_mending
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside, current_session
from casebook.web.sheets import XLSX

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response as FlaskResponse
    from werkzeug.wrappers import Response

    from casebook.intake.models import ImportBatch

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("intake", __name__, url_prefix="/wells/import")

MOST_WHILE_WAITING = 3_000
"""Rows that a page judges or applies while the reader waits; more than that is the worker's."""


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.WELL_IMPORT)
def index() -> Answer:
    """Show the batches and take in another file."""
    session, actor, form = current_session(), current_actor(), UploadForm()

    def act() -> ImportBatch:
        return actions.open_batch(
            session,
            actor=actor,
            now=clock.now(),
            county_code=actor.county_code,
            stream=form.file.data.stream,
            name=form.file.data.filename or "",
        )

    batch = form.submit(act)
    if batch is not None:
        return redirect(url_for("intake.columns", batch_id=batch.id))
    page = queries.page_batches(session, actor, request.args.get("after"))
    return render_template("intake/index.html", form=form, page=page), 422 if form.errors else 200


@blueprint.route("/<uuid:batch_id>/columns", methods=["GET", "POST"])
@requires(Permission.WELL_IMPORT)
def columns(batch_id: UUID) -> Answer:
    """Say what each column means; then the file is judged."""
    session, actor, now = current_session(), current_actor(), clock.now()
    batch = queries.get_batch(session, batch_id, actor)
    _look(batch, "batch.columns")
    with queries.open_file(session, batch.file_hash) as file:
        layout = queries.layout_of(batch, file)
        views = presenters.columns_of(layout, file.heads[layout.sheet])
        sheets = register_sheets(file.heads)
    form = ColumnsForm.for_columns(views, clock.today().year)

    def act() -> Response:
        actions.map_columns(session, actor=actor, now=now, batch=batch, mapping=form.mapping())
        return _preview(batch)

    answer = form.submit(act)
    if answer is not None:
        return answer
    page = render_template(
        "intake/columns.html",
        batch=batch,
        form=form,
        columns=views,
        missing=layout.missing,
        sheet_form=SheetForm.of(sheets, batch.sheet) if len(sheets) > 1 else None,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:batch_id>/sheet")
@requires(Permission.WELL_IMPORT)
def sheet(batch_id: UUID) -> Response:
    """Read another sheet of the same file."""
    session, actor = current_session(), current_actor()
    batch = queries.get_batch(session, batch_id, actor)
    actions.choose_sheet(session, actor=actor, batch=batch, sheet=request.form.get("sheet", ""))
    return redirect(url_for("intake.columns", batch_id=batch_id))


def _preview(batch: ImportBatch) -> Response:
    """Judge a batch now, or let the worker do it when it is large."""
    session, actor = current_session(), current_actor()
    if batch.row_count > MOST_WHILE_WAITING:
        job = actions.request_preview(session, actor=actor, now=clock.now(), batch=batch)
        return redirect(url_for("jobs.show", job_id=job.id))
    with queries.judge_batch(session, batch, _settings()) as judgement:
        actions.preview_batch(session, actor=actor, batch=batch, judgement=judgement)
    return redirect(url_for("intake.show", batch_id=batch.id))


@blueprint.get("/<uuid:batch_id>")
@requires(Permission.WELL_IMPORT)
def show(batch_id: UUID) -> Answer:
    """Show a batch: what it would do or did, and every line that somebody should look at."""
    session, actor = current_session(), current_actor()
    batch = queries.get_batch(session, batch_id, actor)
    if batch.state is BatchState.UPLOADED:
        return redirect(url_for("intake.columns", batch_id=batch.id))
    reason = request.args.get("reason", "")
    page = queries.page_lines(session, batch, reason=reason, cursor=request.args.get("after"))
    return render_template(
        "intake/batch.html",
        batch=batch,
        form=ConfirmForm(),
        counts=presenters.reason_counts(batch.report or {}),
        reason=reason,
        lines=[presenters.line_view(line) for line in page.items],
        page=page,
        earlier=queries.list_earlier(session, batch),
        job=queries.find_job(session, batch),
    )


@blueprint.post("/<uuid:batch_id>/apply")
@requires(Permission.WELL_IMPORT)
def apply(batch_id: UUID) -> Response:
    """Put what was previewed on the register, now or by the worker."""
    session, actor, now, form = current_session(), current_actor(), clock.now(), ConfirmForm()
    batch = queries.get_batch(session, batch_id, actor)
    with_changes = bool(form.with_changes.data)
    if batch.row_count > MOST_WHILE_WAITING:
        job = actions.request_apply(session, actor=actor, now=now, batch=batch, with_changes=with_changes)
        return redirect(url_for("jobs.show", job_id=job.id))
    with queries.judge_batch(session, batch, _settings()) as judgement:
        actions.apply_batch(
            session, actor=actor, now=now, batch=batch, judgement=judgement, with_changes=with_changes
        )
    flash(_("已导入，写入 %(n)s 眼井。", n=judgement.report.applied), "success")
    return redirect(url_for("intake.show", batch_id=batch.id))


@blueprint.get("/<uuid:batch_id>/refused")
@requires(Permission.WELL_IMPORT)
def refused(batch_id: UUID) -> FlaskResponse:
    """Send the refused rows as they came, with what is wrong beside them."""
    session = current_session()
    batch = queries.get_batch(session, batch_id, current_actor())
    _look(batch, "batch.refused")
    reasons = {
        line.row_number: presenters.reason_text(line.findings)
        for line in queries.refused_lines(session, batch)
    }
    target = TemporaryFile()  # noqa: SIM115 - Flask closes it with the response
    with queries.open_file(session, batch.file_hash) as file:
        layout = queries.layout_of(batch, file)
        write_mending(target, file=file, layout=layout, reasons=reasons, header=_("不能导入的原因"))
    target.seek(0)
    name = _("待更正 %(name)s.xlsx", name=batch.file_name.rpartition(".")[0] or batch.file_name)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.route("/<uuid:batch_id>/roll-back", methods=["GET", "POST"])
@requires(Permission.WELL_IMPORT)
def roll_back(batch_id: UUID) -> Answer:
    """Take a batch back, with a reason; one that never entered the register has only its own page."""
    session, actor, form = current_session(), current_actor(), RollBackForm()
    batch = queries.get_batch(session, batch_id, actor)
    if batch.state is not BatchState.APPLIED:
        return redirect(url_for("intake.show", batch_id=batch_id))

    def act() -> ImportBatch:
        return actions.roll_back(
            session, actor=actor, now=clock.now(), batch=batch, reason=form.reason.data or ""
        )

    if form.submit(act) is not None:
        flash(_("已撤回，台账恢复到这一批导入之前。"), "success")
        return redirect(url_for("intake.show", batch_id=batch_id))
    uses = presenters.use_views(queries.uses(session, batch))
    page = render_template("intake/roll_back.html", batch=batch, form=form, uses=uses)
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:batch_id>/discard")
@requires(Permission.WELL_IMPORT)
def discard(batch_id: UUID) -> Response:
    """Forget a batch that never entered the register."""
    session, actor = current_session(), current_actor()
    actions.discard_batch(session, actor=actor, batch=queries.get_batch(session, batch_id, actor))
    flash(_("已放弃这次导入，台账没有变化。"), "success")
    return redirect(url_for("intake.index"))


def _settings() -> RegisterSettings:
    settings = current_app.config["CASEBOOK"]
    return RegisterSettings(settings.well_code_pattern, settings.well_limits)


def _look(batch: ImportBatch, what: str) -> None:
    """Log that the reader sees people's data in a file."""
    if request.method != "GET":
        return
    actor = current_actor()
    with beside() as session:
        record_look(session, actor=actor, now=clock.now(), subject=queries.subject_of(batch), what=what)
