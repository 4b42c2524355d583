/** Whether a file seems to hold a secret. Asking once too often is cheap; a published password is not. */
export const looksSecret = (path: string, sample: Uint8Array): boolean =>
  hasSecretName(path) || hasSecretContent(Buffer.from(sample).toString('latin1'));

const secretNames =
  /^(\.env(\..*)?|\.envrc|id_(rsa|dsa|ecdsa|ed25519)|\.?credentials?(\..*)?|\.?secrets?(\..*)?|\.npmrc|\.pypirc|[._]netrc|\.htpasswd|\.pgpass|auth\.json|service-account.*\.json|umbraco-cloud\.json|.*\.(pem|key|pfx|p12|jks|keystore|ppk|kdbx))$/;
/** Styles and pages may be named after what they are about. */
const harmless = /\.(example|sample|template|dist|pub|s?css|less|html?|cshtml|md|svg|png|jpe?g|webp|gif)$/;

function hasSecretName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return secretNames.test(name) && !harmless.test(name);
}

// Every repetition below is bounded: a file made to be slow must not be.
const marks: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/,
  // Keys whose makers gave them a form of their own.
  /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22}|xox[abprs]-[\w-]{10}|[sr]k_live_[A-Za-z0-9]{16}|AIza[\w-]{35})/,
  // scheme://name:password@host
  /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s:@/'"<>]{1,80}:(?!\$[{(])[^\s:@/'"<>{}]{3,200}@[\w.-]/i,
  // Connection strings: Server=...;Password=...;
  /\b(?:server|data source|host|user id|uid|accountname|endpoint) ?=[^"'\r\n]{0,300}; ?(?:password|pwd|accountkey|sharedaccesskey) ?= ?(?!\$[{(])[^\s;"'<>{}]{3}/i,
  /\b(?:password|pwd|accountkey|sharedaccesskey) ?= ?(?!\$[{(])[^\s;"'<>{}]{3,200};[^"'\r\n]{0,300}\b(?:server|data source|host|user id|uid) ?=/i,
];

const secretKey = String.raw`(?:passwo?r?d|pwd|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|token)`;
/** `"ApiKey": "..."`, `client_secret => '...'`, `db['password'] = '...'`: in every kind of file. */
const quoted = new RegExp(
  String.raw`${secretKey}["'\]]{0,2}\s{0,20}(?::|=>?)\s{0,20}(["'])([^"'\r\n]{6,300})\1`,
  'gi',
);
/** `define('DB_PASSWORD', '...')`. */
const defined = new RegExp(
  String.raw`\bdefine\(\s{0,5}["']\w{0,40}${secretKey}["']\s{0,5},\s{0,5}(["'])([^"'\r\n]{6,300})\1`,
  'gi',
);
/** `PASSWORD=...`, `api_key: ...` on a line of its own: files of settings. */
const bare = new RegExp(
  String.raw`^[ \t]{0,40}(?:export )?[\w.-]{0,60}${secretKey}[ \t]{0,20}[:=][ \t]{0,20}([^\s"'#;,(){}]{6,300})[ \t]{0,20}\r?$`,
  'gim',
);

function hasSecretContent(text: string): boolean {
  if (marks.some((mark) => mark.test(text))) return true;
  const values = [
    ...[...text.matchAll(quoted), ...text.matchAll(defined)].map(([, , value = '']) => value),
    ...[...text.matchAll(bare)].map(([, value = '']) => value),
  ];
  return values.some(isRealValue);
}

/** Placeholders, labels of forms and names of other settings are no secrets. */
function isRealValue(value: string): boolean {
  if (/[\s<>{}]|\(\)|\$\(|^\$\w+$|^%.*%$|\*{3}|\.\.\./.test(value)) return false;
  if (
    /^(your|change|example|placeholder|replace|insert|todo|null|undefined|string|number|boolean|x{4,}|0+$)/i.test(
      value,
    )
  )
    return false;
  if (/^(process|env|import|this|self|config|options|props|settings|form|user|data)[.[]/.test(value))
    return false;
  return (
    !/^[a-z_.-]+$/i.test(value) ||
    (value.length >= 8 && !/passw|secret|token|key|label|field|input/i.test(value))
  );
}
