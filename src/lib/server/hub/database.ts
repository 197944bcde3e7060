// The hub's memory: one SQLite file. What was answered was first made durable: writes are gathered
// for one turn of the event loop and committed together, so that a slow disk costs one sync, not one
// a tablet (LIMITS §4).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** Each step brings a database from its place in this list to the next; none is ever changed. */
const steps = [
  `CREATE TABLE device (
     id TEXT PRIMARY KEY,
     public_key TEXT NOT NULL,
     number INTEGER UNIQUE,
     hall TEXT NOT NULL,
     station TEXT NOT NULL,
     joined_ms INTEGER NOT NULL,
     last_sequence INTEGER NOT NULL,
     heard_ms INTEGER,
     clock_offset_s REAL,
     evidence TEXT
   ) STRICT;
   CREATE TABLE staff (role TEXT PRIMARY KEY, salt TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
   CREATE TABLE staff_session (token_hash TEXT PRIMARY KEY, role TEXT NOT NULL, until_ms INTEGER NOT NULL) STRICT;
   CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
  `CREATE TABLE opened (
     id TEXT PRIMARY KEY,
     device TEXT NOT NULL REFERENCES device (id),
     hall TEXT NOT NULL,
     station TEXT NOT NULL,
     screen TEXT NOT NULL,
     hour_ms INTEGER NOT NULL,
     count INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE refused_entry (id TEXT PRIMARY KEY, device TEXT NOT NULL REFERENCES device (id)) STRICT;`,
  `CREATE TABLE generation (
     id TEXT PRIMARY KEY,
     device TEXT NOT NULL REFERENCES device (id),
     prompt TEXT NOT NULL,
     language TEXT NOT NULL,
     seed TEXT,
     state TEXT NOT NULL,
     asked_ms INTEGER NOT NULL,
     sent_ms INTEGER,
     ended_ms INTEGER,
     api TEXT,
     request TEXT,
     task TEXT,
     answer TEXT,
     take TEXT,
     failure TEXT
   ) STRICT;
   CREATE INDEX generation_state ON generation (state);
   CREATE INDEX generation_asked ON generation (asked_ms);`,
];

interface Waiting {
  change: () => unknown;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

export class Database {
  readonly #sqlite: DatabaseSync;
  #waiting: Waiting[] = [];

  /** Opens `hub.sqlite` in `dir`, made where it is missing, and brings it up to date. */
  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#sqlite = new DatabaseSync(path.join(dir, 'hub.sqlite'));
    this.#sqlite.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;',
    );
    const { user_version: at } = this.#sqlite.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    if (at > steps.length)
      throw new Error('The hub’s database was written by a newer Open Set. Update this one.');
    for (const [number, step] of steps.entries())
      if (number >= at)
        this.#sqlite.exec(`BEGIN; ${step} PRAGMA user_version = ${number + 1}; COMMIT;`);
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#sqlite.prepare(sql).all(...values) as Row[];
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | null {
    return (this.#sqlite.prepare(sql).get(...values) as Row | undefined) ?? null;
  }

  /** For use inside `write`. */
  run(sql: string, ...values: SQLInputValue[]): void {
    this.#sqlite.prepare(sql).run(...values);
  }

  /** Makes a change, whole or not at all; resolves with its result when it is on the disk. */
  write<T>(change: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    });
  }

  close(): void {
    this.#commit();
    this.#sqlite.close();
  }

  #commit(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    const answers: (() => void)[] = [];
    try {
      this.#sqlite.exec('BEGIN IMMEDIATE');
      for (const one of batch) answers.push(this.#try(one));
      this.#sqlite.exec('COMMIT');
    } catch (error) {
      // A full disk, say: nothing of the batch happened, and everyone is told.
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const answer of answers) answer();
  }

  /** One change of a batch; its failure is its own. */
  #try({ change, resolve, reject }: Waiting): () => void {
    this.#sqlite.exec('SAVEPOINT one');
    try {
      const result = change() as never;
      this.#sqlite.exec('RELEASE one');
      return () => resolve(result);
    } catch (error) {
      this.#sqlite.exec('ROLLBACK TO one; RELEASE one');
      return () => reject(error);
    }
  }
}
