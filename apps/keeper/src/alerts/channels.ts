import { createHmac } from 'node:crypto'
import { alertText, postJson, type Notifier } from './notifier.ts'

/**
 * The signature of a webhook: hex of HMAC-SHA256 over `<timestamp>.<body>`. Who receives it computes the
 * same and refuses old timestamps.
 *
 * @example
 * signWebhook('key', 1700000000, '{}') // 'sha256=…'
 */
export function signWebhook(secret: string, timestamp: number, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

/** Posts the alert as JSON, with `x-tickwise-timestamp` and `x-tickwise-signature`. */
export function createWebhook(url: string, secret: string): Notifier {
  return {
    name: 'webhook',
    send: (alert, signal) => {
      const body = JSON.stringify(alert)
      const headers = {
        'x-tickwise-timestamp': String(alert.at),
        'x-tickwise-signature': signWebhook(secret, alert.at, body),
      }
      return postJson(url, body, headers, signal)
    },
  }
}

/** Sends a message of a Telegram bot (`sendMessage`, Bot API). */
export function createTelegram(apiUrl: string, token: string, chatId: string): Notifier {
  const url = `${apiUrl.replace(/\/$/, '')}/bot${token}/sendMessage`
  return {
    name: 'telegram',
    send: (alert, signal) => {
      const body = JSON.stringify({ chat_id: chatId, text: alertText(alert) })
      return postJson(url, body, {}, signal)
    },
  }
}

/** Posts to an incoming webhook of Slack, or of what speaks like it. */
export function createSlack(url: string): Notifier {
  return {
    name: 'slack',
    send: (alert, signal) => postJson(url, JSON.stringify({ text: alertText(alert) }), {}, signal),
  }
}
