"""Tables as files that every office computer opens: CSV and Excel workbooks, made in memory."""

from referrals.importing.files.errors import errors_xlsx
from referrals.importing.files.template import template
from referrals.importing.files.writing import CannotEncode, csv_bytes, xlsx_bytes

__all__ = ["CannotEncode", "csv_bytes", "errors_xlsx", "template", "xlsx_bytes"]
