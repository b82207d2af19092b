/**
 * Parses JSON whose integers exceed 2^53: those of 16 digits and more come out as strings, exactly as
 * they stand. Only for text in which no string looks like a JSON number after a colon or comma.
 */
export function parseJsonExactly(text: string): unknown {
  return JSON.parse(text.replace(/([:[,]\s*)(-?\d{16,})(?=\s*[,\]}])/g, '$1"$2"'))
}
