"""Pages of plates: counts by township, printing, revoking, and the public page behind a plate's code."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.documents.rendering import render_pdf
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.keys import signing
from casebook.plates import actions, presenters, queries
from casebook.plates.forms import RevokeForm
from casebook.regions import queries as regions
from casebook.web.guard import current_actor, public, requires
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from casebook.config import Settings
    from casebook.plates.models import WellPlate

blueprint = Blueprint("plates", __name__)


def _settings() -> Settings:
    found: Settings = current_app.config["CASEBOOK"]
    return found


@blueprint.get("/plates")
@requires(Permission.PLATE_PRINT)
def index() -> str:
    """Show which townships have plates for their wells."""
    session, actor = current_session(), current_actor()
    counts = queries.count_by_township(session, actor)
    rows = presenters.township_rows(counts, regions.names(session, actor.county_code))
    return render_template("plates/index.html", rows=rows)


@blueprint.post("/plates/<township>/issue")
@requires(Permission.PLATE_PRINT)
def issue_all(township: str) -> AnyResponse:
    """Make the plates that a township still lacks."""
    made = actions.issue_plates(
        current_session(),
        actor=current_actor(),
        now=clock.now(),
        division_code=township,
        signer=signing.load(_settings()),
    )
    flash(_("制牌 %(n)s 块，可以打印了。", n=len(made)), "success")
    return redirect(url_for("plates.index"))


@blueprint.get("/plates/<township>/<int:part>.pdf")
@requires(Permission.PLATE_PRINT)
def sheet(township: str, part: int) -> Response:
    """Print a file of plates, eight on a page of A4."""
    found = queries.list_sheet(current_session(), current_actor(), township, max(part, 1))
    return _pdf(found, f"plates-{township}-{part}.pdf")


@blueprint.get("/plates/of/<code>")
@requires(Permission.PLATE_PRINT)
def of_well(code: str) -> str:
    """Show the plates that a well has and had."""
    session = current_session()
    well = wells.get_well(session, code, current_actor())
    plates = queries.list_plates(session, well.id)
    valid = next((plate for plate in plates if plate.is_valid), None)
    return render_template("plates/well.html", well=well, plates=plates, valid=valid)


@blueprint.post("/plates/of/<code>/issue")
@requires(Permission.PLATE_PRINT)
def issue(code: str) -> AnyResponse:
    """Make a plate for one well."""
    session, actor = current_session(), current_actor()
    well = wells.get_well(session, code, actor)
    plate = actions.issue_plate(
        session, actor=actor, now=clock.now(), well=well, signer=signing.load(_settings())
    )
    flash(_("已制牌 %(serial)s。", serial=plate.serial), "success")
    return redirect(url_for("plates.of_well", code=code))


@blueprint.get("/plates/<serial>.pdf")
@requires(Permission.PLATE_PRINT)
def single(serial: str) -> Response:
    """Print one plate."""
    plate = queries.get_plate(current_session(), serial, current_actor())
    return _pdf([plate] if plate.is_valid else [], f"{serial}.pdf")


@blueprint.route("/plates/<serial>/revoke", methods=["GET", "POST"])
@requires(Permission.PLATE_PRINT)
def revoke(serial: str) -> str | AnyResponse | tuple[str, int]:
    """Declare a plate void, with the reason."""
    session, actor = current_session(), current_actor()
    plate = queries.get_plate(session, serial, actor)
    form = RevokeForm()

    def act() -> bool:
        reason = form.reason.data or ""
        actions.revoke_plate(session, actor=actor, now=clock.now(), plate=plate, reason=reason)
        return True

    if form.submit(act):
        flash(_("标牌 %(serial)s 已作废。", serial=serial), "success")
        return redirect(url_for("plates.of_well", code=plate.well.code))
    return render_template("plates/revoke.html", form=form, plate=plate), 422 if form.errors else 200


@blueprint.get("/p/<path:text>")
@public
def read(text: str) -> str:
    """Say to anybody who scans a plate whether it is genuine and which well it names; nothing of its user."""
    session = current_session()
    county_code = _settings().county_code
    reading = queries.read_plate(session, text, county_code)
    names = regions.names(session, county_code)
    return render_template("plates/read.html", reading=reading, names=names, url=request.path)


def _pdf(plates: Sequence[WellPlate], name: str) -> Response:
    if not plates:
        raise RuleBroken("plate_none")
    session, settings = current_session(), _settings()
    names = regions.names(session, settings.county_code)
    pages = presenters.sheets(plates, names, settings.public_url)
    county = regions.name_of(session, settings.county_code)
    made = render_pdf("letters/plates.html", pages=pages, county=county)
    return send_file(io.BytesIO(made), mimetype="application/pdf", download_name=name)
