"""Chinese words of job states and of what ends a job."""

from flask_babel import lazy_gettext as _l

from casebook.jobs.rules import JobState

LABELS = {
    JobState: {
        JobState.QUEUED: _l("排队"),
        JobState.RUNNING: _l("进行中"),
        JobState.SUCCEEDED: _l("完成"),
        JobState.FAILED: _l("失败"),
    }
}

MESSAGES = {
    "job_changed": _l("同一项后台任务刚刚结束，请再提交一次。"),
    "job_lease_lost": _l("后台任务 %(job)s 已由另一个进程接手，本次结果没有保存。"),
    "job_kept_dying": _l("后台任务 %(attempts)s 次中断，已停止重试。请联系系统管理员。"),
    "job_kind_unknown": _l("系统里没有处理“%(kind)s”的程序，请联系系统管理员更新程序。"),
}
