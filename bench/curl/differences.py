"""Cases in which resil differs from curl on purpose; docs/http.md gives the reasons."""

NO_OUTPUT = 'a response that is incomplete or refused is not output'

REASONS = {
    NO_OUTPUT: {1261},
    'an answer without content replaces no file, not even by its head': {78, 249, 334, 342, 1127, 3204},
    'with --digest the first request has its body: an empty one could be taken for the real one': {
        88, 175, 177, 245, 246, 1284, 1285, 2067, 2068, 2069},
    'input from stdin is sent with its length, not in chunks; Expect is sent only if it is asked for': {60, 98, 1068, 1073, 1498},
    'heads of interim answers (1xx) and trailers are not shown': {266, 1033, 1051, 1115, 1116, 1417, 1493},
    'a download continues the file that is there: an offset beyond its end is an error': {92, 99, 188, 189, 194, 1042},
    'a 416 that does not tell the length of the content is no proof that a file is whole': {1040, 1273},
    'the domains of cookies are kept in lower case': {73},
    'a head may have 300 kB, in any number of lines of any length': {747, 1154},
    'any minor version of HTTP/1 is understood (RFC 9110, 2.5)': {129},
    'Location means nothing without a redirect': {772},
    '%{scheme} is written in capitals, as by older versions of curl': {1438},
    '%{url_effective} has the host as it is sent, not as it was typed': {2046, 2047},
    'gzip may have several members (RFC 1952, 2.2)': {2305},
    'framing that RFC 9112 forbids, and header lines without a name, are refused': {395, 1473, 1482, 1483},
    'a head is shown as it came, with folded lines': {1274},
    'an empty or foreign Location is an error with --location': {54, 1563},
    'malformed headers of the command line are refused, and Host is always sent': {461, 469, 1147, 2113},
    'files that cannot be read, and names that are missing, are errors': {46, 690, 691, 692, 1639, 1644, 3009},
    'several files in one part of a form are refused (RFC 7578, 4.3)': {1133, 1158, 1315},
    'cookies are kept in the order and with the paths of RFC 6265': {31, 427, 443, 798, 1105},
    'a status beyond 599 is an error': {1429},
    'a parameter of a challenge counts once': {1437},
    'contradicting options are refused': {360},
    "curl's messages": {24},
    'no globbing in names of files': {490, 491, 2014},
    'no upgrade to HTTP/2 without TLS': {1801},
    "curl's own hosts file": {241},
    'a silent server ends a transfer after a minute': {315},
}


def reason(number):
    for why, numbers in REASONS.items():
        if number in numbers:
            return why
    return None
