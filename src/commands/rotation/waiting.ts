// The questions of a rotation that goes well: whether the deployment is out, for how long the old token is disabled, and
// whether it may be deleted.
import * as vscode from 'vscode';
import { deletable, deployed, twinDeletable } from '../../rotation/decisions.ts';
import type { Pause } from '../../rotation/pause.ts';
import type { Rotation } from '../../rotation/rotation.ts';
import { alignTwin } from '../../rotation/twin.ts';
import { plain } from '../../tokens/markdown.ts';
import { DAY, dateTimeWords, relativeTime } from '../../tokens/times.ts';
import type { Token } from '../../tokens/token.ts';
import type { CommandParts } from '../context.ts';
import { copyToClipboard } from '../copySecret.ts';
import { confirmUndo } from './undo.ts';

type PauseFor<F extends Pause['for']> = Extract<Pause, { readonly for: F }>;

/** The new secret is where it was to go. @param isWhere the person came back to say that the deployment is out */
export async function askForDeployment(
  parts: CommandParts,
  rotation: Rotation,
  pause: PauseFor<'deployment'>,
  isWhere: boolean,
): Promise<Rotation | undefined> {
  const isOut = vscode.l10n.t('The Deployment Is Out…');
  const copy = vscode.l10n.t('Copy New Secret');
  if (!isWhere) {
    const answer = await vscode.window.showInformationMessage(reachedWords(rotation), isOut, copy);
    if (answer === copy) await copyOf(parts, rotation.twinId, rotation.name);
    if (answer !== isOut) return undefined;
  }
  const align = vscode.l10n.t('Bring the Twin Up to Date');
  const disable = vscode.l10n.t('Disable the Old Token…');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Does everything run with the new secret of “{0}”?', plain(rotation.name)),
    { modal: true, detail: deploymentDetail(rotation, pause) },
    disable,
    ...(pause.differs ? [align] : []),
    copy,
  );
  switch (answer) {
    case disable: {
      const until = await chooseCooling(rotation, new Date());
      return until && deployed(rotation, until);
    }
    case align:
      await alignTwin(rotation, parts.reachOf(rotation));
      return rotation;
    case copy:
      await copyOf(parts, rotation.twinId, rotation.name);
      return undefined;
    case undefined:
    default:
      return undefined;
  }
}

function reachedWords(rotation: Rotation): string {
  const places = rotation.places.map(({ label }) => label).join(', ');
  const left = leftWords(rotation);
  return [
    places === ''
      ? vscode.l10n.t('“{0}” has a twin with a secret of its own.', plain(rotation.name))
      : vscode.l10n.t('The new secret of “{0}” is in {1}, and works.', plain(rotation.name), places),
    left === '' ? '' : vscode.l10n.t('By hand: {0}.', left),
    vscode.l10n.t('Deploy, then continue; until then the old one works as well.'),
  ]
    .filter((line) => line !== '')
    .join(' ');
}

