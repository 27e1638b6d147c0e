"""What became of a list, for the command: counts, and what is to be mended."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from referrals.importing.rows import Checked, Fate, RowError

#: More is mended at its source; and a list of a million bad rows must not fill the memory.
MOST_ERRORS = 100_000
#: So many are shown to a person.
SHOWN_ERRORS = 50


@dataclass
class Summary:
    """Counts by fate, and the errors with their rows; row 0 is the file as a whole."""

    encoding: str = ""
    rows: int = 0
    fates: Counter[Fate] = field(default_factory=Counter)
    errors: list[RowError] = field(default_factory=list)
    left_out: int = 0
    seconds: float = 0.0
    is_unreadable: bool = False

    def add(self, rows: Sequence[Checked]) -> None:
        """Some rows with their fates. That a row was sent before is no error of it."""
        self.rows += len(rows)
        self.fates.update(row.fate for row in rows)
        for row in rows:
            if row.errors and row.fate is not Fate.DUPLICATE:
                for error in row.errors:
                    self.add_error(error)

    def add_error(self, error: RowError) -> None:
        """Something to be mended."""
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(error)
        else:
            self.left_out += 1

    def is_unreadable_for(self, code: str, sentence: str) -> None:
        """The file as a whole cannot be read, or not to its end."""
        self.is_unreadable = True
        self.errors.insert(0, RowError(0, "", code, sentence))

    def as_json(self) -> str:
        """One object. `errors_left_out` is there only where errors are."""
        answer = {
            "encoding": self.encoding,
            "rows": self.rows,
            "accepted": self.fates[Fate.ACCEPTED],
            "refused": self.fates[Fate.REFUSED],
            "invalid": self.fates[Fate.INVALID],
            "duplicates": self.fates[Fate.DUPLICATE],
            "errors": [asdict(error) for error in self.errors],
            **({"errors_left_out": self.left_out} if self.left_out else {}),
            "seconds": round(self.seconds, 3),
        }
        return json.dumps(answer, ensure_ascii=False)

    def in_words(self, *, is_dry: bool) -> str:
        """For a person at a terminal."""
        sent = _("Would be sent: %(number)s") if is_dry else _("Sent: %(number)s")
        lines = [
            _("Rows: %(rows)s (%(encoding)s)") % {"rows": f"{self.rows:,}", "encoding": self.encoding or "-"},
            sent % {"number": f"{self.fates[Fate.ACCEPTED]:,}"},
            _("Sent before: %(number)s") % {"number": f"{self.fates[Fate.DUPLICATE]:,}"},
            _("No lawful ground: %(number)s") % {"number": f"{self.fates[Fate.REFUSED]:,}"},
            _("To be mended: %(number)s") % {"number": f"{self.fates[Fate.INVALID]:,}"},
            *(_line(error) for error in self.errors[:SHOWN_ERRORS]),
        ]
        more = len(self.errors) - SHOWN_ERRORS + self.left_out
        if more > 0:
            lines.append(_("%(number)s more; --json tells all.") % {"number": f"{more:,}"})
        return "\n".join(lines)


def _line(error: RowError) -> str:
    if not error.row:
        return f"  {error.column}: {error.message}" if error.column else f"  {error.message}"
    place = {"row": error.row, "column": error.column, "message": error.message}
    return "  " + (_("Row %(row)s, %(column)s: %(message)s") if error.column else _("Row %(row)s: %(message)s")) % place
