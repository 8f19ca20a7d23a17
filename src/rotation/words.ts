// How far a rotation has come, in words: for its row, its steps, and the reminder.
import * as vscode from 'vscode';
import { plain } from '../tokens/markdown.ts';
import { dateTimeWords, parseTime } from '../tokens/times.ts';
import { hasReached, type Rotation, type Stage } from './rotation.ts';

/** What it waits for, or was at when it stopped. Goes on after "Rotation:". */
export function stateWords(rotation: Rotation, now: Date): string {
  if (rotation.undoing !== undefined) return vscode.l10n.t('being undone');
  switch (rotation.stage) {
    case 'creating':
    case 'proving':
      return vscode.l10n.t('the twin is not ready yet');
    case 'choosing':
      return vscode.l10n.t('waiting for where the new secret goes');
    case 'switching':
      return vscode.l10n.t('not all places have the new secret yet');
    case 'deploying':
      return vscode.l10n.t('waiting for your deployment');
    case 'cooling':
      return isCool(rotation, now)
        ? vscode.l10n.t('the old token can be deleted')
        : vscode.l10n.t('old token disabled until {0}', untilWords(rotation));
    case 'deleting':
      return vscode.l10n.t('the old token is being deleted');
  }
}

/** Is there nothing to do but to wait? */
export function isWaiting(rotation: Rotation, now: Date): boolean {
  const { stage, undoing, disabledAt } = rotation;
  return stage === 'cooling' && undoing === undefined && disabledAt !== undefined && !isCool(rotation, now);
}

/** When the cooling time is over; undefined where there is none. */
export function coolsUntil({ coolsUntil: until }: Rotation): Date | undefined {
  return parseTime(until);
}

function isCool(rotation: Rotation, now: Date): boolean {
  const until = coolsUntil(rotation);
  return until !== undefined && until <= now;
}

function untilWords(rotation: Rotation): string {
  const until = coolsUntil(rotation);
  return until === undefined ? '' : dateTimeWords(until);
}

/** A step of a rotation, as the tree lists it. */
export interface StepWords {
  readonly label: string;
  readonly detail?: string;
  readonly state: 'done' | 'current' | 'ahead';
}

/** All steps, done or ahead. */
export function stepWords(rotation: Rotation, now: Date): StepWords[] {
  const { places, givenUp, byHand, disabledAt, twinName } = rotation;
  const stateOf = (begins: Stage, isOver: boolean): StepWords['state'] =>
    isOver ? 'done' : hasReached(rotation, begins) ? 'current' : 'ahead';
  const held = places.map(({ label }) => label).join(', ');
  const left = [...givenUp, ...byHand].map(({ label }) => plain(label)).join(', ');
  return [
    {
      label: vscode.l10n.t('Twin made and verified'),
      detail: plain(twinName),
      state: stateOf('creating', hasReached(rotation, 'choosing')),
    },
    {
      label: vscode.l10n.t('New secret in its places'),
      ...(held === '' ? {} : { detail: held }),
      state: stateOf('choosing', hasReached(rotation, 'deploying')),
    },
    ...(left === ''
      ? []
      : [
          {
            label: vscode.l10n.t('Updated by hand'),
            detail: left,
            state: stateOf('deploying', hasReached(rotation, 'cooling')),
          },
        ]),
    {
      label: vscode.l10n.t('Deployment is out'),
      ...(hasReached(rotation, 'cooling') ? {} : { detail: vscode.l10n.t('you say when') }),
      state: stateOf('deploying', hasReached(rotation, 'cooling')),
    },
    {
      label: vscode.l10n.t('Old token disabled'),
      detail:
        disabledAt === undefined
          ? vscode.l10n.t('for a cooling time')
          : vscode.l10n.t('until {0}', untilWords(rotation)),
      state: stateOf('cooling', hasReached(rotation, 'deleting') || isCool(rotation, now)),
    },
    {
      label: vscode.l10n.t('Old token deleted'),
      detail: vscode.l10n.t('the twin gets its name'),
      state:
        hasReached(rotation, 'deleting') || (rotation.stage === 'cooling' && isCool(rotation, now))
          ? 'current'
          : 'ahead',
    },
  ];
}
