"""Service: the day a paper counts as served by each mode, and what each mode must prove (民诉法 87–95)."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import date

import pytest

from casebook.documents.rules import (
    ConfirmedAddress,
    DeliveryFacts,
    DeliveryMode,
    ReceiverKind,
    Server,
    check_address,
    check_delivery,
    served_on,
)
from casebook.documents.rules.stamping import StampFacts, check_checker, check_returned, check_stamp
from casebook.kernel.errors import Refused, RuleBroken
from casebook.kernel.ids import new_id

M, R = DeliveryMode, ReceiverKind
ON = date(2023, 9, 28)
ONE, TWO = (Server(new_id(), name, f"鲁P0000000{n}", True) for n, name in enumerate(("周明", "李青"), 1))
GIVEN = DeliveryFacts(M.DIRECT, ON, (ONE.id, TWO.id), "石守田", R.SELF)
CONSENT = ConfirmedAddress(
    "禾顺面粉厂", "石守田", "柳林镇", "10000010018", date(2023, 9, 1), True, "box@test"
)


def refused(facts: DeliveryFacts, **about: object) -> set[str]:
    given: dict[str, object] = {
        "servers": [ONE, TWO],
        "not_before": date(2023, 9, 27),
        "today": date(2023, 10, 8),
        "party_kind": "",
        "confirmed": None,
    }
    try:
        check_delivery(facts, **given | about)  # type: ignore[arg-type]  # by name
    except Refused as refusal:
        return {reason.code for reason in refusal.reasons}
    return set()


@pytest.mark.parametrize("mode", sorted(set(M) - {M.PUBLIC}))
def test_a_paper_counts_as_served_on_the_day_of_its_receipt(mode: DeliveryMode) -> None:
    assert served_on(mode, ON) == ON


@pytest.mark.parametrize(
    ("published", "served"),
    [
        (date(2023, 9, 1), date(2023, 10, 1)),
        (date(2024, 1, 31), date(2024, 3, 1)),
        (date(2023, 2, 1), date(2023, 3, 3)),
        (date(2023, 12, 15), date(2024, 1, 14)),
    ],
)
def test_a_public_notice_serves_on_the_raw_thirtieth_day(published: date, served: date) -> None:
    """On a holiday too: the day is not moved (D-22)."""
    assert served_on(M.PUBLIC, published) == served


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, set()),
        ({"receiver": " "}, {"delivery_needs_receiver"}),
        ({"receiver_kind": None}, {"delivery_needs_receiver_kind"}),
        ({"receiver_kind": R.FAMILY}, {"delivery_needs_relation"}),
        ({"receiver_kind": R.FAMILY, "relation": "妻子"}, set()),
        ({"refusal": "拒收"}, {"delivery_refused_is_left"}),
        ({"on": date(2023, 9, 26)}, {"delivery_too_early"}),
        ({"on": date(2023, 10, 9)}, {"delivery_in_future"}),
        ({"mode": M.LEFT}, {"delivery_needs_refusal", "delivery_needs_witness"}),
        ({"mode": M.LEFT, "refusal": "拒收", "witness": "村委会 王某"}, set()),
        ({"mode": M.LEFT, "refusal": "拒收", "video": "ZJ-0012"}, set()),
        ({"mode": M.LEFT, "refusal": "拒收", "video": "ZJ-0012", "receiver_kind": None}, set()),
        ({"mode": M.MAIL}, {"delivery_needs_tracking"}),
        ({"mode": M.MAIL, "tracking_no": "EX0001"}, set()),
        ({"mode": M.ENTRUSTED}, {"delivery_needs_through"}),
        ({"mode": M.ENTRUSTED, "through": "莘县水利局"}, set()),
        ({"mode": M.PASSED_ON}, {"delivery_needs_through"}),
        ({"mode": M.PASSED_ON, "through": "某监狱"}, set()),
        ({"mode": M.PUBLIC}, {"delivery_needs_ground", "delivery_needs_board"}),
        ({"mode": M.PUBLIC, "ground": "下落不明", "through": "县政府网站"}, set()),
        ({"mode": M.ELECTRONIC}, {"delivery_needs_consent"}),
    ],
)
def test_each_mode_proves_what_the_law_asks(change: dict[str, object], codes: set[str]) -> None:
    assert refused(replace(GIVEN, **change)) == codes  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("kind", "party", "codes"),
    [
        (R.FAMILY, "法人", {"delivery_receiver_unfit"}),
        (R.FAMILY, "其他组织", {"delivery_receiver_unfit"}),
        (R.LEGAL_REP, "自然人", {"delivery_receiver_unfit"}),
        (R.MAIL_CLERK, "自然人", {"delivery_receiver_unfit"}),
        (R.LEGAL_REP, "法人", set()),
        (R.MAIL_CLERK, "其他组织", set()),
        (R.AGENT, "自然人", set()),
        (R.AGENT, "法人", set()),
    ],
)
def test_the_receiver_fits_the_party(kind: ReceiverKind, party: str, codes: set[str]) -> None:
    assert refused(replace(GIVEN, receiver_kind=kind, relation="妻子"), party_kind=party) == codes


@pytest.mark.parametrize(
    ("confirmed", "codes"),
    [
        (CONSENT, set()),
        (replace(CONSENT, allows_electronic=False), {"delivery_needs_consent"}),
        (replace(CONSENT, confirmed_on=date(2023, 9, 29)), {"delivery_needs_consent"}),
    ],
)
def test_electronic_service_needs_consent_before(confirmed: ConfirmedAddress, codes: set[str]) -> None:
    assert refused(replace(GIVEN, mode=M.ELECTRONIC), confirmed=confirmed) == codes


@pytest.mark.parametrize(
    ("servers", "codes"),
    [
        ((ONE,), {"delivery_needs_two"}),
        ((ONE, ONE), {"delivery_needs_two"}),
        ((), {"delivery_needs_two"}),
        ((ONE, replace(TWO, is_certified=False)), {"delivery_uncertified"}),
    ],
)
def test_two_certified_officers_serve(servers: tuple[Server, ...], codes: set[str]) -> None:
    assert refused(GIVEN, servers=servers) == codes


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, set()),
        ({"party_name": " "}, {"address_incomplete"}),
        ({"address": ""}, {"address_incomplete"}),
        ({"electronic_address": ""}, {"address_electronic_missing"}),
        ({"confirmed_on": date(2023, 10, 9)}, {"address_in_future"}),
    ],
)
def test_an_address_confirmation_is_whole(change: dict[str, object], codes: set[str]) -> None:
    address = replace(CONSENT, **change)  # type: ignore[arg-type]  # by name
    with pytest.raises(Refused) if codes else nullcontext() as refusal:
        check_address(address, today=date(2023, 10, 8))
    assert {reason.code for reason in refusal.value.reasons} == codes if codes else refusal is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (StampFacts(0, ON, "sha256:a"), "stamp_copies"),
        (StampFacts(51, ON, "sha256:a"), "stamp_copies"),
        (StampFacts(3, date(2023, 9, 26), "sha256:a"), "stamp_date"),
        (StampFacts(3, date(2023, 10, 9), "sha256:a"), "stamp_date"),
        (StampFacts(3, ON, ""), "stamp_needs_scan"),
    ],
)
def test_the_register_of_the_seal_takes_no_nonsense(facts: StampFacts, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_stamp(facts, issued_on=date(2023, 9, 27), today=date(2023, 10, 8))


def test_the_seal_is_checked_by_another_person_and_changes_the_file() -> None:
    same = new_id()
    for checker in (same, None):
        with pytest.raises(RuleBroken, match="stamp_needs_second"):
            check_checker(same, checker)
    check_checker(same, new_id())
    with pytest.raises(RuleBroken, match="stamp_file_unchanged"):
        check_returned("sha256:a", "sha256:a")
    check_returned("sha256:a", "sha256:b")
