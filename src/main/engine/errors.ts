import { errorText } from '../../shared/contract/error-text';
import type { ErrorAnswer, ErrorCode, ErrorDataByCode } from '../../shared/contract/errors';

/** An expected failure of the engine: a code of the contract with its data. */
export class EngineError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly code: C,
    readonly data: ErrorDataByCode[C],
    options?: ErrorOptions,
  ) {
    super(errorText(code, data).what, options);
  }
}

/** Throws an {@link EngineError}; typed as never so that it can stand in an expression. */
export function fail<C extends ErrorCode>(code: C, data: ErrorDataByCode[C], cause?: unknown): never {
  throw new EngineError(code, data, cause === undefined ? undefined : { cause });
}

/** The expected failure in a caught value, or null. (`instanceof` alone would make its code `any`.) */
export const engineErrorIn = (cause: unknown): EngineError | null =>
  cause instanceof EngineError ? (cause as EngineError) : null;

/** Whether `cause` is an EngineError with that code. */
export function isError<C extends ErrorCode>(cause: unknown, code: C): cause is EngineError<C> {
  return cause instanceof EngineError && cause.code === code;
}

/** The code of a Node system error (`ENOENT`, `EACCES`, ...), or undefined. */
export function systemCode(cause: unknown): string | undefined {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/**
 * A system error as an error of the contract: full disk, no permission, read-only, a failing drive.
 * Anything else is returned as it came.
 */
export function fromSystem(cause: unknown, path: string): unknown {
  switch (systemCode(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new EngineError('disk-full', { path }, { cause });
    case 'EACCES':
    case 'EPERM':
      return new EngineError('not-permitted', { path, reason: 'permission denied' }, { cause });
    case 'EROFS':
      return new EngineError('read-only-folder', { path }, { cause });
    case 'EIO':
    case 'ESTALE':
    case 'ENXIO':
      return new EngineError('file-unreadable', { path, reason: systemCode(cause) ?? '' }, { cause });
    default:
      return cause;
  }
}

/** Whether `cause` comes from outside: an expected failure, or one of the file system. Anything else is a bug of ours. */
export const isFromOutside = (cause: unknown): boolean =>
  cause instanceof EngineError || (cause instanceof Error && 'syscall' in cause);

/** Any thrown thing as data for the other side of the boundary. */
export function toErrorAnswer(cause: unknown): ErrorAnswer {
  const path = String((cause as NodeJS.ErrnoException | undefined)?.path ?? '');
  const expected = engineErrorIn(fromSystem(cause, path));
  if (expected) {
    const { code, data } = expected;
    const { what, todo } = errorText(code, data);
    return { code, message: todo ? `${what} ${todo}` : what, data } as ErrorAnswer;
  }
  const detail = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: 'internal', message: `Something unexpected happened: ${message}`, data: { detail } };
}
