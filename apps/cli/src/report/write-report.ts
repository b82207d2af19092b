import {
  renderHtml,
  renderMarkdown,
  standaloneSvg,
  type Chart,
  type ReportDocument,
} from '@tickwise/report'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'

/** In which forms a report is written; HTML when none is named. */
export interface ReportForms {
  readonly html?: boolean
  readonly md?: boolean
  readonly svg?: boolean
  /** A file, or with several forms the begin of their names. */
  readonly out?: string
}

/** A file of a report. */
export interface ReportFile {
  readonly path: string
  readonly bytes: number
}

/** Whether any form is named. */
export function namesForm({ html, md, svg }: ReportForms): boolean {
  return [html, md, svg].includes(true)
}

/** Renders a report in the forms that are wanted and writes the files. */
export async function writeReport(
  report: ReportDocument,
  forms: ReportForms,
  defaultName: string,
): Promise<readonly ReportFile[]> {
  const html = forms.html === true || !namesForm(forms)
  const { md = false, svg = false } = forms
  const base = (forms.out ?? defaultName).replace(/\.(html?|md|svg)$/i, '')
  const single = Number(html) + Number(md) + Number(svg) === 1
  const named = (ending: string): string =>
    single && forms.out !== undefined ? forms.out : `${base}.${ending}`
  const chartPath = (id: string): string => `${base}-${id}.svg`
  const contents: readonly (readonly [path: string, content: string])[] = [
    ...(html ? [[named('html'), renderHtml(report)] as const] : []),
    ...(md ? [[named('md'), markdown(report, svg ? chartPath : undefined)] as const] : []),
    ...(svg
      ? chartsOf(report).map((chart) => [chartPath(chart.id), standaloneSvg(chart)] as const)
      : []),
  ]
  const files: ReportFile[] = []
  for (const [path, content] of contents) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
    files.push({ path, bytes: Buffer.byteLength(content) })
  }
  return files
}

function markdown(report: ReportDocument, chartPath?: (id: string) => string): string {
  if (chartPath === undefined) return renderMarkdown(report)
  return renderMarkdown(report, { chartFile: (id) => basename(chartPath(id)) })
}

function chartsOf({ sections }: ReportDocument): readonly Chart[] {
  return sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
  )
}
