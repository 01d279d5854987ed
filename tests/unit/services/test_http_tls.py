"""The way out over TLS: who is trusted, and that the deadline holds there too. Certificates are made for each run."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.errors import PlatformUnavailableError
from services.http import HttpDoor
from tests.unit.services.fault_server import Behaviour, FaultServer, answer, drip_body, drip_headers, raw, reset, script

LOOPBACK = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))


@dataclass(frozen=True)
class Authority:
    """A certificate authority of our own in a temporary folder."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def bundle_path(self) -> str:
        return str(self.folder / "authority.pem")

    def context(self, name: x509.GeneralName = LOOPBACK, days_left: int = 1) -> ssl.SSLContext:
        """Return a server's TLS settings with a certificate for this name."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _builder("server", "authority", key, days_left)
            .add_extension(x509.SubjectAlternativeName([name]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        path = self.folder / f"server-{certificate.serial_number}.pem"
        path.write_bytes(_private_pem(key) + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    usage = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False)
    certificate = (
        _builder("authority", "authority", key, 1)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
                **usage,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Authority(tmp_path_factory.mktemp("tls"), key, certificate)
    Path(made.bundle_path).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return made


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, days_left: int) -> x509.CertificateBuilder:
    ends_at = datetime.now(UTC) + timedelta(days=days_left)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends_at - timedelta(days=10))
        .not_valid_after(ends_at)
    )


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@contextmanager
def _door(bundle_path: str | None = None) -> Iterator[HttpDoor]:
    door = HttpDoor("wix", request_id_header="X", ca_bundle_path=bundle_path, sleep=lambda _: None)
    yield door
    door.close()


def _get(door: HttpDoor, url: str, seconds: float = 2.0) -> bytes:
    return door.call("x", "GET", url, deadline_seconds=seconds, idempotent=True).body


def test_a_certificate_of_an_authority_that_was_given_is_accepted(authority: Authority) -> None:
    server = FaultServer({"/": answer(200, b"safe")}, tls=authority.context())
    with server, _door(authority.bundle_path) as door:
        assert [_get(door, server.url), _get(door, server.url)] == [b"safe", b"safe"]
        assert server.connection_count == 1


REFUSED: dict[str, Callable[[Authority], ssl.SSLContext]] = {
    "expired": lambda authority: authority.context(days_left=-1),
    "for another host": lambda authority: authority.context(x509.DNSName("elsewhere.invalid")),
}


@pytest.mark.parametrize("context", REFUSED.values(), ids=REFUSED)
def test_a_certificate_that_is_wrong_is_refused_at_once(
    authority: Authority, context: Callable[[Authority], ssl.SSLContext]
) -> None:
    server = FaultServer({"/": answer()}, tls=context(authority))
    with server, _door(authority.bundle_path) as door:
        with pytest.raises(PlatformUnavailableError, match="certificate is not to be trusted"):
            _get(door, server.url)
        assert (server.seen, server.connection_count) == ([], 1)


def test_an_authority_that_nobody_knows_is_refused_whatever_the_environment_says(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, authority.bundle_path)
    server = FaultServer({"/": answer()}, tls=authority.context())
    with server, _door() as door:
        with pytest.raises(PlatformUnavailableError, match="certificate is not to be trusted"):
            _get(door, server.url)
        assert server.seen == []


@pytest.mark.parametrize("fault", [drip_headers, drip_body], ids=lambda fault: fault.__name__)
def test_a_slow_answer_is_cut_at_the_deadline(authority: Authority, fault: Behaviour) -> None:
    server = FaultServer({"/": fault}, tls=authority.context())
    with server, _door(authority.bundle_path) as door:
        started = time.monotonic()
        with pytest.raises(PlatformUnavailableError, match="no whole answer within"):
            _get(door, server.url, seconds=0.25)
        assert time.monotonic() - started < 0.6


@pytest.mark.parametrize(
    "fault", [reset, raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut")], ids=["reset", "cut"]
)
def test_a_broken_answer_is_asked_for_again(authority: Authority, fault: Behaviour) -> None:
    server = FaultServer({"/": script(fault, answer(200, b"whole"))}, tls=authority.context())
    with server, _door(authority.bundle_path) as door:
        assert _get(door, server.url) == b"whole"
        assert server.hits("/") == 2


def test_a_handshake_that_is_broken_off_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool, _door() as door:
        closing = pool.submit(lambda: [listener.accept()[0].close() for _ in range(3)])
        with pytest.raises(PlatformUnavailableError, match="the connection broke"):
            _get(door, f"https://127.0.0.1:{listener.getsockname()[1]}/")
        assert len(closing.result(timeout=1)) == 3


def test_a_handshake_that_never_ends_is_cut_too(authority: Authority) -> None:
    plain_server = FaultServer({})  # takes the connection and waits for a request that is not TLS
    with plain_server, _door(authority.bundle_path) as door:
        started = time.monotonic()
        with pytest.raises(PlatformUnavailableError):
            _get(door, plain_server.url.replace("http:", "https:"), seconds=0.25)
        assert time.monotonic() - started < 0.6
