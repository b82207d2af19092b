import { describeEvent } from '../logging/describe-event.ts'
import type { Logger } from '../logging/logger.ts'
import type { Listener } from '../ports.ts'

/** A listener that passes everything on; one that fails keeps it from no other and not from the keeper. */
export function fanOut(log: Logger, listeners: readonly Listener[]): Listener {
  return (event) => {
    for (const listen of listeners) {
      try {
        listen(event)
      } catch (err) {
        log.error({ err }, `a listener failed on ${event.kind}`)
      }
    }
  }
}

/** A listener that logs. */
export function createLogListener(log: Logger): Listener {
  return (event) => {
    const { level, message, fields } = describeEvent(event)
    log[level](fields, message)
  }
}
