// Who may run the event: a password for each role, sessions that outlive a restart of the hub.
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Role } from '#lib/fleet/staff.ts';
import type { Database } from './database.ts';

/** A working day with its setting up. */
export const sessionMs = 14 * 3600_000;

/** 32 MiB and some 60 ms a guess (RFC 7914 and its parameters of 2017, doubled). */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
const derive = promisify<string, Buffer, number, typeof cost, Buffer>(scrypt);

interface Secret {
  role: Role;
  salt: string;
  hash: string;
}

export class Staff {
  readonly #database: Database;
  readonly #owner: Promise<Secret>;
  /** One guess at a time: guessing must not take the processor from the tablets. */
  #guessing: Promise<unknown> = Promise.resolve();

  /** The owner's password comes from whoever runs the hub; the others are set by the owner. */
  constructor(database: Database, ownerPassword: string) {
    this.#database = database;
    this.#owner = makeSecret('owner', ownerPassword);
  }

  /** The role that `password` opens, or `null`. */
  roleOf(password: string): Promise<Role | null> {
    const turn = this.#guessing.then(async () => {
      const others = this.#database.all<Secret>('SELECT role, salt, hash FROM staff');
      let found: Role | null = null;
      for (const secret of [await this.#owner, ...others])
        if (await opens(secret, password)) found ??= secret.role;
      return found;
    });
    this.#guessing = turn.catch(() => undefined);
    return turn;
  }

  /** Sets a role's password and ends its sessions. Throws where another role has the same one. */
  async setPassword(role: Exclude<Role, 'owner'>, password: string): Promise<boolean> {
    const taken = await this.roleOf(password);
    if (taken !== null && taken !== role) return false;
    const { salt, hash } = await makeSecret(role, password);
    await this.#database.write(() => {
      this.#database.run(
        'INSERT INTO staff VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET salt = excluded.salt, hash = excluded.hash',
        role,
        salt,
        hash,
      );
      this.#database.run('DELETE FROM staff_session WHERE role = ?', role);
    });
    return true;
  }

  /** Opens a session; the token is known to its holder only. */
  async begin(role: Role): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.#database.write(() => {
      this.#database.run('DELETE FROM staff_session WHERE until_ms < ?', Date.now());
      this.#database.run(
        'INSERT INTO staff_session VALUES (?, ?, ?)',
        hashOf(token),
        role,
        Date.now() + sessionMs,
      );
    });
    return token;
  }

  /** The role of an open session, or `null`. */
  who(token: string | undefined): Role | null {
    if (token === undefined) return null;
    const row = this.#database.get<{ role: Role }>(
      'SELECT role FROM staff_session WHERE token_hash = ? AND until_ms > ?',
      hashOf(token),
      Date.now(),
    );
    return row?.role ?? null;
  }

  async end(token: string): Promise<void> {
    await this.#database.write(() =>
      this.#database.run('DELETE FROM staff_session WHERE token_hash = ?', hashOf(token)),
    );
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

async function makeSecret(role: Role, password: string): Promise<Secret> {
  const salt = randomBytes(16);
  const hash = await derive(password.normalize('NFKC'), salt, 32, cost);
  return { role, salt: salt.toString('hex'), hash: hash.toString('hex') };
}

async function opens({ salt, hash }: Secret, password: string): Promise<boolean> {
  const guess = await derive(password.normalize('NFKC'), Buffer.from(salt, 'hex'), 32, cost);
  return timingSafeEqual(guess, Buffer.from(hash, 'hex'));
}
