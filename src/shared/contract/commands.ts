import * as v from 'valibot';
import type { ConflictDetail, ConflictSession } from '../domain/conflict-session';
import type { BranchList } from '../domain/branch';
import type { ContentNode, ExtractionSummary } from '../domain/database';
import type { DatabasePage, ImportedContent, RemovedContent } from '../domain/database-page';
import type { ContentComparison, DeletionDecision, DeletionImpact, DeletionMatrix } from '../domain/deletion';
import type { ItemsAnswer } from '../domain/item';
import type { LaneServer, Overview } from '../domain/overview';
import type { Plan } from '../domain/plan';
import type { Project } from '../domain/project';
import type { ChangeDetail, FolderListing, Proposal } from '../domain/proposal';
import type { ActivityRecord, Run } from '../domain/run';
import type { Settings } from '../domain/settings';
import type { SignInPlace } from '../domain/sign-in';
import type {
  AppInfo,
  ProjectList,
  ChangesAnswer,
  EnvironmentDetails,
  DeletionList,
  SitePrograms,
  ActivityList,
} from './answers';
import {
  id,
  name,
  path,
  message,
  blob,
  username,
  password,
  kind,
  udi,
  nothing,
  word,
  contentName,
  project,
  environment,
  newEnvironment,
  conflictChoice,
  conflictKey,
  planQuestion,
  newBranchEnvironment,
  removalChoices,
  yeses,
} from './command-inputs';
import { read, write } from './define-command';

/**
 * Every command of the engine: name -> input schema, output type, read or write.
 * Client, hosts and handlers are derived from this one table. One object argument each; unknown keys are refused.
 */
