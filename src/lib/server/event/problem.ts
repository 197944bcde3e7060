// A mistake in an event folder, said so that a person can mend it.

export interface Problem {
  /** Errors stop a release; warnings name a rule that visitors would miss. */
  severity: 'error' | 'warning';
  /** Path inside the event folder, forward slashes. */
  file: string;
  /** Both count from 1. */
  line: number;
  column: number;
  what: string;
  fix: string;
  /** Number of the rule for exhibits that asks for it. */
  rule: string | null;
}

/** A problem before it is known where it stands. */
export type Said = Pick<Problem, 'severity' | 'what' | 'fix'> & { rule?: string };
