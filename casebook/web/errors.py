"""Refusals become answers; only this module knows status codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from casebook.db import db
from casebook.db.refusals import REFUSED, UNREACHABLE, refusal_of
from casebook.kernel.errors import CasebookError, Conflict, Forbidden, NotFound, Refused, RuleBroken
from casebook.web.api import wants_json
from casebook.web.labels import message
from casebook.web.wording import clauses

if TYPE_CHECKING:
    from flask import Flask

    Answer = tuple[str | dict[str, object], int]

_STATUS: tuple[tuple[type[CasebookError], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (RuleBroken, 422),
    (Refused, 422),
)
_STATUS_OF_CODE = {
    "not_signed_in": 401,
    "source_token_wrong": 401,
    "message_id_reused": 409,
    "source_calls_too_often": 429,
    "upload_hash_wrong": 460,
    "storage_full": 507,
}

_TEXTS = {
    400: (_l("这个请求看不懂"), _l("返回上一页，刷新后再试一次。")),
    401: (_l("请先登录"), _l("登录后会接着做；已保存的内容都还在。")),
    403: (_l("这里不对你开放"), _l("需要的话，请安全管理员调整你的角色。")),
    404: (_l("没有找到"), _l("核对编号，或者用顶部的搜索再找一次。")),
    405: (_l("不能这样访问"), _l("返回上一页，用页面上的按钮操作。")),
    409: (_l("别人先改过了"), _l("打开最新内容，核对后再改一次。")),
    413: (_l("文件太大"), _l("压缩或拆分后再上传。")),
    422: (_l("不符合规定"), _l("返回上一页，按提示改正；已填写的内容都还在。")),
    429: (_l("请求太多"), _l("过几分钟再试。")),
    500: (_l("系统出了错"), _l("什么都没有保存。稍后再试；仍然出错请告诉系统管理员时间和地址。")),
    503: (_l("数据库忙或连不上"), _l("什么都没有保存。过一会儿再试；一直这样请告诉系统管理员。")),
    507: (_l("存储空间已满"), _l("已有的内容照常可看；请系统管理员腾出空间后再上传。")),
}


def status_of(error: CasebookError) -> int:
    """Return the status code of a refusal."""
    known = _STATUS_OF_CODE.get(error.code)
    return known or next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def told(error: CasebookError) -> dict[str, object]:
    """Return a refusal as programs get it: code, what to tell people, how to mend it, and the field."""
    _title, remedy = _texts(status_of(error))
    return _as_json(error.code, _words(error), remedy, getattr(error, "field", None))


def _texts(status: int) -> tuple[object, object]:
    return _TEXTS.get(status, _TEXTS[500 if status >= 500 else 400])  # noqa: PLR2004 - server's fault or caller's


def _words(error: CasebookError) -> str:
    reasons = error.reasons if isinstance(error, Refused) else (error,)
    return clauses(message(reason) for reason in reasons)


def _as_json(code: str, text: str, remedy: object, field: object = None) -> dict[str, object]:
    return {"code": code, "message": text, "remedy": str(remedy), "field": field}


def _page(status: int, text: str = "") -> Answer:
    title, remedy = _texts(status)
    if wants_json():
        return {"error": _as_json(f"http_{status}", text or str(title), remedy)}, status
    return render_template("errors/error.html", code=status, title=title, message=text, remedy=remedy), status


def _plain_page(status: int) -> Answer:
    """Return a page that asks the database nothing: it may be what failed."""
    g.actor = None
    return _page(status)


def install(app: Flask) -> None:
    """Answer every refusal and every fault with a page that says what, where and how to mend it."""
    app.register_error_handler(CasebookError, _refused)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _broken)
    for refusal in REFUSED:
        app.register_error_handler(refusal, _refused_by_database)
    for fault in UNREACHABLE:
        app.register_error_handler(fault, _unreachable)


def _refused(error: CasebookError) -> Answer:
    status = status_of(error)
    return ({"error": told(error)}, status) if wants_json() else _page(status, _words(error))


def _stale(_error: CSRFError) -> Answer:
    return _page(400, _("页面放得太久，安全标记已过期。"))


def _of_http(error: HTTPException) -> Answer:
    return _page(error.code or 500)


def _refused_by_database(error: Exception) -> Answer:
    db.session.rollback()
    refusal = refusal_of(error)
    return _broken(error) if refusal is None else _refused(refusal)


def _unreachable(error: Exception) -> Answer:
    _log(error)
    return _plain_page(503)


def _broken(error: Exception) -> Answer:
    if current_app.testing:
        raise error
    _log(error)
    return _plain_page(500)


def _log(error: Exception) -> None:
    """Note what failed and where; a link that needs no sign-in is a key, and stays out of the log."""
    token = (request.view_args or {}).get("token")
    path = request.path.replace(token, "…") if token else request.path
    current_app.logger.error("request failed: %s %s", request.method, path, exc_info=error)
