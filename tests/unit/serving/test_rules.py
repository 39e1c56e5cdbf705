from __future__ import annotations

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.serving.rules import Address, County, check_address, check_processes, choose_county, is_loopback

LEAST = (3, 51, 3)


@pytest.mark.parametrize(
    ("is_named", "is_there", "demo", "opened"),
    [
        (False, False, None, County.DEMO),
        (False, True, None, County.REAL),
        (False, False, False, County.REAL),
        (False, True, False, County.REAL),
        (False, True, True, County.DEMO),
        (True, False, None, County.NAMED),
        (True, True, None, County.NAMED),
        (True, True, False, County.NAMED),
        (True, True, True, County.DEMO),
    ],
)
def test_which_county_is_opened(*, is_named: bool, is_there: bool, demo: bool | None, opened: County) -> None:
    assert choose_county(is_named=is_named, is_there=is_there, demo=demo) is opened


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.20", False),
        ("casebook.lan", False),
        ("127.0.0.1.example", False),
        ("", False),
    ],
)
def test_what_is_reached_from_this_machine_only(host: str, local: bool) -> None:
    assert is_loopback(host) is local


@pytest.mark.parametrize("host", ["192.168.1.20", "0.0.0.0", "casebook.lan", ""])
def test_a_demonstration_stays_on_its_machine(host: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_address(Address(host, 8000), is_demo=True)
    assert refusal.value.code == "demo_is_local"
    check_address(Address(host, 8000), is_demo=False)


def test_a_demonstration_may_be_encrypted_on_its_machine() -> None:
    check_address(Address("127.0.0.1", 8000, is_secure=True), is_demo=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_a_certificate_needs_a_name(host: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_address(Address(host, 8000, is_secure=True), is_demo=False)
    assert refusal.value.code == "tls_needs_a_name"


def test_addresses() -> None:
    address = Address("192.168.1.20", 8000, is_secure=True)
    assert (address.bind, address.url) == ("192.168.1.20:8000", "https://192.168.1.20:8000/")
    assert address.install_site.url == "http://192.168.1.20:8001/"
    assert Address("::1", 8000).url == "http://[::1]:8000/"


def test_several_processes_need_a_sound_sqlite() -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_processes(workers=2, version=(3, 40, 1), least=LEAST)
    assert refusal.value.facts == {"version": "3.40.1", "least": "3.51.3", "workers": 2}
    check_processes(workers=1, version=(3, 40, 1), least=LEAST)
    check_processes(workers=2, version=LEAST, least=LEAST)
