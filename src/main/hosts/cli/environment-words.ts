import { resolve } from 'node:path';
import type { NewEnvironment } from '../../../shared/contract/command-inputs';
import { roles, type Role } from '../../../shared/domain/project';
import { UsageError } from './parse-command';

/** An environment as it was typed; the role only where it was said. */
export interface TypedEnvironment {
  readonly name: string;
  readonly path: string;
  readonly role?: Role;
}

const isRole = (word: string): word is Role => (roles as readonly string[]).includes(word);

/**
 * `NAME=PATH[:ROLE]`. The name ends at the first "="; a role is only what stands after the last colon and is one, so
 * that paths may hold both.
 * @throws UsageError
 */
export function parseEnvironment(text: string): TypedEnvironment {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(0, at)).trim();
  const rest = text.slice(at + 1);
  const colon = rest.lastIndexOf(':');
  const last = rest.slice(colon + 1);
  const role = colon >= 0 && isRole(last) ? last : undefined;
  const path = role === undefined ? rest : rest.slice(0, colon);
  if (at < 0 || name === '' || path.trim() === '')
    throw new UsageError(`"${text}" is not NAME=PATH or NAME=PATH:ROLE.`);
  return { name, path, ...(role === undefined ? {} : { role }) };
}

/**
 * What `project create` was told, as the contract wants it: absolute paths, and a role for each lane. Without one
 * the first lane is development, the last production, those between staging; one alone is development.
 * @param cwd absolute folder that paths are relative to. @throws UsageError
 */
export function environmentsOf(
  lanes: readonly string[],
  flexible: readonly string[],
  cwd: string,
): readonly NewEnvironment[] {
  const typed = lanes.map(parseEnvironment);
  const mainline = typed.filter(({ role }) => role !== 'flexible');
  const placed = typed.map((environment): NewEnvironment => ({
    name: environment.name,
    path: resolve(cwd, environment.path),
    role: environment.role ?? roleAt(mainline.indexOf(environment), mainline.length),
  }));
  const hanging = flexible.map((text): NewEnvironment => {
    const { name, path, role } = parseEnvironment(text);
    if (role !== undefined && role !== 'flexible')
      throw new UsageError(`${name} cannot be flexible and ${role}. Use --env for a lane.`);
    return { name, path: resolve(cwd, path), role: 'flexible' };
  });
  return [...placed, ...hanging];
}

function roleAt(place: number, count: number): Role {
  if (place === 0) return 'development';
  return place === count - 1 ? 'production' : 'staging';
}
