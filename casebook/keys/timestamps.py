"""Time stamps of a third party over what leaves the house (RFC 3161), where an authority is named."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response
from rfc3161_client.tsp import PKIStatus

from casebook.kernel.errors import RuleBroken

_SECONDS = 20
_MOST_BYTES = 1024 * 1024
_TYPE = "application/timestamp-query"


def obtain(url: str, data: bytes) -> bytes:
    """Return the authority's raw answer over the bytes, which `openssl ts -verify` can check.

    RuleBroken("time_stamp_failed") when the authority does not answer, or does not grant it.
    """
    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()
    call = urllib.request.Request(url, request.as_bytes(), {"Content-Type": _TYPE})  # noqa: S310 - the setting says http or https
    try:
        with urllib.request.urlopen(call, timeout=_SECONDS) as answer:  # noqa: S310 - as above
            raw: bytes = answer.read(_MOST_BYTES)
        decoded = decode_timestamp_response(raw)
    except (urllib.error.URLError, HTTPException, TimeoutError, ValueError) as error:
        raise RuleBroken("time_stamp_failed", url=url, reason=str(error)) from error
    if decoded.status not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
        raise RuleBroken("time_stamp_failed", url=url, reason=f"status {decoded.status}")
    return raw
