import * as v from 'valibot';
import { findArtifactFolder } from '../profiles/artifact-folder';
import type { SiteTree } from '../profiles/site-tree';

/** What `umbraco-cloud.json` says about lanes. The file also holds keys and secrets: nothing else of it is read. */
export interface CloudLanes {
  /** Left to right. */
  readonly lanes: readonly { readonly id: string; readonly name: string; readonly type: string }[];
  /** Which of them this clone belongs to. */
  readonly own: string | null;
}

const text = v.fallback(v.string(), '');
/** Source: umbraco.md, "Secrets". */
const file = v.object({
  Deploy: v.object({
    Project: v.object({ Workspaces: v.array(v.object({ Id: text, Name: text, Type: text })) }),
  }),
  Identity: v.fallback(v.object({ EnvironmentId: text }), { EnvironmentId: '' }),
});

/** Reads the lanes of a site, or null where it names none. */
export function readCloudLanes(site: SiteTree): CloudLanes | null {
  const parsed = v.safeParse(file, parseJson(findCloudFile(site)));
  if (!parsed.success) return null;
  const lanes = parsed.output.Deploy.Project.Workspaces.map(({ Id, Name, Type }) => ({
    id: Id,
    name: Name.trim(),
    type: Type,
  }));
  return {
    lanes: lanes.filter(({ name }) => name !== ''),
    own: parsed.output.Identity.EnvironmentId || null,
  };
}

function findCloudFile(site: SiteTree): Buffer | null {
  const top = site.read('umbraco-cloud.json');
  if (top !== null) return top;
  const artifacts = findArtifactFolder(site);
  if (artifacts === null) return null;
  const base = artifacts.replace(/\/?(umbraco\/deploy\/revision|data\/revision)$/i, '');
  return base === '' ? null : site.read(`${base}/umbraco-cloud.json`);
}

function parseJson(bytes: Buffer | null): unknown {
  try {
    return bytes === null ? null : JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    return null; // a broken file proposes nothing
  }
}
