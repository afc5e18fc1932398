"""Web addresses as names of articles: one article, one address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Parameters that say where a reader came from, never what is shown (Google, Meta, Microsoft, Mailchimp, Matomo, AT Internet, Webtrekk …).
_TRACKING = frozenset({
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid", "_hsenc", "_hsmi",
    "mkt_tok", "cmpid", "icid", "ncid", "ocid", "xtor", "wt_mc", "wt_zmc", "s_cid", "sc_cid", "ref_src", "ref_url", "at_medium", "at_campaign",
    "guccounter", "__twitter_impression",
})  # fmt: skip
_TRACKING_STARTS = ("utm_", "pk_", "mtm_", "at_custom", "wt_")
_PORTS = {"http": 80, "https": 443}


def canonical_url(address: str) -> str | None:
    """The address without fragment, tracking parameters, default port and credentials; host in lower case.

    Returns:
        ``None`` if it is not an absolute http or https address.

    >>> canonical_url("HTTPS://Example.com:443/a?id=7&utm_source=x#top"), canonical_url("javascript:alert(1)")
    ('https://example.com/a?id=7', None)
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or any(character <= " " for character in address.strip()):
        return None
    host = f"[{host}]" if ":" in host else host
    place = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit((parts.scheme, place, parts.path or "/", _without_tracking(parts.query), ""))


def _without_tracking(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if key.lower() not in _TRACKING and not key.lower().startswith(_TRACKING_STARTS)]
    return query if len(kept) == len(pairs) else urlencode(kept)


__all__ = ["canonical_url"]
