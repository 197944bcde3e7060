// What every command of the `openset` tool is.

export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** The whole help text, printed for `--help`. */
  help: string;
  /** Runs with the arguments after the command's name; resolves to the exit code. */
  run(argv: string[]): Promise<number>;
}

/** A mistake of the person at the keyboard: printed as it stands, without a stack, exit code 2. */
export class UsageError extends Error {}
