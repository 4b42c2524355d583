import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { EngineError, fail, fromSystem, systemCode } from '../errors';
import { writeFileAtomic } from './atomic-write';

/** One step between formats: content of format n in, content of format n + 1 out. Throws when it cannot. */
export type Migration = (content: Record<string, unknown>) => Record<string, unknown>;

/** How a stored document looks and how older ones become it. */
export interface StoreShape<T extends object> {
  /** Raised with every change of the shape; the first is 1. */
  readonly format: number;
  readonly schema: v.GenericSchema<unknown, T>;
  /** migrations[0] turns format 1 into 2, and so on: exactly `format - 1` of them. */
  readonly migrations: readonly Migration[];
  /** What there is before anything was stored. */
  readonly empty: () => T;
  /** How the document is written; indented JSON by default. The first key is its format. */
  readonly layout?: (document: Readonly<Record<string, unknown>>) => string;
}

/** What a store file says: its content, nothing yet, or why it cannot be understood. */
export type StoredState<T> =
  | { readonly kind: 'good'; readonly content: T; readonly format: number; readonly bytes: Buffer }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly bytes: Buffer };

/** Where the version before the present one is kept. */
export const previousPath = (path: string): string => `${path}.previous`;

/**
 * Reads and checks a store file; changes nothing.
 * @throws EngineError `store-too-new`; `not-permitted` where the file may not be read.
 */
export function readStoreFile<T extends object>(path: string, shape: StoreShape<T>): StoredState<T> {
  const bytes = readBytes(path);
  return bytes === null ? { kind: 'missing' } : parseStoreText(path, bytes, shape);
}

/** Checks a document that was read. @throws EngineError `store-too-new` */
export function parseStoreText<T extends object>(
  path: string,
  bytes: Buffer,
  shape: StoreShape<T>,
): Exclude<StoredState<T>, { kind: 'missing' }> {
  const raw = parseObject(bytes);
  const format = raw?.['format'];
  if (raw === null || typeof format !== 'number' || !Number.isInteger(format) || format < 1)
    return { kind: 'damaged', bytes };
  if (format > shape.format) fail('store-too-new', { path, format, known: shape.format });
  const content = migrate(raw, format, shape);
  return content === null ? { kind: 'damaged', bytes } : { kind: 'good', content, format, bytes };
}

/** Writes a store file in the present format. The version before it is kept beside it by the caller. */
export function writeStoreFile<T extends object>(path: string, shape: StoreShape<T>, content: T): void {
  writeFileAtomic(path, storeText(shape, content));
}

/** A document as it is written. */
export function storeText<T extends object>(
  { format, layout = indented }: StoreShape<T>,
  content: T,
): string {
  return layout({ format, ...content });
}

const indented = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/**
 * Keeps a damaged file under another name, and puts the good version before it, or an empty one, in its place.
 * @returns the error to report; it is not thrown, because work goes on.
 */
export function setAside<T extends object>(
  path: string,
  shape: StoreShape<T>,
  damaged: Buffer,
): EngineError<'store-damaged'> {
  const replacement = previousContent(path, shape) ?? shape.empty();
  const kept = freeName(`${path}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`);
  writeFileAtomic(kept, damaged);
  writeStoreFile(path, shape, replacement);
  return new EngineError('store-damaged', { path, setAside: kept });
}

function previousContent<T extends object>(path: string, shape: StoreShape<T>): T | null {
  const previous = readStoreFile(previousPath(path), shape);
  return previous.kind === 'good' ? previous.content : null;
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let i = 2; existsSync(name); i++) name = `${wanted}-${i}`;
  return name;
}

function readBytes(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw fromSystem(cause, path);
  }
}

function parseObject(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // not JSON: damaged
  }
}

function migrate<T extends object>(
  raw: Record<string, unknown>,
  format: number,
  shape: StoreShape<T>,
): T | null {
  let content: Record<string, unknown> = Object.fromEntries(
    Object.entries(raw).filter(([key]) => key !== 'format'),
  );
  try {
    for (const step of shape.migrations.slice(format - 1)) content = step(content);
  } catch {
    return null; // a document that its migration cannot read has the wrong shape
  }
  const checked = v.safeParse(shape.schema, content);
  return checked.success ? checked.output : null;
}
