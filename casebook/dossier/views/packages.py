"""Pages of packages, and the verifier for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, redirect, render_template, send_file, url_for

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.dossier import files, queries
from casebook.dossier.actions import VERIFIER
from casebook.dossier.handlers import PACKAGE_JOB
from casebook.dossier.rules import VERIFIERS, PackageKind
from casebook.dossier.views.blueprint import blueprint
from casebook.jobs.actions import enqueue
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.subjects import Subject
from casebook.keys import manifest
from casebook.web.guard import current_actor, public, requires
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse


@blueprint.get("/packages/<number>")
@requires(Permission.EVIDENCE_EXPORT)
def index(number: str) -> str:
    """Show the packages of a case or a closure, with their heads."""
    session, actor = current_session(), current_actor()
    material = queries.get_material(session, number, actor)
    back = "cases.show" if material.kind is PackageKind.CASE else "closures.show"
    data_path = current_app.config["CASEBOOK"].data_path
    packages = queries.list_packages(session, material.id)
    return render_template(
        "dossier/index.html",
        material=material,
        packages=packages,
        present={one.id for one in packages if files.path_of(data_path, one.id).exists()},
        back_url=url_for(back, number=number),
        kept_days=files.KEPT_FOR.days,
    )


@blueprint.post("/packages/<number>")
@requires(Permission.EVIDENCE_EXPORT)
def make(number: str) -> AnyResponse:
    """Have the worker make a package."""
    session, actor = current_session(), current_actor()
    queries.get_material(session, number, actor)
    job = enqueue(
        session,
        kind=PACKAGE_JOB,
        payload={"number": number},
        now=clock.now(),
        requested_by=actor.officer_id,
        dedupe_key=f"{number}:{actor.officer_id}",
    )
    return redirect(url_for("jobs.show", job_id=job.id))


@blueprint.get("/packages/files/<uuid:package_id>.zip")
@requires(Permission.EVIDENCE_EXPORT)
def download(package_id: UUID) -> Response:
    """Hand a package out, and log that it was taken."""
    actor = current_actor()
    package = queries.get_package(current_session(), package_id, actor)
    path = files.path_of(current_app.config["CASEBOOK"].data_path, package.id)
    if not path.exists():
        raise RuleBroken("package_file_gone")
    subject = Subject(package.kind, package.subject_id, package.number, package.division_code)
    with beside() as session:
        record_look(session, actor=actor, now=clock.now(), subject=subject, what="package")
    return send_file(
        path, mimetype="application/zip", as_attachment=True, download_name=f"{package.number}.zip"
    )


@blueprint.get("/verify")
@public
def about() -> str:
    """Say to anybody how a package is verified, and show the fingerprints of this house's keys."""
    programs = [(name, digest((VERIFIER / name).read_bytes())) for name in VERIFIERS]
    keys = manifest.read(current_app.config["CASEBOOK"])
    return render_template("dossier/verify.html", programs=programs, keys=keys)


@blueprint.get("/verify/<any('verify.py', 'verify.html'):name>")
@public
def program(name: str) -> Response:
    """Hand a verifier out as a file: it runs on the reader's own computer, not under our name."""
    path = VERIFIER / name
    return send_file(path, mimetype="application/octet-stream", as_attachment=True, download_name=name)
