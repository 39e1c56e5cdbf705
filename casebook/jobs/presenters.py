"""What the progress page shows of a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.jobs.handlers import title_of
from casebook.kernel.errors import CasebookError
from casebook.web.labels import message

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from casebook.jobs.models import Job
    from casebook.jobs.rules import JobState


@dataclass(frozen=True)
class JobView:
    """One job in words."""

    id: UUID
    title: str
    state: JobState
    done: int
    total: int | None
    enqueued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int
    problem: str
    """Why it failed, or why it will be tried again; empty when nothing went wrong."""
    result_url: str

    @classmethod
    def of(cls, job: Job) -> JobView:
        """Put a job into words."""
        return cls(
            id=job.id,
            title=title_of(job.kind),
            state=job.state,
            done=job.done,
            total=job.total,
            enqueued_at=job.enqueued_at,
            started_at=job.started_at,
            ended_at=job.ended_at,
            attempts=job.attempts,
            problem=_problem(job),
            result_url=str((job.result or {}).get("url", "")),
        )

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state.is_open


def _problem(job: Job) -> str:
    if job.error is None:
        return ""
    if job.error_code is not None:
        return message(CasebookError(job.error_code, **(job.error_facts or {})))
    return str(_("系统出错，请把任务编号 %(id)s 告诉系统管理员。", id=job.id))
