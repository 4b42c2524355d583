/** What names a secret, wherever it stands in a key (umbraco.md, "Secrets"). */
export const secretWord = String.raw`(?:passwo?r?d|passwrd|pwd|passphrase|secret|credential|token|(?:api|access|private|account|auth|encryption|license)[ _.-]?keys?|connection[ _.-]?strings?|dbdsn)`;

const secret = new RegExp(secretWord, 'i');
/** Keys that say something about a secret and hold none: whether there is one, how long it may be. */
const about =
  /(?:length|required|enabled|expir\w*|lifetime|timeout|minutes|seconds|policy|format|hint|label|message|placeholder|field|input|error|url|uri|endpoint)s?$/i;

/** Whether the value under a key is to be hidden. */
export const isSecretKey = (key: string): boolean => secret.test(key) && !about.test(key);

/** What stands in the place of a secret. */
export const mask = '\u2022\u2022\u2022\u2022\u2022\u2022';
