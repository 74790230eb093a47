"""Turns a command line of curl into one of 'resil http', by the equivalents that docs/http.md and the hints name."""

import re
import shlex
import subprocess
from pathlib import Path
from urllib.parse import quote


class Inexpressible(Exception):
    """There is no such command line."""


class OnPurpose(Exception):
    """resil refuses it, or does it otherwise, by design."""


# without any effect, or what resil does by default
NOTHING = set(
    'globoff no-buffer basic progress-bar verbose trace trace-ascii trace-time trace-config trace-ids disable no-keepalive no-sessionid '
    'tcp-nodelay styled-output no-styled-output no-progress-meter ssl-revoke-best-effort no-ca-native disallow-username-in-url'.split())
SAME = {'cookie': 'cookie', 'netrc-optional': 'netrc', 'capath': 'cacert', 'show-headers': 'include', 'next': None}
ELSEWHERE = {
    'next': 'several URLs, which are several runs',
    'parallel': 'several URLs, which are several runs',
    'parallel-immediate': 'several URLs, which are several runs',
    'remote-name-all': 'several URLs, which are several runs',
    'config': 'files of options, for which resil has its configuration',
    'variable': "variables of curl's command line",
    'libcurl': "variables of curl's command line",
    'http1.0': 'HTTP/1.0 requests',
    'proxytunnel': 'http:// through a tunnel',
    'resumed-upload': 'an upload is not resumed',
    'retry': "curl's retries: resil has its own",
}
SHELL = re.compile(r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^"'\\])*?[<>|;`]""")


class Options:
    """The options of curl, from its manual, and those of resil, from its help."""

    def __init__(self, manual, resil):
        self.short, self.takes, self.names = {}, {}, set()
        for page in Path(manual).glob('*.md'):
            head = page.read_text('utf-8').split('\n---', 1)[0]
            found = dict(re.findall(r'^(Long|Short|Arg): *(.*)$', head, re.M))
            if 'Long' in found:
                self.names.add(found['Long'])
                self.takes[found['Long']] = 'Arg' in found
                if 'Short' in found:
                    self.short[found['Short']] = found['Long']
        text = subprocess.run([resil, 'http', '--help'], capture_output=True, text=True, check=True).stdout
        own = text.split('\nRetry:')[0]
        self.ours = dict(re.findall(r'^ +(?:-\S, )*--([a-z0-9.-]+)(=\S+)?', own, re.M))
        for line in re.findall(r'^ +-\S, --.*', own, re.M):
            for name in re.findall(r'--([a-z0-9.-]+)', line.split('  ')[1] if '  ' in line.strip() else line):
                self.ours.setdefault(name, '=')

    def words(self, command):
        """The words of a command line, as a shell would split it."""
        bare = re.sub(r'"(\\.|[^"\\])*"|\'[^\']*\'|\\.', '', command)
        if re.search(r'[<>|;`]', bare):
            raise Inexpressible('a shell script')
        try:
            return shlex.split(command)
        except ValueError as error:
            raise Inexpressible('a shell script') from error

    def parsed(self, words):
        """Pairs of an option and its value; a URL is the option 'url'."""
        pairs, rest = [], list(words)
        while rest:
            word = rest.pop(0)
            if word == '--' or not word.startswith('-') or word == '-':
                pairs += [('url', word)] if word != '--' else []
            elif word.startswith('--'):
                pairs.append(self._long(word[2:], rest))
            else:
                self._cluster(word[1:], rest, pairs)
        return pairs

    def _long(self, word, rest):
        name, equals, value = word.partition('=')
        if name not in self.names:
            matching = [known for known in self.names if known.startswith(name)]
            if name.startswith('no-') and name[3:] in self.names:
                return name, None
            if name.startswith('expand-'):
                raise Inexpressible(ELSEWHERE['variable'])
            if len(matching) != 1:
                raise Inexpressible('an option that curl refuses')
            name = matching[0]
        if not self.takes[name]:
            return name, None
        if equals:
            return name, value
        if not rest:
            raise Inexpressible('an option that curl refuses')
        return name, rest.pop(0)

    def _cluster(self, letters, rest, pairs):
        for at, letter in enumerate(letters):
            if letter not in self.short:
                raise Inexpressible('an option that curl refuses')
            name = self.short[letter]
            if self.takes[name]:
                value = letters[at + 1:]
                pairs.append((name, value or (rest.pop(0) if rest else '')))
                return
            pairs.append((name, None))


def translated(options, pairs, files):
    """The words for 'resil http'; files has the --output that the test suite adds, and stdin."""
    urls = [value for name, value in pairs if name == 'url']
    if len(urls) > 1:
        raise OnPurpose(ELSEWHERE['next'])
    given = {name for name, _ in pairs}
    if not urls:
        raise OnPurpose('a command line without a URL')
    url = urls[0]
    if url.startswith('@') or 'globoff' not in given and re.search(r'\{.*\}|\[(<\w+>)?[0-9a-zA-Z]+-', url):
        raise OnPurpose(ELSEWHERE['next'])
    if re.match(r'(?!https?:)[A-Za-z][A-Za-z0-9+.-]*://', url, re.I):
        raise Inexpressible(f'{url.split(":")[0].lower()}:// URLs')
    if {'continue-at', 'upload-file'} <= given:
        raise OnPurpose(ELSEWHERE['resumed-upload'])
    words, proxy, login = [], None, None
    for name, value in pairs:
        if name == 'proxy':
            proxy = value
        elif name == 'proxy-user':
            login = value
        elif name in ('socks5', 'socks5-hostname'):
            proxy = f'{"socks5" if name == "socks5" else "socks5h"}://{value}'
        elif name == 'url':
            words += ['--url', uploaded(url, pairs)]
        elif not (files[:1] == ['--output'] and name in ('output', 'remote-name')):
            words += one(options, name, value, given)
    if proxy is not None:
        words += ['--proxy', with_login(proxy, login)]
    if not given & {'fail', 'fail-with-body'}:
        words += ['--success-on', 'status:100-599']
    return words + files


def one(options, name, value, given):
    """The words for one option."""
    if name in NOTHING:
        return []
    if name == 'upload-file':
        source = '@' + ('-' if value in ('-', '.') else value)
        method = [] if 'request' in given else ['--request', 'PUT']
        return method + ['--data-binary', source, '--header', 'Content-Type:']
    if name == 'range':
        return ['--header', f'Range: bytes={value}{"" if "-" in value else "-"}']
    if name == 'url-query' and not any(one.startswith(('data', 'json', 'form')) for one in given):
        return ['--get', '--data-urlencode', value]
    if name in ELSEWHERE:
        raise OnPurpose(ELSEWHERE[name])
    ours = SAME.get(name, name)
    if ours not in options.ours:
        raise OnPurpose('options that are refused with a hint')
    return ['--' + ours] if value is None else ['--' + ours, value]


def uploaded(url, pairs):
    """curl adds the name of an uploaded file to a URL that ends with a slash."""
    for name, value in pairs:
        if name == 'upload-file' and value not in ('-', '.'):
            if '?' in url:
                return url
            path = re.sub(r'^\w+://', '', url)
            if '/' not in path:
                url += '/'
            if path.endswith('/') or '/' not in path:
                return url + quote(value.rsplit('/', 1)[-1])
    return url


def with_login(proxy, login):
    if not login:
        return proxy
    scheme, slashes, rest = proxy.rpartition('://')
    user, _, password = login.partition(':')
    name = f'{quote(user, safe="")}:{quote(password, safe="")}'
    return f'{scheme or "http"}{slashes or "://"}{name}@{rest.rsplit("@", 1)[-1]}'
