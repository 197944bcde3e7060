// The hub's memory: one SQLite file. What was answered was first made durable: writes are gathered
// for one turn of the event loop and committed together, so that a slow disk costs one sync, not one
// a tablet (LIMITS §4).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

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
  `CREATE TABLE round (
     id TEXT PRIMARY KEY,
     planned_ms INTEGER NOT NULL,
     asked TEXT NOT NULL,
     solution TEXT NOT NULL,
     round TEXT NOT NULL
   ) STRICT;
   CREATE TABLE round_step (
     revision INTEGER PRIMARY KEY,
     op TEXT NOT NULL UNIQUE,
     round TEXT NOT NULL REFERENCES round (id),
     action TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     after TEXT NOT NULL
   ) STRICT;
   CREATE TABLE seat (
     round TEXT NOT NULL REFERENCES round (id),
     seat INTEGER NOT NULL,
     held_by TEXT NOT NULL,
     is_extended INTEGER NOT NULL,
     joined_ms INTEGER NOT NULL,
     PRIMARY KEY (round, seat)
   ) STRICT, WITHOUT ROWID;
   -- place is the round in which the answer holds its seat's place; there is one such answer a part.
   CREATE TABLE answer (
     id TEXT PRIMARY KEY,
     challenge TEXT NOT NULL,
     form TEXT,
     round TEXT,
     place TEXT REFERENCES round (id),
     part TEXT NOT NULL,
     seat INTEGER,
     answer TEXT,
     made_ms INTEGER NOT NULL,
     received_ms INTEGER NOT NULL,
     spent_ms INTEGER,
     found INTEGER,
     points INTEGER,
     verdict TEXT NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX answer_place ON answer (place, seat, part) WHERE place IS NOT NULL;
   CREATE INDEX answer_made ON answer (challenge, made_ms);
   CREATE TABLE phone (
     token_hash TEXT PRIMARY KEY,
     seat INTEGER NOT NULL UNIQUE,
     until_ms INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;`,
];

/** The log is carried over into the file between rounds (`tidy`), else when it has so many pages. */
const mostWalPages = 16_000;

interface Waiting {
  change: () => unknown;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

export class Database {
  readonly #sqlite: DatabaseSync;
  /** By their text: reading SQL takes longer than most of what it asks for. */
  readonly #statements = new Map<string, StatementSync>();
  #waiting: Waiting[] = [];

  /** Opens `hub.sqlite` in `dir`, made where it is missing, and brings it up to date. */
  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#sqlite = new DatabaseSync(path.join(dir, 'hub.sqlite'));
    this.#sqlite.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
       PRAGMA busy_timeout = 5000; PRAGMA wal_autocheckpoint = ${mostWalPages};`,
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
    return this.#statement(sql).all(...values) as Row[];
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | null {
    return (this.#statement(sql).get(...values) as Row | undefined) ?? null;
  }

  /** For use inside `write`. */
  run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  /** Makes a change, whole or not at all; resolves with its result when it is on the disk. */
  write<T>(change: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    });
  }

  /** Carries the log over into the file, which takes a moment: for when nobody waits. */
  tidy(): void {
    this.#sqlite.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.#commit();
    this.#sqlite.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#sqlite.prepare(sql)));
    return statement;
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
    this.run('SAVEPOINT one');
    try {
      const result = change() as never;
      this.run('RELEASE one');
      return () => resolve(result);
    } catch (error) {
      this.#sqlite.exec('ROLLBACK TO one; RELEASE one');
      return () => reject(error);
    }
  }
}
