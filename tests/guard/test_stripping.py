"""Uploads leave authors, cameras and places behind, and still open; what can't be cleaned is refused."""

import io
import struct
import zipfile
import zlib
from time import monotonic

import pytest
import typst
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import NameObject, StreamObject

from models.errors import RuleBroken
from plumbing import file_texts, stripping_office, stripping_pdf, uploads
from plumbing.file_texts import name_in_words, text_of
from plumbing.stripping import stripped

SECRET = "Erika Beispielautorin"
OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = OFFICE + "wordprocessingml.document"
PDF = "application/pdf"
SHEET = OFFICE + "spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"


def cleaned(data, kind):
    return stripped(io.BytesIO(data), kind, "upload").read()


def packed(parts, first=None):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        if first:
            file.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name, data in parts.items():
            file.writestr(name, data)
    return made.getvalue()


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return {each.filename: file.read(each) for each in file.infolist()}


def png(*chunks):
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), *chunks]
    parts += [(b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def segment(marker, body):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(way=6, *more, scan=b"\x12\x34\xff\x00\x56"):
    tiff = (
        b"II*\0\x08\0\0\0" + struct.pack("<HHHIHH", 1, 0x0112, 3, 1, way, 0) + b"\0\0\0\0" + SECRET.encode()
    )
    frame = segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00")
    return b"".join(
        (b"\xff\xd8", segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), segment(0xE1, b"Exif\0\0" + tiff),
         segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET.encode()),
         segment(0xED, b"Photoshop 3.0\0" + SECRET.encode()), segment(0xFE, SECRET.encode()), *more, frame,
         segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"), scan, b"\xff\xd9", SECRET.encode())
    )  # fmt: skip


def test_a_png_keeps_its_picture_only():
    text, exif = (b"tEXt", f"Author\0{SECRET}".encode()), (b"eXIf", b"MM" + SECRET.encode())
    assert cleaned(png(text, exif, (b"iTXt", SECRET.encode())), "image/png") == png()


def test_a_jpeg_keeps_its_picture_and_which_way_is_up():
    made = cleaned(jpeg(), "image/jpeg")
    assert SECRET.encode() not in made
    assert made.startswith(b"\xff\xd8")
    assert made.endswith(b"\x12\x34\xff\x00\x56\xff\xd9")
    assert b"JFIF" in made
    assert b"Photoshop" not in made
    exif = made[made.index(b"Exif\0\0") + 6 :]
    assert struct.unpack(">HHIHH", exif[10:22]) == (0x0112, 3, 1, 6, 0)
    assert cleaned(made, "image/jpeg") == made


def test_a_word_document_names_nobody():
    ns = 'xmlns:w="w"'
    data = packed({
        "[Content_Types].xml": "<Types/>",
        "docProps/core.xml": f"<a>{SECRET}</a>",
        "docProps/app.xml": f"<Company>{SECRET}</Company>",
        "docProps/custom.xml": SECRET,
        "word/document.xml": f'<w:document {ns}><w:ins w:id="1" w:author="{SECRET}" w:rsidR="00AB12CD">'
        "<w:p><w:t>Frau X., 19,</w:t><w:t> aus Ghana</w:t></w:p></w:ins></w:document>",
        "word/comments.xml": f'<w:comment w:author="{SECRET}" w:initials="EB">gut</w:comment>',
        "word/people.xml": f'<w15:person w15:author="{SECRET}"><w15:x w15:userId="{SECRET}"/></w15:person>',
        "word/media/image1.jpeg": jpeg(),
        "word/embeddings/table.xlsx": packed({"docProps/core.xml": SECRET}),
    })  # fmt: skip
    made = unpacked(cleaned(data, WORD))
    assert not [name for name, body in made.items() if SECRET.encode() in body]
    assert SECRET.encode() not in unpacked(made["word/embeddings/table.xlsx"])["docProps/core.xml"]
    assert b"rsidR" not in made["word/document.xml"]
    assert list(made) == list(unpacked(data))
    assert "Frau X., 19, aus Ghana" in text_of(io.BytesIO(data), WORD)


def test_a_real_table_still_opens():
    book = Workbook()
    book.active["A1"] = "Rückruf 0176 12345678"
    book.active["A1"].comment = Comment("Notiz", SECRET)
    book.properties.creator = book.properties.lastModifiedBy = SECRET
    kept = io.BytesIO()
    book.save(kept)
    made = cleaned(kept.getvalue(), SHEET)
    assert not [name for name, body in unpacked(made).items() if SECRET.encode() in body]
    again = load_workbook(io.BytesIO(made))
    assert again.active["A1"].value == "Rückruf 0176 12345678"
    assert "0176 12345678" in text_of(io.BytesIO(made), SHEET)


def test_an_opendocument_keeps_its_mimetype_first_and_names_nobody():
    content = (
        f"<office:annotation><dc:creator>{SECRET}</dc:creator></office:annotation><text:p>Guten Tag</text:p>"
    )
    data = packed({"content.xml": content, "meta.xml": SECRET, "META-INF/manifest.xml": "<m/>"}, first=ODT)
    made = cleaned(data, ODT)
    assert made[30:38] == b"mimetype"
    assert not [name for name, body in unpacked(made).items() if SECRET.encode() in body]
    assert "Guten Tag" in text_of(io.BytesIO(made), ODT)


def written(**options):
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Author": SECRET, "/Title": "Bericht", "/Creator": "Programm"})
    kept = io.BytesIO()
    if options.get("locked"):
        writer.encrypt("x")
    writer.write(kept)
    return kept.getvalue()


def test_a_pdf_keeps_its_title_and_its_pages():
    data = written()
    assert SECRET.encode() in data
    made = cleaned(data, "application/pdf")
    assert len(made) == len(data)
    assert SECRET.encode() not in made
    read = PdfReader(io.BytesIO(made))
    assert len(read.pages) == 1
    assert read.metadata.title == "Bericht"
    assert (read.metadata.author or "").strip() == ""


def test_packed_notes_of_a_pdf_are_blanked_in_their_place():
    xmp = zlib.compress(f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode() * 3)
    inner = f"1 0 2 9 << /Author ({SECRET}) >> << /A 1 >>".encode()
    objects = zlib.compress(inner)
    data = b"%PDF-1.5\n" + b"".join(
        b"%d 0 obj << /Type /%s /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream endobj\n"
        % (number, kind, len(body), body)
        for number, kind, body in ((5, b"Metadata", xmp), (6, b"ObjStm", objects))
    )
    made = cleaned(data, "application/pdf")
    assert len(made) == len(data)
    begin = made.index(b"stream\n") + 7
    assert zlib.decompressobj().decompress(made[begin : begin + len(xmp)]).strip() == b""
    begin = made.index(b"stream\n", made.index(b"ObjStm")) + 7
    left = zlib.decompressobj().decompress(made[begin : begin + len(objects)])
    assert len(left) == len(inner)
    assert SECRET.encode() not in left


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (written(locked=True), "application/pdf"),
        (png()[:-4], "image/png"),
        (jpeg(6, scan=b"\x12\xff\xe1\x00\x04ab"), "image/jpeg"),
        (jpeg()[:40], "image/jpeg"),
        (packed({"word/embeddings/oleObject1.bin": b"x"}), WORD),
        (b"PK\x03\x04 broken", WORD),
    ],
)
def test_what_can_not_be_cleaned_is_refused(data, kind):
    with pytest.raises(RuleBroken) as refused:
        cleaned(data, kind)
    assert refused.value.field == "upload"


