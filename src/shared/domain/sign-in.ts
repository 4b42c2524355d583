/**
 * Where what a person signs in with is kept: encrypted by the system; as a file that only that person may read;
 * until Laneway is closed; or nowhere, because the server asks nobody.
 */
export type SignInPlace = SecretPlace | 'not-needed';
export type SecretPlace = 'sealed' | 'file' | 'session';
