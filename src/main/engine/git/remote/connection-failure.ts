import { systemCode } from '../../errors';
import { remoteWords } from '../../../../shared/text/remote-words';
import { cleanText } from './clean-text';

/** A conversation with a server that ended before its answer did. The message is the reason in words. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  constructor(
    reason: string,
    /** Whether the server may have got the whole request: then nobody knows what it did with it. */
    readonly delivered: boolean,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

const byCode: Readonly<Record<string, keyof typeof remoteWords.reasons>> = {
  ENOTFOUND: 'noSuchName',
  EAI_AGAIN: 'noNameService',
  ECONNREFUSED: 'nobodyListens',
  ECONNRESET: 'lost',
  ECONNABORTED: 'lost',
  EPIPE: 'lost',
  ETIMEDOUT: 'silent',
  EHOSTUNREACH: 'noWay',
  ENETUNREACH: 'noWay',
  CERT_HAS_EXPIRED: 'certificateExpired',
  CERT_NOT_YET_VALID: 'certificateEarly',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificateOfAnother',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificateUntrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificateUntrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificateUntrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificateUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificateUntrusted',
  CERT_REVOKED: 'certificateUntrusted',
  EPROTO: 'notEncrypted',
  ERR_SSL_WRONG_VERSION_NUMBER: 'notEncrypted',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'notEncrypted',
};

/** Why Node could not reach a server, in words. Only codes are looked at: messages may hold addresses. */
export function reasonOf(cause: unknown): string {
  const code = systemCode(cause) ?? '';
  const known = byCode[code];
  if (known !== undefined) return remoteWords.reasons[known];
  if (code.startsWith('HPE_')) return remoteWords.reasons.notHttp;
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return remoteWords.noAgreement(code);
  if (code.startsWith('Z_')) return remoteWords.reasons.damagedOnTheWay;
  return code === '' ? cleanText(cause instanceof Error ? cause.message : String(cause)) : code;
}
