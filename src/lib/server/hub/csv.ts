/** A table as CSV (RFC 4180), for spreadsheets: UTF-8 with its mark, so that Chinese stays readable. */
export function toCsv(head: string[], rows: (string | number)[][]): string {
  const text = [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
  return `\ufeff${text}\r\n`;
}

/** A cell that no spreadsheet takes for a formula. */
function cell(value: string | number): string {
  const text = String(value).replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
