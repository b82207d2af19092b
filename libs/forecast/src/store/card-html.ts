import { cardPage } from './card-sections.ts'
import type { CardSection } from './card-sections.ts'
import type { ModelCard } from './card.ts'

const style = `
:root { color-scheme: light dark; --ink: #1c2024; --faint: #60646c; --line: #d9d9e0; --paper: #ffffff; --good: #18794e; --bad: #ad5700 }
@media (prefers-color-scheme: dark) { :root { --ink: #edeef0; --faint: #b0b4ba; --line: #363a3f; --paper: #111113; --good: #3dd68c; --bad: #ffa057 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; overflow-wrap: anywhere } h2 { font-size: 1.1rem; margin-top: 2rem }
.verdict { border-left: 4px solid var(--bad); padding: .5rem 1rem } .verdict.earned { border-color: var(--good) }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th { text-align: left; color: var(--faint); font-weight: 600 } th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere }
`

/**
 * A card as one HTML page that needs nothing else: no script, no font, no picture from elsewhere. It follows the
 * reader's choice of light or dark. What a card says is escaped: no text in it becomes markup.
 *
 * @example
 * await writeFile('card.html', cardToHtml(card))
 */
export function cardToHtml(card: ModelCard): string {
  const { title, verdict, isEarned, sections } = cardPage(card)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="verdict${isEarned ? ' earned' : ''}">${escaped(verdict)}</p>
${sections.map(sectionHtml).join('\n')}
</body>
</html>
`
}

function sectionHtml({ title, head, rows }: CardSection): string {
  const cells = (tag: string, texts: readonly string[]): string =>
    `<tr>${texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`
  return `<h2>${escaped(title)}</h2>
<div class="wide"><table>
<thead>${cells('th', head)}</thead>
<tbody>
${rows.map((row) => cells('td', row)).join('\n')}
</tbody>
</table></div>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}
