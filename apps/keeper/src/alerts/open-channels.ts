import type { KeeperConfig } from '../config/schema.ts'
import { readSecretFile } from '../keys/secret-file.ts'
import type { Redactor } from '../logging/redact.ts'
import { createSlack, createTelegram, createWebhook } from './channels.ts'
import type { Notifier } from './notifier.ts'

/**
 * The channels that a configuration names, with their secrets read from their files.
 *
 * @throws UserError `E_SECRET_FILE`, `E_SECRET_MISSING`
 */
export async function openChannels(
  { webhook, telegram, slack }: KeeperConfig['alerts'],
  redactor: Redactor,
): Promise<readonly Notifier[]> {
  const read = (path: string, what: string) => readSecretFile(path, what, redactor)
  const channels: Notifier[] = []
  if (webhook !== undefined) {
    redactor.hideUrl(webhook.url)
    const secret = await read(webhook.secretFile, 'the secret of the webhook')
    channels.push(createWebhook(webhook.url, secret))
  }
  if (telegram !== undefined) {
    const token = await read(telegram.tokenFile, 'the token of the Telegram bot')
    channels.push(createTelegram(telegram.apiUrl, token, telegram.chatId))
  }
  if (slack !== undefined) {
    const url = await read(slack.urlFile, 'the URL of the Slack webhook')
    redactor.hideUrl(url)
    channels.push(createSlack(url))
  }
  return channels
}
