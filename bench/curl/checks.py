"""Compares what a command did with the <verify> of its case."""

import re
from pathlib import Path

HEAD = re.compile(rb'(?m)(?:^[A-Za-z]+|GET|HEAD|POST|PUT|DELETE|CONNECT) \S* HTTP/\d(?:\.\d)?\r\n')

HEADS = re.compile(rb'(?m)^HTTP/1\.\d .*\n(?:[^\r\n]+\r?\n)*\r?\n')

# curl's exit codes, and what resil's documented ones are for them
USAGE = {2, 23, 26, 33, 37, 43, 49, 58, 77, 82}
EXITS = {0: {0}, 1: {47, 56, 125}, 3: {47, 125}, 5: {6}, 6: {6}, 7: {7}, 22: {22}, 28: {124}, 35: {35}, 47: {47}, 53: {35}, 60: {35}, 83: {35},
         90: {35}, 97: {7}}


class Perl(Exception):
    """A change in Perl that is not a substitution."""


def exits(code):
    if code in USAGE:
        return {125}
    return EXITS.get(code, {56})


def mismatches(case, stage, done, folder):
    """The texts of all mismatches; empty if the case passes."""
    found = []
    codes = [int(code) for code in re.findall(r'\d+', case.text('verify', 'errorcode'))] or [0]
    wanted = set().union(*map(exits, codes))
    if done.returncode not in wanted:
        found.append(f'exit {done.returncode}, not {" or ".join(map(str, sorted(wanted)))} (curl: {codes[0]})')
    found += protocol(case, 'protocol', bytes(stage.requests))
    found += protocol(case, 'proxy', bytes(stage.proxied))
    stdout = case.get('verify', 'stdout')
    if stdout:
        found += differing('stdout', content(case, stdout, 'stripfile'), changed(done.stdout, case, 'stripfile'), stdout)
    for suffix in ('', '1', '2', '3', '4'):
        file = case.get('verify', 'file' + suffix)
        if file:
            path = Path(folder, file.attributes.get('name', ''))
            actual = path.read_bytes() if path.is_file() else None
            if actual is None:
                found += [f'{path.name} does not exist'] if file.content() else []
            else:
                strip = 'stripfile' + suffix
                found += differing(path.name, jar(file.content()), jar(changed(actual, case, strip)), file)
    for name in case.words('verify', 'notexists'):
        if Path(folder, name).exists():
            found.append(f'{Path(name).name} exists')
    if codes == [0] or case.get('reply', 'datacheck'):
        found += data(case, folder)
    return found


def data(case, folder):
    """The body that curl's test suite expects in its own output file."""
    output = Path(folder, f'log/curl{case.number}.out')
    reply = case.get('reply', 'data')
    if case.get('reply', 'datacheck'):
        expected = b''.join(
            part.content() for part in (case.get('reply', 'datacheck' + n) for n in ('', '1', '2', '3', '4')) if part)
    else:
        expected = reply.content() if reply else b''
    if not reply or reply.says('nocheck') or not expected:
        return []
    actual = output.read_bytes() if output.is_file() else b''
    heads = Path(folder, f'log/heads{case.number}.out')
    if heads.is_file():
        return differing('output', HEADS.sub(b'', expected), actual, reply) + differing(
            'heads', b''.join(HEADS.findall(expected)), heads.read_bytes(), reply)
    return differing('output', expected, actual, reply)


def jar(text):
    """A file of cookies without its comments and its order, neither of which means anything."""
    if not text.startswith(b'# Netscape HTTP Cookie File'):
        return text
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(b'# ') and line.strip()]
    return b''.join(sorted(lines, key=lambda line: line.split(b'\t')[:4] + line.split(b'\t')[5:]))


def content(case, part, strip):
    lines = part.content()
    return b'' if lines.startswith(b'%EMPTY') else lines