export const commands = {
  'app.info': read<AppInfo>()(nothing),
  /** Whether somebody can see the window: clones that cannot be watched live are swept only then. */
  'app.visible': write<null>()(v.strictObject({ visible: v.boolean() })),
  'settings.get': read<Settings>()(nothing),
  'settings.update': write<Settings>()(
    v.strictObject({
      name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(120))),
      email: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
      theme: v.optional(v.picklist(['system', 'light', 'dark'])),
      siteWaitSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400))),
      lastProject: v.optional(v.nullable(id)),
    }),
  ),

  'folder.choose': read<{ path: string | null }>()(v.strictObject({ title: v.string() })),
  'folder.list': read<FolderListing>()(v.strictObject({ path: v.optional(path) })),
  /** Shows the environment's folder in the system's file manager. */
  'folder.open': read<null>()(v.strictObject(environment)),

  'project.list': read<ProjectList>()(nothing),
  'project.get': read<Project>()(v.strictObject(project)),
  /** Looks at folders, two levels deep, and proposes lanes. Only reads. */
  'project.propose': read<Proposal>()(v.strictObject({ paths: v.pipe(v.array(path), v.minLength(1)) })),
  'project.create': write<Project>()(
    v.strictObject({
      name,
      environments: v.pipe(v.array(newEnvironment), v.minLength(1)),
      flow: v.optional(v.picklist(['direct', 'queue'])),
    }),
  ),
  'project.rename': write<Project>()(v.strictObject({ ...project, name })),
  /** The projects' own order in lists. */
  'project.reorder': write<ProjectList>()(v.strictObject({ projectIds: v.array(id) })),
  /** Forgets the project. Its clones are never touched. */
  'project.remove': write<null>()(v.strictObject(project)),

  'environment.add': write<Project>()(
    v.strictObject({ ...project, environment: newEnvironment, at: v.optional(v.number()) }),
  ),
  /** The branches of an environment's clone: which can be opened, and where the others are open. */
  'environment.branches': read<BranchList>()(v.strictObject(environment)),
  /** Opens a branch of the environment's clone in a linked folder of its own, as a flexible environment. */
  'environment.addBranch': write<Project>()(v.strictObject({ ...environment, added: newBranchEnvironment })),
  /** The programs that files of a site would go through, and whether they were allowed. */
  'project.programs': read<SitePrograms>()(v.strictObject(project)),
  /** Allows exactly these commands, as `project.programs` lists them, and no others; none takes every leave back. */
  'project.trust': write<Project>()(
    v.strictObject({ ...project, commands: v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(8192))) }),
  ),
  'environment.rename': write<Project>()(v.strictObject({ ...environment, name })),
  /** New order of the lanes, left to right (all mainline ids). */
  'environment.reorder': write<Project>()(v.strictObject({ ...project, environmentIds: v.array(id) })),
  /** A flexible environment hangs on another lane from now on (id). */
  'environment.attach': write<Project>()(v.strictObject({ ...environment, attachedTo: id })),
  /**
   * Takes it out of the project. Folder, branch and what Laneway knows of it stay: added again it is the same. Refused
   * while a run has it, or waits for its server.
   */
  'environment.detach': write<Project>()(v.strictObject(environment)),
  /** The folder is somewhere else now. */
  'environment.locate': write<Project>()(v.strictObject({ ...environment, path })),
  /** The folder is on another branch: use that one from now on. */
  'environment.useBranch': write<Project>()(v.strictObject(environment)),
  /** A rewritten history was meant: go on from it. */
  'environment.acceptRewrite': write<null>()(v.strictObject(environment)),
  'environment.get': read<EnvironmentDetails>()(v.strictObject(environment)),
  /** New files of a folder: carry them or leave them where they are. */
  'environment.decideNewFiles': write<null>()(
    v.strictObject({
      ...environment,
      folder: v.string(),
      /** Which question is answered; the same folder can raise several. */
      reason: v.optional(
        v.picklist(['unknown-kind', 'large-file', 'many-new-files', 'looks-secret', 'nested-repository']),
      ),
      decision: v.picklist(['include', 'leave']),
    }),
  ),
  /** Versions that were set aside because somebody edited while a run went on have been seen. */
  'environment.acknowledge': write<null>()(v.strictObject(environment)),
  /** Finishes, or takes back, what a crash or a full disk left half done. Happens by itself on every look, too. */
  'environment.recover': write<null>()(v.strictObject(environment)),
  /** Frees an environment whose run was started on a computer that is gone. Only a person may say so. */
  'environment.takeOver': write<null>()(v.strictObject(environment)),

  /** Compares all artifacts with all rows of the environment's database, and brings the rows up to date. */
  'environment.extract': write<ExtractionSummary>()(v.strictObject(environment)),
  /** Tries them on the server that the environment is sent to, and keeps them when it takes them. */
  'remote.signIn': write<{ kept: SignInPlace }>()(v.strictObject({ ...environment, username, password })),
  /** Forgets what was kept for that server. */
  'remote.signOut': write<null>()(v.strictObject(environment)),
  /** Asks the environment's server what it has, and fetches that. Nothing of the environment moves. */
  'environment.lookAtServer': write<LaneServer>()(v.strictObject(environment)),

  /** Items and content of an environment's database. Only reads; a clone that has none yet is filled from its files. */
  'database.get': read<DatabasePage>()(
    v.strictObject({
      ...environment,
      /** An entity type, `document`, `media`, `member`, `items`, `content` or `without-file`. */
      kind: v.optional(v.pipe(v.string(), v.maxLength(200))),
      search: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500))),
      from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5000))),
    }),
  ),
  /** Tells an embedded database of content that the site has; the site itself is not changed. */
  'database.addContent': write<ContentNode>()(
    v.strictObject({
      ...environment,
      type: word,
      name: contentName,
      parent: v.optional(v.nullable(word)),
      template: v.optional(v.nullable(word)),
      cultures: v.optional(v.pipe(v.array(word), v.maxLength(200))),
      filled: v.optional(v.pipe(v.array(word), v.maxLength(2000))),
      published: v.optional(v.boolean()),
    }),
  ),
  'database.updateContent': write<ContentNode>()(
    v.strictObject({
      ...environment,
      udi: word,
      name: v.optional(contentName),
      template: v.optional(v.nullable(word)),
      filled: v.optional(v.pipe(v.array(word), v.maxLength(2000))),
      published: v.optional(v.boolean()),
      trashed: v.optional(v.boolean()),
    }),
  ),
  /**
   * Puts the content of a site's SQLite file in the place of that of an embedded database. The file is only read; a
   * folder means the one in it.
   */
  'database.import': write<ImportedContent>()(v.strictObject({ ...environment, path })),
  /** Takes a node out of an embedded database, with all that lies below. */
  'database.removeContent': write<RemovedContent>()(v.strictObject({ ...environment, udi: word })),

  /** `watch: false` for a single look; by default the clones are watched from now on. */
  'overview.get': read<Overview>()(v.strictObject({ ...project, watch: v.optional(v.boolean()) })),
  /** All items of an environment, not only what changed. */
  'items.list': read<ItemsAnswer>()(v.strictObject(environment)),
  'changes.get': read<ChangesAnswer>()(v.strictObject(environment)),
  /** What one change of `changes.get` was and is. */
  'changes.detail': read<ChangeDetail>()(v.strictObject({ ...environment, path: v.string() })),

  /** Deletes an item's artifact in an environment's folder, if it still says what was seen: an unsaved change. */
  'item.remove': write<{ keptAs: string }>()(v.strictObject({ ...environment, path, blob })),
  /** Gives it another value of the text property by which it is told apart, e.g. Alias. */
  'item.rename': write<{ keptAs: string }>()(
    v.strictObject({ ...environment, path, blob, property: name, value: v.pipe(name, v.maxLength(255)) }),
  ),

  /** `again`: a look that follows by itself, which does not ask servers that were asked just now. */
  'plan.create': read<Plan>()(
    v.strictObject({ ...project, kind, from: id, to: id, again: v.optional(v.boolean()) }),
  ),
  /** Before and after of one path of a plan, on the side that receives it. */
  'plan.detail': read<ChangeDetail>()(
    v.strictObject({
      ...project,
      kind,
      from: id,
      to: id,
      path: v.string(),
      side: v.picklist(['to', 'from']),
    }),
  ),
  /** What both sides of a plan changed, with what was decided so far. Only reads. */
  'conflict.list': read<ConflictSession>()(v.strictObject(planQuestion)),
  /** The sessions of a project: every plan that waits for decisions, or for which some were made. */
  'conflict.sessions': read<readonly ConflictSession[]>()(v.strictObject(project)),
  /** What each side did to one of them. */
  'conflict.detail': read<ConflictDetail>()(v.strictObject({ ...planQuestion, key: conflictKey })),
  /**
   * Decides some of them, all or none. It is written down at once and changes neither side: that happens when the plan
   * is run.
   */
  'conflict.decide': write<ConflictSession>()(
    v.strictObject({
      ...planQuestion,
      decisions: v.pipe(
        v.array(v.strictObject({ key: conflictKey, choice: conflictChoice })),
        v.minLength(1),
        v.maxLength(10_000),
      ),
    }),
  ),
  /** Forgets what was decided between the two: everything is as it was. */
  'conflict.abandon': write<null>()(v.strictObject(planQuestion)),
  /** Starts a run of a plan that was looked at; `plan-stale` when its hash is not the present one. */
  'deploy.start': write<{ runId: string }>()(
    v.strictObject({
      ...project,
      kind,
      from: id,
      to: id,
      message,
      planHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is not a plan hash')),
      /** Choices for removals of the plan; what is not named is kept for now. */
      decisions: v.optional(removalChoices),
      /** What the person said yes to: keys of findings, or codes for all findings of a kind. */
      acknowledged: v.optional(yeses),
    }),
  ),
  /** Answers when the run has really stopped. */
  'deploy.cancel': write<Run>()(v.strictObject({ runId: id })),
  /** Ends a run that only waits for sites to read their files; they are looked at again later. */
  'run.finishLater': write<Run>()(v.strictObject({ runId: id })),
  'run.get': read<Run>()(v.strictObject({ runId: id })),
  'run.list': read<readonly Run[]>()(nothing),
  'run.log': read<{ from: number; lines: readonly string[] }>()(
    v.strictObject({ runId: id, from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))) }),
  ),

  /** The deletion review: what was deleted somewhere, or is not everywhere, by environments. */
  'deletion.matrix': read<DeletionMatrix>()(v.strictObject(project)),
  /** How many items wait for a decision. */
  'deletion.count': read<{ open: number }>()(v.strictObject(project)),
  /** What *Delete on <environment>* would take along, and what depends on it. */
  'deletion.impact': read<DeletionImpact>()(v.strictObject({ ...environment, udi })),
  /** Deletes one item in one environment, if it is as it was `seen`. Null: it was gone already. */
  'deletion.decide': write<{ decision: DeletionDecision | null }>()(
    v.strictObject({
      ...environment,
      udi,
      seen: v.strictObject({ row: v.nullable(v.string()), content: v.nullable(v.number()) }),
      /** The environment's name as it was typed. */
      confirm: v.optional(v.string()),
    }),
  ),
  /** Keeps a leftover on purpose: nobody is reminded of it there any more. Null: there is nothing to keep. */
  'deletion.keep': write<{ decision: DeletionDecision | null }>()(
    v.strictObject({ ...environment, udi, why: v.pipe(message, v.minLength(1, 'a reason is needed')) }),
  ),
  /** Takes a decision back: rows return as they were. `notes`: what somebody worked on since. */
  'deletion.undo': write<{ decision: DeletionDecision; notes: readonly string[] }>()(
    v.strictObject({ ...project, id }),
  ),
  'deletion.list': read<DeletionList>()(v.strictObject(project)),
  /** Pages and media that are not the same everywhere, by GUID, where databases are known. */
  'content.compare': read<ContentComparison>()(v.strictObject(project)),

  'activity.list': read<ActivityList>()(v.strictObject(project)),
  'activity.get': read<{ record: ActivityRecord; log: readonly string[] }>()(
    v.strictObject({ ...project, id }),
  ),

  /** Makes the sample site (three clones in a new folder) and a project of it. */
  'sample.create': write<Project>()(v.strictObject({ path: v.optional(path) })),
} as const;

type Commands = typeof commands;
export type CommandName = keyof Commands;
export type Input<N extends CommandName> = v.InferInput<Commands[N]['input']>;
export type ParsedInput<N extends CommandName> = v.InferOutput<Commands[N]['input']>;
export type Output<N extends CommandName> = NonNullable<Commands[N]['output']> | NullOutput<N>;
type NullOutput<N extends CommandName> = null extends Commands[N]['output'] ? null : never;

export const commandNames = Object.keys(commands) as readonly CommandName[];
export const isCommandName = (value: unknown): value is CommandName =>
  typeof value === 'string' && Object.hasOwn(commands, value);

/** What the engine hands to a host: one function for each command. */
export type Handlers = {
  readonly [N in CommandName]: (input: ParsedInput<N>) => Output<N> | Promise<Output<N>>;
};