def test_texts_are_kept_as_they_are():
    data = b"Guten Tag"
    assert cleaned(data, "text/plain") == data


def test_uploads_come_stripped(monkeypatch):
    class Sent:
        filename, stream = "bild.png", io.BytesIO(png((b"tEXt", SECRET.encode())))

    assert uploads.judged(Sent())["stream"].read() == png()


def test_names_of_files_are_read_in_words():
    assert name_in_words("Frau_X.,_19,_aus_Ghana.pdf") == "Frau X., 19, aus Ghana"


TOLD = "Frau X., 19, aus Ghana"


def pdf_of(*pages, bombs=0):
    """A PDF with these words on its pages; `bombs`: pages after them that nobody reads to their end."""
    writer = PdfWriter(io.BytesIO(typst.compile("#pagebreak()\n".join(pages).encode())))
    for _ in range(bombs):
        stream = StreamObject()
        stream._data = zlib.compress(b"BT (a) Tj ET\n" * 3_000_000)
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        page = writer.add_blank_page(200, 200)
        page[NameObject("/Contents")] = writer._add_object(stream)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_the_words_of_a_pdf_are_read():
    words = text_of(io.BytesIO(pdf_of("Guten Tag", TOLD)), PDF)
    assert ("Guten Tag" in words, TOLD in words) == (True, True)


