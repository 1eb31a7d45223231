/**
 * Rows as CSV (RFC 4180, with a byte order mark so that spreadsheets read UTF-8). What a spreadsheet would take for a formula is
 * written as text.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
}

function cell(value: string): string {
  const text = /^[\s]*[=+\-@\t\r|\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
