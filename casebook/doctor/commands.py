"""`casebook doctor`."""

from __future__ import annotations

import sys

import click
from flask_babel import gettext as _

from casebook import config, wiring
from casebook.doctor import checks, rules
from casebook.doctor.labels import LABELS
from casebook.doctor.presenters import mend, what
from casebook.doctor.rules import Finding, State
from casebook.kernel import clock
from casebook.serving.county import opened
from casebook.web.terminal import DONE, FINDINGS, print_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print state, words and facts of each check as JSON.")
def doctor(*, as_json: bool) -> None:
    """Say what is missing or mis-set on this machine, and how to mend it.

    Looks at the county that `casebook serve` would open. Exit code 1 when something is bad.
    """
    settings = opened(config.load())
    wiring.load_models()
    with wiring.create_speaker(settings).app_context():
        findings = list(checks.examine(settings, clock.now()))
        state = rules.worst(findings)
        if as_json:
            print_json({"state": state.value, "checks": [_as_facts(finding) for finding in findings]})
        else:
            for finding in findings:
                _print(finding)
    sys.exit(FINDINGS if state is State.BAD else DONE)


def _as_facts(finding: Finding) -> dict[str, object]:
    return {
        "name": finding.check,
        "state": finding.state.value,
        "code": finding.code,
        "what": what(finding),
        "mend": mend(finding),
        "facts": finding.facts,
    }


def _print(finding: Finding) -> None:
    colour = {State.OK: "green", State.WARNING: "yellow", State.BAD: "red"}[finding.state]
    mark = click.style(str(LABELS[State][finding.state]), fg=colour)
    click.echo(f"{mark}  {finding.check:16} {what(finding)}")
    if finding.state is not State.OK:
        click.echo(f"      {'':16} {_('办法：')}{mend(finding)}")


commands = (doctor,)
