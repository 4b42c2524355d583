/** Who one is for a server. Never shown, logged, or put into an address. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}
