// The first password: somebody must be able to open the staff board of a hub that was just started.
import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** No letters or digits that people mix up. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * `STAFF_PASSWORD`, else the one kept in `data`, made on first use and readable by the hub's own
 * account only. Throws where STAFF_PASSWORD has fewer than 8 characters.
 */
export function ownerPassword(data: string, given = process.env.STAFF_PASSWORD): string {
  if (given !== undefined) {
    if (given.length < 8) throw new Error('STAFF_PASSWORD takes at least 8 characters.');
    return given;
  }
  const file = path.join(data, 'staff-password');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const word = (): string =>
    Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  const password = [word(), word(), word()].join('-');
  mkdirSync(data, { recursive: true });
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return password;
}