def test_notes_in_a_pdf_are_read():
    writer = PdfWriter(io.BytesIO(pdf_of("Guten Tag")))
    writer.add_annotation(0, FreeText(text=TOLD, rect=(10, 10, 90, 40)))
    made = io.BytesIO()
    writer.write(made)
    assert TOLD in text_of(made, PDF)


def test_a_pdf_that_takes_too_long_is_read_as_far_as_it_got(monkeypatch):
    monkeypatch.setattr(file_texts, "SECONDS", 2)
    begun = monotonic()
    assert TOLD in text_of(io.BytesIO(pdf_of(TOLD, bombs=3)), PDF)
    assert monotonic() - begun < 20


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n1 0 obj <</Pages 1 0 R>>", b"\0" * 5000])
def test_what_is_no_pdf_has_no_words(data):
    assert not text_of(io.BytesIO(data), PDF).strip()


def flagged(data, name, flag):
    """A packed document that says of one part, in both places, that it is locked or packed like that."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        changed[file.getinfo(name).header_offset + 6] |= flag
    place = data.rfind(name.encode()) - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    changed[place + 8] |= flag
    return bytes(changed)


PART = "word/document.xml"


@pytest.mark.parametrize("flag", [0x01, 0x20, 0x40])
def test_parts_that_nobody_can_unpack_are_refused_in_words(flag):
    data = flagged(packed({PART: b"<w:p/>"}), PART, flag)
    for sent in (data, packed({"word/embeddings/a.docx": data})):
        with pytest.raises(RuleBroken):
            cleaned(sent, WORD)
        assert text_of(io.BytesIO(sent), WORD) == ""


def test_an_embedded_document_packed_in_another_way_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("xl/workbook.xml", b"<workbook/>")
    with pytest.raises(RuleBroken):
        cleaned(packed({"word/embeddings/a.xlsx": made.getvalue()}), WORD)


def test_embedded_documents_share_the_room_of_the_one_that_holds_them(monkeypatch):
    monkeypatch.setattr(stripping_office.Room.__init__, "__defaults__", (10_000, 20))
    inner = packed({"xl/a.bin": b"\0" * 4000})
    cleaned(packed({"word/embeddings/a.xlsx": inner}), WORD)
    with pytest.raises(RuleBroken):
        cleaned(packed({f"word/embeddings/{each}.xlsx": inner for each in range(3)}), WORD)
    small = packed({f"xl/{each}.bin": b"" for each in range(8)})
    with pytest.raises(RuleBroken):
        cleaned(packed({f"word/embeddings/{each}.xlsx": small for each in range(3)}), WORD)


def test_macros_do_not_come_in_an_embedded_document():
    inner = packed({"xl/vbaProject.bin": b"code"})
    with pytest.raises(RuleBroken):
        cleaned(packed({"word/embeddings/a.xlsx": inner}), WORD)


def test_all_streams_of_a_pdf_together_have_an_end(monkeypatch):
    monkeypatch.setattr(stripping_pdf, "LARGEST_ALL", 100_000)
    body = zlib.compress(b" " * 60_000)
    stream = b"1 0 obj <</Type /ObjStm /Filter /FlateDecode /Length %d>>\nstream\n" % len(body)
    one = stream + body + b"\nendstream\nendobj\n"
    cleaned(b"%PDF-1.7\n" + one, "application/pdf")
    with pytest.raises(RuleBroken):
        cleaned(b"%PDF-1.7\n" + one * 2, "application/pdf")


def test_a_document_of_nothing_but_beginnings_of_tags_is_read_at_once():
    data = packed({PART: b"<" * 800_000})
    begun = monotonic()
    text_of(io.BytesIO(data), WORD)
    assert monotonic() - begun < 2