function deploymentDetail(rotation: Rotation, { old, stillOld, differs }: PauseFor<'deployment'>): string {
  const left = leftWords(rotation);
  return [
    lastUsedWords(old),
    stillOld.length === 0
      ? ''
      : vscode.l10n.t(
          'Still with the old secret: {0}. It is refused there from now on.',
          stillOld.map(({ label }) => label).join(', '),
        ),
    left === '' ? '' : vscode.l10n.t('Updated by hand: {0}?', left),
    differs
      ? vscode.l10n.t(
          'The old token was changed since the twin was made, so the two are no longer alike. The twin can be brought up to date.',
        )
      : '',
    vscode.l10n.t('The old token is only disabled at first. If something is refused, undo the rotation.'),
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

function leftWords({ givenUp, byHand }: Rotation): string {
  return [...givenUp, ...byHand].map(({ label }) => plain(label)).join(', ');
}

/** When Cloudflare saw the old token in use: a hint, not a promise. */
function lastUsedWords({ lastUsedOn }: Token): string {
  return lastUsedOn === undefined
    ? vscode.l10n.t('Cloudflare has not seen the old token in use.')
    : vscode.l10n.t(
        'Cloudflare last saw the old token in use {0}. That is only a hint: it may lag behind, and what runs rarely was perhaps not due.',
        relativeTime(new Date(lastUsedOn), new Date()),
      );
}

/** For how long the old token is only disabled. A day catches what runs only at night. */
async function chooseCooling({ name }: Rotation, now: Date): Promise<Date | undefined> {
  const times: readonly (readonly [label: string, milliseconds: number])[] = [
    [vscode.l10n.t('24 hours'), DAY],
    [vscode.l10n.t('1 hour'), DAY / 24],
    [vscode.l10n.t('3 days'), 3 * DAY],
    [vscode.l10n.t('7 days'), 7 * DAY],
  ];
  const items = [
    ...times.map(([label, milliseconds]) => {
      const until = new Date(now.getTime() + milliseconds);
      return { label, description: vscode.l10n.t('until {0}', dateTimeWords(until)), until };
    }),
    {
      label: vscode.l10n.t('No time at all'),
      description: vscode.l10n.t('asks at once whether to delete it'),
      until: now,
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Disable the Old Token of “{0}”', plain(name)),
    placeHolder: vscode.l10n.t('For how long should it be disabled before you delete it?'),
  });
  return picked?.until;
}

/** The old token is disabled; there is time. */
export async function duringCooling(
  rotation: Rotation,
  { until, old }: PauseFor<'cooling'>,
): Promise<Rotation | undefined> {
  const deleteNow = vscode.l10n.t('Delete It Now…');
  const undo = vscode.l10n.t('Undo…');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The old token of “{0}” is disabled until {1}. If something is refused meanwhile, undo the rotation: nothing is lost yet.',
      plain(rotation.name),
      dateTimeWords(until),
    ),
    deleteNow,
    undo,
  );
  if (answer === undo) return confirmUndo(rotation);
  return answer === deleteNow ? confirmDeletion(rotation, old) : undefined;
}

/** The cooling time is over, or the person does not want to wait for that. */
export async function confirmDeletion(rotation: Rotation, old: Token): Promise<Rotation | undefined> {
  const remove = vscode.l10n.t('Delete Old Token');
  const undo = vscode.l10n.t('Undo…');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete the old token of “{0}”?', plain(rotation.name)),
    {
      modal: true,
      detail: [
        vscode.l10n.t('This cannot be undone. The twin gets the name, and the old secret is forgotten.'),
        lastUsedWords(old),
      ].join('\n\n'),
    },
    remove,
    undo,
  );
  if (answer === undo) return confirmUndo(rotation);
  return answer === remove ? deletable(rotation) : undefined;
}

/** The old secret is back; what was deployed with the new one may still run. */
export async function askForDeploymentBack(
  parts: CommandParts,
  rotation: Rotation,
): Promise<Rotation | undefined> {
  const remove = vscode.l10n.t('Delete the Twin');
  const copy = vscode.l10n.t('Copy Old Secret');
  const left = leftWords(rotation);
  const answer = await vscode.window.showWarningMessage(
    [
      vscode.l10n.t('“{0}” works again, and its secret is back where it was.', plain(rotation.name)),
      left === '' ? '' : vscode.l10n.t('Put it back yourself in {0}.', left),
      vscode.l10n.t('Delete the twin when nothing that is deployed runs with its secret any more.'),
    ]
      .filter((line) => line !== '')
      .join(' '),
    remove,
    copy,
  );
  if (answer === copy) await copyOf(parts, rotation.tokenId, rotation.name);
  return answer === remove ? twinDeletable(rotation) : undefined;
}

async function copyOf({ vault }: CommandParts, id: string | undefined, name: string): Promise<void> {
  const envelope = id === undefined ? undefined : await vault.get('token', id);
  if (envelope !== undefined) await copyToClipboard(envelope.secret, name);
}
