"""Reads the cases of curl's test suite (docs/tests/FILEFORMAT.md in curl's repository)."""

import base64
import re
import time
from dataclasses import dataclass, field

TAG = re.compile(rb'^\s*<(/?)([A-Za-z]+[0-9]*)((?:\s+[\w-]+\s*=\s*(?:"[^"]*"|\'[^\']*\'))*)\s*>\s*$')
ATTRIBUTE = re.compile(rb'([\w-]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
SECTIONS = (b'info', b'reply', b'client', b'verify')
CHARACTERS = {b'%SP': b' ', b'%TAB': b'\t', b'%CR': b'\r', b'%LT': b'<', b'%GT': b'>', b'%AMP': b'&'}
START_LINE = re.compile(rb'^(HTTP/(1\.1|1\.0|2|3) ([1-5]|9)[^\r]*|(GET|HEAD|POST|PUT|DELETE|CONNECT) \S+ HTTP/\d+(\.\d+)?.*)\n?\Z', re.S)
HEADER = re.compile(rb'^[A-Za-z0-9_-]+: [^\r]*\Z', re.S)


class Unreadable(Exception):
    """A case that needs more of curl's own machinery than this reader has."""


@dataclass
class Part:
    """One part of a section, such as <data> in <reply>."""

    lines: list
    attributes: dict = field(default_factory=dict)

    def says(self, name):
        return name in self.attributes

    def content(self):
        """The bytes that are sent, or that must have been written."""
        lines = list(self.lines)
        if lines and self.says('nonewline'):
            lines[-1] = lines[-1].rstrip(b'\n')
        return b''.join(with_line_ends(lines, self.attributes.get('crlf')))

    def words(self):
        return [line.strip().decode('latin-1') for line in self.lines if line.strip()]


class Case:
    """A case: its parts by section and name."""

    def __init__(self, number, text, features, variables):
        self.number = number
        self.parts = {}
        self._read(substituted(text, features, variables))

    def get(self, section, name):
        return self.parts.get((section, name))

    def words(self, section, name):
        part = self.get(section, name)
        return part.words() if part else []

    def text(self, section, name):
        part = self.get(section, name)
        return b''.join(part.lines).decode('latin-1').strip() if part else ''

    def _read(self, lines):
        section, name, part = None, None, None
        for line in lines:
            tag = TAG.match(line)
            closing, word = (tag.group(1) == b'/', tag.group(2)) if tag else (False, b'')
            if part is not None:
                if closing and word.decode() == name:
                    self.parts.setdefault((section, name), part)
                    part = None
                else:
                    part.lines.append(line)
            elif tag and word in SECTIONS:
                section = None if closing else word.decode()
            elif tag and section and not closing:
                name = word.decode()
                found = ATTRIBUTE.findall(tag.group(3))
                part = Part([], {key.decode(): (one or two).decode('latin-1') for key, one, two in found})


def with_line_ends(lines, kind):
    """Lines that end with CRLF: all, or those that look like headers."""
    if kind is None:
        return lines
    ended, head = [], False
    for line in lines:
        if kind == 'yes':
            ended.append(re.sub(rb'\r*\n', b'\r\n', line))
        elif START_LINE.match(line) or HEADER.match(line):
            head = True
            ended.append(re.sub(rb'\r*\n', b'\r\n', line))
        else:
            ended.append(b'\r\n' if head and line == b'\n' else line)
            head = False
    return ended


def substituted(text, features, variables):
    """The lines of a case whose conditions hold, with all macros replaced."""
    shown, alternatives, lines, piece = [True], [], [], None
    for line in text.split(b'\n'):
        line += b'\n'
        condition = re.match(rb'^ *%if (!?)([A-Za-z0-9_-]*)', line)
        if condition:
            holds = (condition.group(2).decode() in features) != bool(condition.group(1))
            alternatives.append(shown[-1] and not holds)
            shown.append(shown[-1] and holds)
        elif re.match(rb'^ *%else', line):
            shown[-1] = alternatives[-1]
        elif re.match(rb'^ *%endif', line):
            shown.pop()
            alternatives.pop()
        elif shown[-1]:
            lines.append(_replaced(line, variables))
    # a macro may have brought line ends
    return re.findall(rb'[^\n]*\n', b''.join(lines))


def _replaced(line, variables):
    if b'%' not in line:
        return line
    if re.search(rb'%(include|includetext|sha256b64file|strippemfile)[\[ ]', line):
        raise Unreadable('includes a file that curl builds')
    for name, value in variables:
        line = line.replace(b'%' + name, value)
    for name, value in CHARACTERS.items():
        line = line.replace(name, value)
    line = re.sub(rb'%b64\[(.*?)\]b64%', lambda m: base64.b64encode(_bytes(m.group(1))), line)
    line = re.sub(rb'%hex\[(.*?)\]hex%', lambda m: _bytes(m.group(1)), line)
    line = re.sub(rb'%repeat\[(\d+) x (.*?)\]%', lambda m: _bytes(m.group(2)) * int(m.group(1)), line)
    return re.sub(rb'%days\[(\d+)\]', _days, line)


def _bytes(text):
    return re.sub(rb'%([0-9A-Fa-f]{2})', lambda m: bytes([int(m.group(1), 16)]), text)


def _days(match):
    seconds = (int(match.group(1)) * 86400 + int(time.time()) + 30) // 60 * 60
    return b'%%alternatives[%d,%d]' % (seconds, seconds + 60)
