"""Why a file is not read: each reason its own error, saying what the buyer can do."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RefusedFileError(Exception):
    """A file that is not read. `message` is for the buyer, `code` for the API, `status` of HTTP."""

    code = "refused_file"
    status = 400
    message: str | Promise = _("This file cannot be read.")

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)


class TooManyBytesError(RefusedFileError):
    code = "too_many_bytes"
    status = 413
    message = _(
        "The file is larger than 20 MB. Remove pictures or attachments from it, or paste the text with the clauses."
    )


class TooManyEntriesError(RefusedFileError):
    code = "too_many_entries"
    status = 413
    message = _(
        "The file consists of more than 2,000 parts. Copy the text with the clauses to a new document and upload that."
    )


class TooMuchUnpackedError(RefusedFileError):
    code = "too_much_unpacked"
    status = 413
    message = _(
        "Unpacked the file is larger than 100 MB. Remove pictures or attachments from it, or paste the text with the clauses."
    )


class TooLongDocumentError(RefusedFileError):
    code = "too_long_document"
    status = 413
    message = _(
        "The document is longer than any specification. Copy the part with the clauses to a new document and upload that."
    )


class TooManyClausesError(RefusedFileError):
    code = "too_many_clauses"
    status = 413
    message = _(
        "The document holds more than 2,000 clause codes. Upload it in parts, or paste the part that you want to compare."
    )


class DtdError(RefusedFileError):
    code = "dtd"
    message = _(
        "The file holds a document type definition, which word processors never write. Open it in Word or LibreOffice, save it again and upload the new file."
    )


class EncryptedFileError(RefusedFileError):
    code = "encrypted"
    message = _(
        "The file is protected with a password. Save it without a password and upload it again."
    )


class MacroFileError(RefusedFileError):
    code = "macros"
    message = _("The file holds macros. Save it as an ordinary .docx or .odt and upload it again.")


class OldWordFileError(RefusedFileError):
    code = "old_word"
    message = _(
        "This is a file of an old version of Word (.doc). Save it as .docx and upload it again."
    )


class PdfFileError(RefusedFileError):
    code = "pdf"
    message = _(
        "PDF cannot be read yet. Upload the .docx or .odt, or copy the text from the PDF and paste it."
    )


class UnknownFormatError(RefusedFileError):
    code = "unknown_format"
    message = _("This is not a DOCX or ODT file. Save the document as .docx or .odt and upload it.")


class DamagedFileError(RefusedFileError):
    code = "damaged"
    message = _(
        "The file is damaged. Open it in Word or LibreOffice, save it again and upload the new file."
    )


class TooMuchTextError(RefusedFileError):
    code = "too_much_text"
    status = 413
    message = _(
        "The pasted text is longer than 1,000,000 characters. Paste only the part with the clauses."
    )


REFUSALS: Final = (
    TooManyBytesError, TooManyEntriesError, TooMuchUnpackedError, TooLongDocumentError,
    TooManyClausesError, DtdError,
    EncryptedFileError, MacroFileError, OldWordFileError, PdfFileError, UnknownFormatError,
    DamagedFileError, TooMuchTextError,
)  # fmt: skip
