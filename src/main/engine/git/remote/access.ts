/** Who one is for a server. Never shown, logged, or put into an address. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What talking to a server needs from outside. */
export interface RemoteAccess {
  /**
   * Asked when the server wants to know who one is.
   * @param url origin of the server (scheme, host, port)
   * @param rejected what was given last and was refused; null when nothing was given yet
   * @returns null when nobody knows any
   */
  credentials(url: string, rejected: Credentials | null): Promise<Credentials | null>;
  /** Ends it within moments, wherever it is. */
  readonly signal?: AbortSignal | undefined;
  /** After how long without any byte the connection counts as lost; a minute by default. */
  readonly idleMilliseconds?: number | undefined;
  /** @param fraction 0 to 1; null when it cannot be known */
  onProgress?(fraction: number | null, detail: string): void;
}
