import type { ReportDocument } from '../document/report-document.ts'
import { element, joined, trusted } from '../svg/element.ts'
import { glued, renderBlock } from './blocks.ts'
import { reportStyle } from './style.ts'

/** Nothing may be loaded or run: a report that comes by mail is only looked at. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/**
 * A report as one HTML file: no script, no request, the same bytes for the same report. Readable on a
 * phone, in the dark, on paper and by a screen reader.
 *
 * @example
 * renderHtml(buildReport(result, provenance))
 */
export function renderHtml(report: ReportDocument): string {
  const { title, subtitle, warning, figures, sections, colophon } = report
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('title', {}, title),
    element('style', {}, trusted(reportStyle)),
  )
  const top = element(
    'header',
    {},
    warning !== undefined && element('p', { class: 'warning', role: 'note' }, `⚠ ${warning}`),
    element('h1', {}, title),
    element('p', { class: 'subtitle' }, subtitle),
    element(
      'div',
      { class: 'headline' },
      report.headline.map((sentence) => element('p', {}, glued(sentence))),
    ),
    element(
      'dl',
      { class: 'figures' },
      figures.map(({ label, value, detail }) =>
        element(
          'div',
          {},
          element('dt', {}, label),
          element('dd', {}, value),
          element('dd', { class: 'detail' }, detail),
        ),
      ),
    ),
  )
  const contents = element(
    'nav',
    { 'aria-label': 'sections' },
    element(
      'ul',
      {},
      sections.map(({ id, title: name }) =>
        element('li', {}, element('a', { href: `#${id}` }, name)),
      ),
    ),
  )
  const body = element(
    'main',
    { id: 'content' },
    sections.map(({ id, title: name, blocks }) =>
      element(
        'section',
        { 'aria-labelledby': id },
        element('h2', { id }, name),
        blocks.map(renderBlock),
      ),
    ),
  )
  const page = element(
    'html',
    { lang: 'en' },
    head,
    '\n',
    element(
      'body',
      {},
      element('a', { class: 'skip', href: '#content' }, 'Skip to the sections'),
      joined(top, '\n', contents, '\n', body, '\n'),
      element('footer', {}, element('p', {}, colophon)),
    ),
  )
  return `<!doctype html>\n${page.text}\n`
}
