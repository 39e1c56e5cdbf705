"""Words for refusals about the papers of a case."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "case_paper_not_now": _l("案件现在是“%(present)s”，不能起草《%(title)s》；请先办理到相应的阶段。"),
    "case_paper_by_act": _l("《%(title)s》由办理相应步骤时直接成文，请到案件的下一步办理。"),
}
