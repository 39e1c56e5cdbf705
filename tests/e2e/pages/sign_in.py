from __future__ import annotations

from tests.e2e.pages.base import Screen


class SignIn(Screen):
    """Name and password."""

    def enter(self, login: str, password: str) -> Screen:
        self.page.goto("/sign-in")
        self.look()
        self.write("登录名", login).write("密码", password)
        return self.press("登录")
