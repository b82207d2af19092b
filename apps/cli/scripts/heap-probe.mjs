// Loaded into the UI of the soak: writes its process id, and at SIGUSR2 its heap after garbage collection.
import { appendFileSync, writeFileSync } from 'node:fs'

const path = process.env.TICKWISE_HEAP_PROBE
if (path !== undefined && process.argv[2] === 'ui') {
  writeFileSync(path, `pid ${process.pid}\n`)
  process.on('SIGUSR2', () => {
    globalThis.gc()
    const { heapUsed, rss } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    appendFileSync(path, `heap ${heapUsed} rss ${rss} cpu ${user + system}\n`)
  })
}
