"""The base of the forms that take a step of a closure."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from casebook.web.forms import Form


class StepForm(Form):
    """A step of a closure: it names the version of the closure that the page was made from."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    """Empty on the first report, which has nothing to build on."""

    def rebase(self, version: int) -> None:
        """Build on the present version, after somebody else's step was shown."""
        self.base_version.data, self.base_version.raw_data = version, None
