/** Names of the colours of a report; every one that carries meaning is at least 4.5 : 1 on `paper`. */
export type ColourName =
  | 'paper'
  | 'panel'
  | 'ink'
  | 'muted'
  | 'line'
  | 'series0'
  | 'series1'
  | 'series2'
  | 'series3'
  | 'series4'
  | 'gain'
  | 'loss'
  | 'band'
  | 'warn'
  | 'warnPaper'

type Palette = Readonly<Record<ColourName, string>>

/** For daylight and paper. */
export const lightPalette: Palette = {
  paper: '#ffffff',
  panel: '#f4f6f8',
  ink: '#14181d',
  muted: '#545e6a',
  line: '#d5dae0',
  series0: '#0a58a8',
  series1: '#5a6470',
  series2: '#8a5200',
  series3: '#7a3a9a',
  series4: '#0b6b5d',
  gain: '#0b6b3a',
  loss: '#b3261e',
  band: '#cfe2f5',
  warn: '#6b3d00',
  warnPaper: '#ffe3ad',
}

/** For the night. */
export const darkPalette: Palette = {
  paper: '#12161b',
  panel: '#1b2127',
  ink: '#e8ecf0',
  muted: '#a4aeb9',
  line: '#39424c',
  series0: '#6db3ff',
  series1: '#b4bdc7',
  series2: '#f0b35a',
  series3: '#cf9bef',
  series4: '#5fd0bb',
  gain: '#63d392',
  loss: '#ff9a8f',
  band: '#1f3d5c',
  warn: '#ffd48a',
  warnPaper: '#3d2c08',
}

/** Custom properties of a palette: `--ink:#14181d;…`. */
export function colourVariables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name}:${value};`)
    .join('')
}

/** How the parts of charts look; colours come from the custom properties around them. */
export const chartStyle = [
  'svg.chart{display:block;max-width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}',
  '.chart text{fill:var(--muted);font-variant-numeric:tabular-nums}',
  '.chart text.strong{fill:var(--ink);font-weight:600}',
  '.chart text.over{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}',
  '.grid{stroke:var(--line);stroke-width:1}',
  '.zero{stroke:var(--muted);stroke-width:1}',
  '.s{fill:none;stroke-width:1.6;stroke-linejoin:round}',
  '.s0{stroke:var(--series0);stroke-width:2.4}',
  '.s1{stroke:var(--series1);stroke-dasharray:7 3}',
  '.s2{stroke:var(--series2);stroke-dasharray:2 3}',
  '.s3{stroke:var(--series3);stroke-dasharray:9 3 2 3}',
  '.s4{stroke:var(--series4);stroke-dasharray:4 2}',
  ...[0, 1, 2, 3, 4].map((i) => `.chart text.l${i}{fill:var(--series${i})}`),
  '.area{fill:var(--loss);fill-opacity:.22;stroke:var(--loss);stroke-width:1.6;stroke-linejoin:round}',
  '.band{fill:var(--band);stroke:var(--series0);stroke-width:1}',
  '.price{fill:none;stroke:var(--ink);stroke-width:1.3;stroke-linejoin:round}',
  '.mark{stroke:var(--series2);stroke-width:1;stroke-dasharray:3 3}',
  '.flag{fill:var(--series2)}',
  '.fail{fill:none;stroke:var(--loss);stroke-width:2}',
  '.gain{fill:var(--gain)}',
  '.loss{fill:var(--paper);stroke:var(--loss);stroke-width:1.4}',
  '.total{fill:var(--muted)}',
  '.net{stroke:var(--ink);stroke-width:2}',
  '.link{stroke:var(--muted);stroke-width:1;stroke-dasharray:2 2}',
].join('\n')
