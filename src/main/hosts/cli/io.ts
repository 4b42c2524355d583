/** Where words go. Writing never throws: a reader that went away (`laneway ... | head`) is no failure of the command. */
export interface Sink {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** The world around a command: the process in earnest, plain objects in tests. */
export interface CliIo {
  /** Absolute; typed paths are relative to it. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly out: Sink;
  readonly err: Sink;
  /** Somebody sits there who can answer a question. */
  readonly canAsk: boolean;
  /** Asks on the error stream, so that standard output stays clean. Anything but yes is no. */
  ask(question: string): Promise<boolean>;
  /** Asks for a line of text; with `hidden` nothing of it is shown. Null when the person leaves. */
  askText(question: string, hidden: boolean): Promise<string | null>;
  /** Ctrl+C, or being told to end. While somebody listens the process does not end by it. */
  onInterrupt(listener: () => void): () => void;
  /** Milliseconds since 1970. */
  now(): number;
}
