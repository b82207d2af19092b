import { existsSync } from 'node:fs'

/** Where Debian, Fedora and Chrome put their browser; `TICKWISE_CHROMIUM` comes first. */
const places = [
  process.env['TICKWISE_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** A Chromium of this machine; `undefined` where there is none, and a word about it on stderr. */
export function findChromium(): string | undefined {
  const found = places.find((path) => path !== undefined && existsSync(path))
  if (found === undefined) {
    process.stderr.write(
      'no Chromium here: the reports are not looked at in a browser (apt-get install chromium, or TICKWISE_CHROMIUM)\n',
    )
  }
  return found
}
