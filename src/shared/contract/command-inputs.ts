import * as v from 'valibot';
import { objectIdPattern } from '../domain/object-id';
import { planKinds } from '../domain/plan-kind';

// What the inputs of commands are made of. Limits are there to end what is no honest input, not to be met.

export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
export const name = v.pipe(v.string(), v.trim(), v.minLength(1, 'a name is needed'), v.maxLength(80));
export const path = v.pipe(v.string(), v.minLength(1), v.maxLength(8192));
const role = v.picklist(['development', 'staging', 'production', 'flexible']);
export const message = v.pipe(v.string(), v.trim(), v.maxLength(4000));
export const blob = v.pipe(v.string(), v.regex(objectIdPattern, 'is no object id'));
/** Messages of their own: valibot's would say what was received. */
export const username = v.pipe(
  v.string('is not text'),
  v.minLength(1, 'is missing'),
  v.maxLength(300, 'is too long'),
  v.regex(/^[^:\p{Cc}]+$/u, 'has a character that no server takes'),
);
export const password = v.pipe(
  v.string('is not text'),
  v.minLength(1, 'is missing'),
  v.maxLength(10_000, 'is too long'),
  v.regex(/^\P{Cc}+$/u, 'has a character that no server takes'),
);
/** `deploy` by default. Of `receive`, `from` and `to` are both the environment whose server is meant. */
export const kind = v.optional(v.picklist(planKinds));
export const udi = v.pipe(v.string(), v.startsWith('umb://'), v.maxLength(500));
export const nothing = v.strictObject({});
export const word = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500));
export const contentName = v.pipe(v.string(), v.trim(), v.minLength(1, 'a name is needed'), v.maxLength(200));
export const project = { projectId: id };
export const environment = { projectId: id, environmentId: id };
export const newEnvironment = v.strictObject({
  name,
  path,
  role,
  branch: v.optional(v.pipe(v.string(), v.minLength(1))),
  /** Flexible only: the name of the mainline environment it hangs on; the left-most by default. */
  attachedTo: v.optional(name),
});

/** A branch of an environment's clone, as a flexible environment in a linked folder of its own. */
export const newBranchEnvironment = v.strictObject({
  name,
  /** Without refs/heads/. */
  branch: v.pipe(v.string(), v.trim(), v.minLength(1, 'a branch is needed'), v.maxLength(200)),
  /** The branch is new and starts there: at the head of an environment (the lane it hangs on by default), or of a server's branch. */
  start: v.optional(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('environment'), environmentId: v.optional(id) }),
      v.strictObject({ kind: v.literal('remote'), branch: word }),
    ]),
  ),
  /** Where the folder is made; beside the clone by default. */
  path: v.optional(path),
  /** Id of the mainline environment it hangs on; by default the one whose branch it is, or that one's own. */
  attachedTo: v.optional(id),
});

export type NewBranchEnvironment = v.InferOutput<typeof newBranchEnvironment>;
export type NewEnvironment = v.InferOutput<typeof newEnvironment>;

/** What a plan is asked about. */
export const planQuestion = { ...project, kind, from: id, to: id };

const keep = v.picklist(['from', 'to', 'both']);
/** What stays of something that both sides changed; null takes a decision back. */
export const conflictChoice = v.nullable(
  v.union([
    v.strictObject({ keep }),
    /** The whole file, written anew. */
    v.strictObject({ text: v.pipe(v.string(), v.maxLength(2 << 20)) }),
    /** Part by part, by their ids; null takes that of a part back. What is not named stays as it was decided. */
    v.strictObject({ parts: v.record(v.pipe(v.string(), v.maxLength(2000)), v.nullable(keep)) }),
  ]),
);
export const conflictKey = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'is no conflict'));

/** Choices for removals of a plan. */
export const removalChoices = v.pipe(
  v.array(
    v.strictObject({ udi, kind: v.picklist(['delete', 'keep']), confirm: v.exactOptional(v.string()) }),
  ),
  v.maxLength(10_000),
);

/** What a person said yes to: keys of findings, or codes for all findings of a kind. */
export const yeses = v.pipe(v.array(v.pipe(v.string(), v.maxLength(1000))), v.maxLength(10_000));
