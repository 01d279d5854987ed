"""A small PDF by hand: one page with lines of text, for a ticket or all tickets of an order."""

from __future__ import annotations

from collections.abc import Sequence

PAGE_WIDTH, PAGE_HEIGHT = 420, 595
LEFT, TOP = 40, 540
LINE_HEIGHT = 22
LONGEST_LINE = 58
LINES_ON_A_PAGE = 23


def text_pdf(title: str, lines: Sequence[str]) -> bytes:
    """Return a PDF of one page: a title, and lines that are cut where the page ends."""
    content = _content(title, lines)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>" % (PAGE_WIDTH, PAGE_HEIGHT),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _file(objects)


def _content(title: str, lines: Sequence[str]) -> bytes:
    parts = [b"BT", b"/F1 18 Tf", b"%d %d Td" % (LEFT, TOP), b"(%b) Tj" % _literal(title), b"/F1 11 Tf"]
    for line in lines[:LINES_ON_A_PAGE]:
        parts += [b"0 -%d Td" % LINE_HEIGHT, b"(%b) Tj" % _literal(line)]
    return b"\n".join([*parts, b"ET"])


def _literal(text: str) -> bytes:
    """Write a text as the inside of a PDF string; what the font does not have becomes a question mark."""
    encoded = text[:LONGEST_LINE].encode("cp1252", "replace")
    return encoded.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)").replace(b"\r", b" ")


def _file(objects: Sequence[bytes]) -> bytes:
    """Put numbered objects together, with the table of where each begins."""
    file, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(file))
    )