def differing(what, expected, actual, part):
    if part.attributes.get('mode') == 'text':
        expected, actual = expected.replace(b'\r\n', b'\n'), actual.replace(b'\r\n', b'\n')
    if same(expected, actual):
        return []
    return [f'{what}:\n  expected {shown(expected)}\n  actual   {shown(actual)}']


def shown(text):
    return repr(text if len(text) < 1500 else text[:1500] + b'...')[1:]


def same(expected, actual):
    """Whether they are equal, each %alternatives[a,b] standing for a or b."""
    if b'%alternatives[' not in expected:
        return expected == actual
    pieces = re.split(rb'%alternatives\[([^,\]]*),([^\]]*)\]', expected)
    pattern = b''
    for at, piece in enumerate(pieces):
        kind = at % 3
        pattern += re.escape(piece) if kind == 0 else b'(?:' + re.escape(piece) + b'|' if kind == 1 else re.escape(piece) + b')'
    return re.fullmatch(pattern, actual, re.S) is not None


def protocol(case, name, received):
    part = case.get('verify', name)
    if not part:
        return []
    patterns = case.words('verify', 'strip')
    expected = requests(stripped(part.content(), patterns))
    actual = requests(changed(stripped(received, patterns), case, 'strippart'))
    if [normal(one) for one in expected] == [normal(one) for one in actual]:
        return []
    lines = [f'  {mark} {shown(whole)}' for mark, all_of in (('expected', expected), ('actual  ', actual)) for whole in all_of]
    return [f'{name}:\n' + '\n'.join(lines)]


def stripped(text, patterns):
    if not patterns:
        return text
    every = [re.compile(pattern.encode('latin-1')) for pattern in patterns]
    return b''.join(line for line in text.splitlines(keepends=True) if not any(one.search(line) for one in every))


def changed(text, case, name):
    """The text after the Perl substitutions of a part."""
    lines = re.findall(rb'[^\n]*\n|[^\n]+', text)
    for change in case.words('verify', name):
        if change.startswith('#'):
            continue
        parts = re.match(r's(\W)((?:\\.|(?!\1).)*)\1((?:\\.|(?!\1).)*)\1([gi]*);?\Z', change)
        if not parts:
            raise Perl(change)
        delimiter, pattern, replacement, flags = parts.groups()
        pattern = pattern.replace('\\' + delimiter, delimiter).replace('\\z', '\\Z')
        replacement = re.sub(r'\$(\d)', r'\\\1', replacement.replace('\\|', '|').replace('\\' + delimiter, delimiter))
        compiled = re.compile(pattern.encode('latin-1'), re.I if 'i' in flags else 0)
        lines = [compiled.sub(replacement.encode('latin-1'), line, 0 if 'g' in flags else 1) for line in lines]
        lines = [line for line in lines if line]
    return b''.join(lines)


def requests(text):
    """The requests of a dump, each from its first line on."""
    starts = [match.start() for match in HEAD.finditer(text)]
    if not starts:
        return [text] if text else []
    return ([text[:starts[0]]] if starts[0] else []) + [text[a:b] for a, b in zip(starts, starts[1:] + [len(text)])]


def normal(request):
    """A request without what means nothing: the order of headers and cookies, the case of their names, the product's name, and what docs/http.md excepts."""
    head, end, body = request.partition(b'\r\n\r\n')
    first, *fields = head.split(b'\r\n')
    kept = []
    for one in fields:
        if one.lower().startswith(b'proxy-connection:'):
            continue
        if one.startswith(b'Cookie: '):
            one = b'Cookie: ' + b'; '.join(sorted(one[8:].split(b'; ')))
        kept.append(re.sub(rb'^User-Agent: (curl|resil)/\S*$', b'User-Agent: -', one))
    first = re.sub(rb'%[0-9a-f]{2}', lambda code: code.group().upper(), first)
    named = [one.partition(b':') for one in kept]
    return first, sorted((name.lower(), value) for name, _, value in named), end, body
