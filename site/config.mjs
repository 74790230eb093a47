// The site: README, docs and the pages for contributors, as they are in the repository. scripts/site sets the variables.
import {existsSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {renderMermaidSVG} from 'beautiful-mermaid';

const root = process.env.SITE_ROOT;
const repository = process.env.SITE_REPOSITORY;
const ref = process.env.SITE_REF;
const pages = process.env.SITE_PAGES.split(' ');

// A link to a file that is no page leads to the repository.
function toRepository(md) {
  const normal = md.renderer.rules.link_open ?? ((tokens, i, options, env, self) => self.renderToken(tokens, i, options));
  md.core.ruler.push('repository', state => {
    const folder = dirname(resolve(root, state.env.relativePath === 'index.md' ? 'README.md' : state.env.relativePath));
    for (const token of state.tokens.flatMap(block => block.children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      if (!href || /^[a-z]+:|^#/.test(href)) continue;
      const [path, heading] = href.split('#');
      const file = relative(root, resolve(folder, path));
      if (file === 'README.md') {
        token.attrSet('href', '/' + (heading ? '#' + heading : ''));
      } else if (!pages.includes(file) && existsSync(join(root, file))) {
        token.attrSet('href', `${repository}/blob/${ref}/${file}`);
      }
    }
  });
  md.renderer.rules.link_open = normal;
}

// A diagram becomes an SVG in the page, in the colours of the theme, light or dark, and in the page's fonts: its style sheet would ask
// another server for one, and Vue drops style sheets inside a page. The colours derived in it move to the SVG itself. A phone scrolls it.
function drawn(source) {
  const svg = renderMermaidSVG(source, {
    transparent: true, bg: 'var(--vp-c-bg)', fg: 'var(--vp-c-text-1)', muted: 'var(--vp-c-text-1)', line: 'var(--vp-c-text-3)', padding: 1,
  });
  const [styles] = svg.match(/<style>[^]*?<\/style>/);
  const colours = styles.match(/--_[a-z-]+:[^;]+;/g).join('');
  const style = `max-width: 100%; min-width: 40rem; height: auto; ${colours}`;
  return `<div class="diagram" tabindex="0" style="overflow-x: auto" v-pre>${svg.replace(styles, '').replace(' style="', ` style="${style}`)}</div>`;
}

function drawDiagrams(md) {
  const normal = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, i, ...rest) => tokens[i].info === 'mermaid' ? drawn(tokens[i].content) : normal(tokens, i, ...rest);
}

const list = (folder, entries) => entries.map(([text, page]) => ({text, link: `/${folder}${page}`}));

export default {
  title: 'resil',
  description: 'Makes any command resilient: retries, backoff, timeouts, circuit breakers',
  lang: 'en',
  base: process.env.SITE_BASE,
  head: [['link', {rel: 'icon', type: 'image/svg+xml', href: `${process.env.SITE_BASE}favicon.svg`}]],
  cleanUrls: false,
  lastUpdated: false,
  // headings are named as on GitHub, so that one link works in both
  markdown: {
    anchor: {slugify: text => text.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-')},
    languageAlias: {crontab: 'sh'},
    config: md => [toRepository, drawDiagrams].forEach(change => change(md)),
  },
  themeConfig: {
    search: {provider: 'local'},
    outline: [2, 3],
    nav: [
      {text: 'Install', link: '/docs/install'},
      {text: 'Cookbook', link: '/docs/cookbook'},
      {text: 'Reference', link: '/docs/reference'},
      {text: ref, items: [{text: 'All versions', link: `${repository}/releases`}, {text: 'Changelog', link: '/CHANGELOG'}]},
    ],
    sidebar: [
      {text: 'Begin', items: list('docs/', [['Install', 'install'], ['Getting started', 'getting-started'], ['Cookbook', 'cookbook']])},
      {
        text: 'Commands',
        items: list('docs/', [
          ['Presets', 'presets'], ['Time limits', 'time-limits'], ['Streams, signals, terminals', 'streams'],
          ['Supervising', 'supervising'], ['Fallbacks', 'fallback'], ['HTTP', 'http'], ['Waiting', 'wait'], ['In CI', 'ci'],
        ]),
      },
      {text: 'Breakers', items: list('docs/', [['Circuit breakers', 'breaker'], ['For many hosts', 'fleet']])},
      {
        text: 'Reference',
        items: list('docs/', [
          ['Options', 'reference'], ['Exit codes', 'exit-codes'], ['Configuration', 'configuration'], ['Observing', 'observing'],
          ['Promises', 'promises'],
        ]),
      },
      {
        text: 'Project',
        items: [
          ...list('', [['Security', 'SECURITY'], ['Contributing', 'CONTRIBUTING'], ['Changelog', 'CHANGELOG']]),
          ...list('docs/', [['How it is built', 'architecture'], ['Decisions', 'adr/README']]),
        ],
      },
    ],
    socialLinks: [{icon: 'github', link: repository}],
  },
};
