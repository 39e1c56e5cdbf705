"""Electricity accounts: the list, those without a well, and how one is dealt out to its wells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.volumes.actions import sharing as actions
from casebook.volumes.forms.accounts import AccountsFilter, DivisionForm
from casebook.volumes.queries import accounts as queries
from casebook.volumes.views.blueprint import blueprint, wanted_year, whole_county
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.volumes.views.blueprint import Answer


@blueprint.get("/accounts")
@requires(Permission.VOLUME_SEE)
def accounts() -> Answer:
    """List the county's accounts with their wells and what they used."""
    session, actor, wanted = current_session(), current_actor(), AccountsFilter.of()
    rows, page = queries.page_accounts(
        session,
        whole_county(actor),
        number=(wanted.q.data or "").strip(),
        only_unlinked=wanted.wells.data == "none",
        cursor=request.args.get("after"),
    )
    chips = wanted.chips(partial(url_for, "volumes.accounts"))
    return render_template("volumes/accounts.html", form=wanted, chips=chips, rows=rows, page=page)


@blueprint.route("/accounts/<uuid:account_id>", methods=["GET", "POST"])
@requires(Permission.VOLUME_SEE)
def account(account_id: UUID) -> Answer:
    """Show an account: its wells and shares, and the water of each month; deal it out anew."""
    session, actor, form = current_session(), current_actor(), DivisionForm()
    found = queries.get_account(session, account_id, actor)
    changes = form.submit(
        lambda: actions.divide_account(
            session, actor=actor, now=clock.now(), account=found, division=form.division()
        )
    )
    if changes is not None:
        changed = changes.months_new + changes.months_changed
        flash(_("已登记，有 %(n)s 个井月的水量随之改变。", n=changed), "success")
        return redirect(url_for("volumes.account", account_id=account_id))
    found = queries.get_account(session, account_id, actor)
    years = queries.list_account_years(session, account_id)
    year = wanted_year() if "year" in request.args else (years or [clock.today().year])[0]
    page = render_template(
        "volumes/account.html",
        form=form,
        account=found,
        linked=queries.list_linked(session, account_id),
        shares=queries.list_shares(session, account_id),
        months=queries.power_months(session, found, year),
        year=year,
        years=sorted({year, *years}, reverse=True),
        may_edit=actor.can(Permission.METER_EDIT),
    )
    return page, 422 if form.errors else 200
