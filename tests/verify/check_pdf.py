"""Validates a report's PDF as PDF/A-3a and PDF/UA-1 with page, which we did not write.

Usage: check_pdf.py PDF accept|refuse

Exit status: 0 the outcome is the expected one, 1 it is not, 2 usage.
"""

import sys

import page

PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def refusals(file):
    """Why the file is refused; none: it conforms."""
    for profile in PROFILES:
        report = page.validate_pdf(file, profile=profile)
        for failure in report.failures:
            yield f"{profile.value}: {failure}"
        if not report.is_compliant and not report.failures:
            yield f"{profile.value}: does not conform"


def main(arguments):
    if len(arguments) != 2 or arguments[1] not in ("accept", "refuse"):
        print(__doc__, file=sys.stderr)
        return 2
    why = list(refusals(arguments[0]))
    print("\n".join(["page: accepted" if not why else "page: refused", *why]))
    return 0 if bool(why) == (arguments[1] == "refuse") else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
