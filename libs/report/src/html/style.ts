import { chartStyle, colourVariables, darkPalette, lightPalette } from '../svg/palette.ts'

/** The style sheet of a report: phone first, two columns of figures and more where there is room. */
export const reportStyle = `
:root{color-scheme:light;${colourVariables(lightPalette)}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${colourVariables(darkPalette)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main,header,footer,nav{max-width:900px;margin:0 auto;padding:0 16px}
header{padding-top:20px}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 4px}
h2{font-size:1.2rem;margin:36px 0 10px;padding-top:10px;border-top:1px solid var(--line)}
p{margin:0 0 10px}
.subtitle{color:var(--muted);font-size:.92rem}
.warning{margin:0 0 18px;padding:12px 14px;border:3px solid var(--warn);background:var(--warnPaper);color:var(--warn);font-weight:700;font-size:1.05rem}
.headline p:first-child{font-size:1.12rem;font-weight:600}
.figures{display:grid;grid-template-columns:repeat(2,1fr);gap:8px;margin:16px 0 0;padding:0}
.figures div{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:8px 10px;min-width:0}
.figures dt{color:var(--muted);font-size:.82rem}
.figures dd{margin:0;font-size:1.25rem;font-weight:600;font-variant-numeric:tabular-nums;line-height:1.3}
.figures dd.detail{font-size:.8rem;font-weight:400;color:var(--muted)}
nav{font-size:.88rem;margin-top:16px}
nav ul{display:flex;flex-wrap:wrap;gap:4px 14px;list-style:none;margin:0;padding:0}
a{color:var(--series0)}
.skip{position:absolute;left:-9999px}
.skip:focus{left:8px;top:8px;background:var(--paper);padding:8px;z-index:1}
:focus-visible{outline:3px solid var(--series0);outline-offset:2px}
figure{margin:0 0 12px}
.wide{display:none!important}
.legend{display:flex;flex-wrap:wrap;gap:2px 14px;list-style:none;margin:6px 0 0;padding:0;font-size:.82rem;color:var(--muted)}
.legend svg{display:inline-block;vertical-align:middle;margin-right:5px;width:26px;height:12px}
details{margin:6px 0 0;font-size:.9rem}
summary{cursor:pointer;color:var(--series0)}
.scroll{overflow-x:auto;margin:0 0 12px}
table{border-collapse:collapse;width:100%;font-size:.86rem;font-variant-numeric:tabular-nums;overflow-wrap:normal}
caption{text-align:left;color:var(--muted);padding:0 0 4px}
th,td{padding:4px 8px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
tbody th{font-weight:400;min-width:7em}
details caption,h2+.scroll caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
thead th{color:var(--muted);border-bottom:2px solid var(--line);vertical-align:bottom}
.number{text-align:right;white-space:nowrap;padding-right:0;padding-left:8px}
thead .number{white-space:normal}
.number+:not(.number){padding-left:16px}
tfoot td,tfoot th{font-weight:700;border-top:2px solid var(--muted);border-bottom:0}
.facts{display:grid;grid-template-columns:1fr;gap:0 16px;font-size:.9rem;margin:0 0 14px}
.facts dt{color:var(--muted)}
.facts dd{margin:0 0 8px}
.notes{margin:0 0 12px;padding-left:20px;font-size:.95rem}
.notes li{margin-bottom:5px}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:10px 12px;margin:0 0 14px;font:.84rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-x:auto}
footer{color:var(--muted);font-size:.82rem;margin-top:36px;padding-bottom:28px}
${chartStyle}
@media screen and (max-width:699px){.aside{display:none}}
@media (min-width:700px){
.narrow{display:none!important}
.wide{display:block!important}
.figures{grid-template-columns:repeat(3,1fr)}
.facts{grid-template-columns:190px 1fr}
.facts dd{margin:0 0 4px}
}
@media print{
@page{margin:14mm 12mm}
body{font-size:10.5pt;background:#fff;color:#000}
main,header,footer{max-width:none;padding:0}
nav,.skip,details{display:none}
.narrow{display:none!important}
.wide{display:block!important;width:100%}
.figures{grid-template-columns:repeat(3,1fr)}
.facts{grid-template-columns:150px 1fr}
h2{break-after:avoid;margin-top:20px}
svg,.legend,.short,.warning,.figures div,tr,pre,p{break-inside:avoid}
figure>svg{break-after:avoid}
pre{white-space:pre-wrap}
thead{display:table-header-group}
tfoot{display:table-row-group}
.scroll{overflow:visible}
.gain,.loss,.area,.band,.flag,.total,.warning,.figures div{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`
