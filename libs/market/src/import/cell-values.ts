import type { Hex } from '@tickwise/amm'
import { rowError } from './source-row.ts'
import type { SourcePlace } from './source-row.ts'

/** A cell as a reader hands it over: text from CSV, text or numbers from Parquet. */
export type RawCell = string | number | bigint | boolean | null | undefined

const wholeNumber = /^[+-]?\d+$/
const floatLike = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

const notAnInteger = (place: SourcePlace, column: string, cell: RawCell): Error => {
  const text = String(cell ?? '').trim()
  if (text === '')
    return rowError(
      'E_VALUE_EMPTY',
      place,
      `${column} is empty`,
      `fill in ${column} in every row`,
      {
        column,
      },
    )
  const isFloat = typeof cell === 'number' || floatLike.test(text)
  return rowError(
    'E_NOT_AN_INTEGER',
    place,
    `${column} is ${text}, not a whole number`,
    isFloat
      ? `${column} went through a float and lost digits: export it again as text or integer`
      : `write ${column} as a decimal integer`,
    { column, value: text },
  )
}

/**
 * An exact integer of any size. Floats, scientific notation and blanks are refused: they stand for
 * digits that are lost.
 *
 * @throws UserError E_NOT_AN_INTEGER, E_VALUE_EMPTY naming file, row and column
 */
export const exactInteger = (place: SourcePlace, column: string, cell: RawCell): bigint => {
  if (typeof cell === 'bigint') return cell
  if (typeof cell === 'string' && wholeNumber.test(cell)) return BigInt(cell)
  if (typeof cell === 'number' && Number.isSafeInteger(cell)) return BigInt(cell)
  throw notAnInteger(place, column, cell)
}

/** A whole number that fits a double exactly; `12.0` counts as 12, as pandas writes ticks. */
export const smallInteger = (place: SourcePlace, column: string, cell: RawCell): number => {
  const value =
    typeof cell === 'number' || typeof cell === 'bigint'
      ? Number(cell)
      : typeof cell === 'string' && /^[+-]?\d+(\.0+)?$/.test(cell)
        ? Number(cell)
        : NaN
  if (Number.isSafeInteger(value)) return value
  throw notAnInteger(place, column, cell)
}

const digits = /^0x[0-9a-fA-F]*$/

/** Hex of exactly `bytes` bytes, in lower case. */
export const hexBytes = (place: SourcePlace, column: string, cell: RawCell, bytes: number): Hex => {
  const text = typeof cell === 'string' ? cell.trim() : ''
  if (digits.test(text) && text.length === 2 + 2 * bytes) return `0x${text.slice(2).toLowerCase()}`
  throw rowError(
    'E_NOT_HEX',
    place,
    `${column} is ${text === '' ? 'empty' : text}, not ${bytes} bytes of 0x hex`,
    'the row may be cut short or its columns shifted',
    { column },
  )
}

const isoLike = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/

/**
 * Unix seconds from a unix time or from `2024-01-05 00:00:23`, with or without zone. Without one it is
 * UTC, as block times are.
 */
export const unixSeconds = (place: SourcePlace, column: string, cell: RawCell): number => {
  const text = String(cell ?? '').trim()
  if (wholeNumber.test(text)) return smallInteger(place, column, text)
  const [, day, time, zone = 'Z'] = isoLike.exec(text) ?? []
  const milliseconds = Date.parse(`${day}T${time}${zone}`)
  if (Number.isFinite(milliseconds)) return Math.floor(milliseconds / 1000)
  throw rowError(
    'E_TIMESTAMP',
    place,
    `${column} is ${text === '' ? 'empty' : text}, not a time`,
    'give unix seconds or yyyy-mm-dd hh:mm:ss (UTC unless a zone is given)',
    { column },
  )
}
