// Adds the platform packages that a registry mirror did not show to the lockfile.
//
// npm leaves an optional platform package out of the lockfile when its registry does not have it, and
// `npm ci` then refuses the lockfile everywhere. The entries name version and platform; npm fetches one
// only on the platform it is for. Run after `npm install` has changed the lockfile.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const cpus = { amd64: 'x64', x64: 'x64', arm64: 'arm64' }
const added = []
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const places = [`node_modules/${name}`, `${path}/node_modules/${name}`]
    if (places.some((place) => place in lock.packages)) continue
    const platform = /-(darwin|linux|win32)-(amd64|x64|arm64)(-musl)?$/.exec(name)
    if (!platform) throw new Error(`${name} is missing and names no platform`)
    const [, os, cpu, libc] = platform
    lock.packages[places[0]] = {
      version,
      cpu: [cpus[cpu]],
      ...(os === 'linux' ? { libc: [libc ? 'musl' : 'glibc'] } : {}),
      license: entry.license,
      optional: true,
      os: [os],
      ...(entry.dev ? { dev: true } : {}),
    }
    added.push(name)
  }
}
const packages = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
lock.packages = Object.fromEntries(packages)
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length === 0 ? 'nothing missing' : `added ${added.join(', ')}`)
