"""Cases in which resil differs from curl on purpose; docs/http.md gives the reasons."""

REASONS = {
}


def reason(number):
    for why, numbers in REASONS.items():
        if number in numbers:
            return why
    return None
