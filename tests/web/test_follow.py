"""The address that others reach, and the codes of links."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit import config

from convviz.web import follow


def test_a_code_is_black_on_white_in_either_theme() -> None:
    picture = follow.qr_svg("https://example.org/?step=3")
    assert picture.startswith("<svg")
    assert 'fill="#fff"' in picture
    assert 'stroke="#000"' in picture


@pytest.mark.parametrize("link", ["", "x" * (follow.MAX_LINK + 1)])
def test_what_is_no_link_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match=rf"1 to {follow.MAX_LINK} characters, not {len(link)}"):
        follow.qr_svg(link)


def test_a_link_as_long_as_may_be_is_drawn() -> None:
    assert "<svg" in follow.qr_svg("x" * follow.MAX_LINK)


@pytest.mark.parametrize(
    ("options", "address"),
    [
        ({}, "http://192.0.2.7:8501/"),
        ({"server.port": 80, "server.baseUrlPath": "/class/"}, "http://192.0.2.7:80/class"),
        ({"server.sslCertFile": "a.pem"}, "https://192.0.2.7:8501/"),
        ({"server.address": "127.0.0.1"}, ""),
        ({"server.address": "localhost"}, ""),
    ],
)
def test_the_address_in_the_network_is_offered(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, object], address: str
) -> None:
    monkeypatch.delenv(follow.ADDRESS_VARIABLE, raising=False)
    monkeypatch.setattr(follow, "get_internal_ip", lambda: "192.0.2.7")
    set_to = {"server.port": 8501} | options
    monkeypatch.setattr(st, "get_option", lambda n: set_to.get(n, config.get_option(n)))
    assert follow.following()["address"] == address


@pytest.mark.parametrize("ip", [None, "127.0.0.1"])
def test_a_computer_without_a_network_offers_none(
    monkeypatch: pytest.MonkeyPatch, ip: str | None
) -> None:
    monkeypatch.delenv(follow.ADDRESS_VARIABLE, raising=False)
    monkeypatch.setattr(follow, "get_internal_ip", lambda: ip)
    assert follow.following()["address"] == ""


def test_an_address_that_is_set_goes_before_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(follow.ADDRESS_VARIABLE, "https://conv.example.org")
    assert follow.following()["address"] == "https://conv.example.org"
