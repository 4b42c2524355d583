export const signInText = {
  theServer: 'the server',
  title: (host: string): string => `Sign in to ${host}`,
  lead: (host: string): string =>
    `What you type is sent to ${host} only, and kept on this computer so that you are not asked again. Laneway never shows it.`,
  username: 'User name',
  usernameNeeded: 'A user name is needed.',
  password: 'Password or access token',
  passwordHint: 'Many servers want an access token here, made on their website.',
  passwordNeeded: 'A password or an access token is needed.',
} as const;
