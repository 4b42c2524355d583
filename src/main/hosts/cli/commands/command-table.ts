import type { CommandId } from '../command-specs';
import type { Result, Session } from '../session';
import { addBranch, attachTo, branches, detach } from './branch-commands';
import { addContent, database, extract, importContent, removeContent } from './database-commands';
import { abortConflicts, conflicts, finishConflicts, resolveConflict } from './conflict-commands';
import { decideDeletion, deletions, keepItem, undoDeletion } from './deletion-commands';
import { bringOver, deploy, pull, push, receive, sync } from './deploy-commands';
import {
  addFolder,
  decide,
  locateEnvironment,
  lookAtServer,
  renameEnvironment,
  reorderEnvironments,
  showEnvironment,
  simple,
} from './environment-commands';
import { activity, changes, collisions, items, plan, status } from './look-commands';
import { signIn } from './sign-in-command';
import {
  createProject,
  listProjects,
  proposeProject,
  removeProject,
  renameProject,
  reorderProjects,
  sample,
  settings,
  showProject,
} from './project-commands';
import { trust } from './trust-command';

/** What each command does. `open` is not among them: it starts another program and needs no engine here. */
export const commandTable: {
  readonly [I in Exclude<CommandId, 'open'>]: (session: Session) => Promise<Result>;
} = {
  'project create': createProject,
  'project propose': proposeProject,
  'project list': listProjects,
  'project show': showProject,
  'project rename': renameProject,
  'project reorder': reorderProjects,
  'project remove': removeProject,
  trust,
  status,
  items,
  changes,
  plan,
  collisions,
  deploy,
  push,
  pull,
  sync,
  'bring-over': bringOver,
  fetch: lookAtServer,
  receive,
  conflicts,
  resolve: resolveConflict,
  'conflicts finish': finishConflicts,
  'conflicts abort': abortConflicts,
  deletions,
  'deletions decide': decideDeletion,
  'deletions keep': keepItem,
  'deletions undo': undoDeletion,
  activity,
  'environment show': showEnvironment,
  'environment add': (session) => {
    const of = session.flags.text('of');
    return of === undefined ? addFolder(session) : addBranch(session, of);
  },
  'environment branches': branches,
  'environment attach': attachTo,
  'environment detach': detach,
  'environment rename': renameEnvironment,
  'environment reorder': reorderEnvironments,
  'environment locate': locateEnvironment,
  'environment include': decide('include'),
  'environment leave': decide('leave'),
  'environment use-branch': simple(
    'environment.useBranch',
    (name) => `${name} goes on with what its folder shows now.`,
  ),
  'environment accept-rewrite': simple(
    'environment.acceptRewrite',
    (name) => `${name} goes on from its rewritten history.`,
  ),
  'environment acknowledge': simple('environment.acknowledge', (name) => `The note on ${name} is gone.`),
  'environment recover': simple('environment.recover', (name) => `${name} is in order.`),
  'environment take-over': simple('environment.takeOver', (name) => `${name} is free again.`),
  database,
  'database add': addContent,
  'database import': importContent,
  'database remove': removeContent,
  extract,
  'sign-in': signIn,
  'sign-out': simple('remote.signOut', (name) => `What you signed in with for ${name} is forgotten.`),
  settings,
  sample,
};
