import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { UserError } from '@tickwise/amm'
import type { Health } from './assess-health.ts'

/** A server that is listening. */
export interface HealthServer {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

/**
 * Serves `/metrics` (Prometheus text), `/healthz` and `/readyz` (200 or 503 with a JSON of reasons).
 *
 * @param port 0 lets the system choose
 * @throws UserError `E_SERVER_PORT` when it cannot listen there
 * @example
 * const server = await serveHealth({ host: '127.0.0.1', port: 9464 }, { metrics, health, clean })
 */
export async function serveHealth(
  { host, port }: { readonly host: string; readonly port: number },
  sources: {
    readonly metrics: Registry
    readonly health: () => Health
    /** Hides secrets in what goes out. */
    readonly clean: (text: string) => string
  },
): Promise<HealthServer> {
  const answer = async (path: string): Promise<readonly [number, string, string]> => {
    if (path === '/metrics') {
      return [200, sources.metrics.contentType, await sources.metrics.metrics()]
    }
    const health = sources.health()
    const json = 'application/json'
    const body = `${JSON.stringify(health)}\n`
    if (path === '/healthz') return [health.healthy ? 200 : 503, json, body]
    if (path === '/readyz') return [health.ready ? 200 : 503, json, body]
    return [404, json, '{"error":"there are /metrics, /healthz and /readyz"}\n']
  }
  const server = createServer((request, response) => {
    answer((request.url ?? '/').split('?')[0] ?? '/').then(
      ([status, type, body]) => {
        response.writeHead(status, { 'content-type': type })
        response.end(sources.clean(body))
      },
      () => {
        response.writeHead(500)
        response.end()
      },
    )
  })
  // What scrapes us must not keep us from stopping.
  server.keepAliveTimeout = 1_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new UserError('E_SERVER_PORT', `nothing can listen on ${host}:${port}`, {
          hint: 'another keeper may run: give another server.port, or 0 for none',
          cause,
        }),
      ),
    )
    server.listen(port, host, resolve)
  })
  const bound = server.address() as AddressInfo
  return {
    host,
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
