// What is in the way of a rotation, in words that say what is true now, and the ways on.
import * as vscode from 'vscode';
import { explain } from '../../problems.ts';
import { disabledAgain, resumed, without } from '../../rotation/decisions.ts';
import type { Pause } from '../../rotation/pause.ts';
import type { PlaceReport } from '../../rotation/reach.ts';
import type { Rotation } from '../../rotation/rotation.ts';
import { plain } from '../../tokens/markdown.ts';
import type { CommandParts } from '../context.ts';
import { copyToClipboard } from '../copySecret.ts';
import { confirmUndo } from './undo.ts';

type PauseFor<F extends Pause['for']> = Extract<Pause, { readonly for: F }>;

export type Trouble = PauseFor<
  'lost' | 'old-gone' | 'old-refused' | 'secret-lost' | 'twin-gone' | 'twin-refused' | 'enabled-again'
>;

/** Some places do not hold the secret that they should. */
export async function askAboutLeft(
  rotation: Rotation,
  reports: readonly PlaceReport[],
): Promise<Rotation | undefined> {
  const again = vscode.l10n.t('Try Again');
  const leave = vscode.l10n.t('Leave Them to Me');
  const words =
    rotation.undoing === undefined
      ? vscode.l10n.t('The new secret of “{0}” is not everywhere yet.', plain(rotation.name))
      : vscode.l10n.t('The old secret of “{0}” is not back everywhere yet.', plain(rotation.name));
  const lines = reports.map(leftWords);
  const answer = await vscode.window.showWarningMessage([words, ...lines].join(' '), again, leave);
  if (answer === again) return rotation;
  const places = reports.map(({ place }) => place);
  return answer === leave ? without(rotation, places) : undefined;
}

function leftWords(report: PlaceReport): string {
  const { label } = report.place;
  switch (report.state) {
    case 'unsaved':
      return vscode.l10n.t('{0} has other unsaved changes: save it.', label);
    case 'missing':
      return vscode.l10n.t('{0} is gone, or out of this window’s reach.', label);
    case 'failed':
      return `${label}: ${report.reason}`;
    case 'other':
    case 'holds':
      return vscode.l10n.t('{0} has another value by now.', label);
  }
}

/** The twin's secret is in memory only. */
export async function askForStorage(
  { vault }: CommandParts,
  rotation: Rotation,
  { twinId, error }: PauseFor<'storage'>,
): Promise<Rotation | undefined> {
  const again = vscode.l10n.t('Store Again');
  const copy = vscode.l10n.t('Copy Secret');
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t('The secret of the twin of “{0}” is not stored. {1}', plain(rotation.name), explain(error)),
    again,
    copy,
  );
  const envelope = answer === copy ? await vault.get('token', twinId) : undefined;
  if (envelope !== undefined) await copyToClipboard(envelope.secret, rotation.name);
  return answer === again ? rotation : undefined;
}

/** Something is in the way that only the person can decide about. */
export async function askInTrouble(
  { rotations }: CommandParts,
  rotation: Rotation,
  trouble: Trouble,
): Promise<Rotation | undefined> {
  const [again, disable] = [vscode.l10n.t('Try Again'), vscode.l10n.t('Disable Again')];
  const [undo, goOn] = [vscode.l10n.t('Undo…'), vscode.l10n.t('Go On with the Rotation')];
  const end = vscode.l10n.t('End Rotation');
  const ways = { again, disable, undo, goOn, end };
  const offered = waysOutOf(rotation, trouble).map((way) => ways[way]);
  const answer = await vscode.window.showErrorMessage(troubleWords(rotation, trouble), ...offered);
  switch (answer) {
    case again:
      return rotation;
    case disable:
      return disabledAgain(rotation);
    case undo:
      return confirmUndo(rotation);
    case goOn:
      return resumed(rotation);
    case end:
      await rotations.remove(rotation.tokenId);
      return undefined;
    case undefined:
    default:
      return undefined;
  }
}

type Way = 'again' | 'disable' | 'undo' | 'goOn' | 'end';

function waysOutOf({ stage, undoing }: Rotation, trouble: Trouble): readonly Way[] {
  if (undoing !== undefined) return ['again', 'goOn'];
  switch (trouble.for) {
    case 'enabled-again':
      return ['disable', 'undo'];
    case 'old-gone':
      return ['end'];
    case 'twin-gone':
      // Once the old token is deleted, too, there is nothing left to rotate.
      return stage === 'deleting' ? ['end'] : ['undo'];
    case 'secret-lost':
      return ['undo'];
    case 'lost':
    case 'old-refused':
    case 'twin-refused':
      return ['again', 'undo'];
  }
}

function troubleWords(rotation: Rotation, trouble: Trouble): string {
  const name = plain(rotation.name);
  switch (trouble.for) {
    case 'lost':
      return vscode.l10n.t(
        'Cloudflare’s answer about the twin of “{0}” was lost on the way. {1} Nothing uses the twin yet, and the old token works as before.',
        name,
        explain(trouble.cause),
      );
    case 'old-gone':
      return rotation.undoing === undefined
        ? vscode.l10n.t('“{0}” was deleted elsewhere, so there is nothing to rotate.', name)
        : vscode.l10n.t(
            'The rotation of “{0}” cannot be undone: the old token was deleted elsewhere. The twin works.',
            name,
          );
    case 'old-refused':
      return trouble.verdict === 'dead'
        ? vscode.l10n.t(
            'The rotation of “{0}” is not undone: the old secret no longer works, because the old token was rolled elsewhere. The twin works, and everything still has its secret.',
            name,
          )
        : vscode.l10n.t(
            'The rotation of “{0}” is not undone: Cloudflare does not call the old token active yet. The twin works, and everything still has its secret.',
            name,
          );
    case 'secret-lost':
      return trouble.of === 'twin'
        ? vscode.l10n.t(
            'VS Code no longer has the secret of the twin of “{0}”. Undo the rotation and begin again.',
            name,
          )
        : vscode.l10n.t(
            'The rotation of “{0}” is not undone: VS Code no longer has the old secret, so it cannot be put back. The twin works.',
            name,
          );
    case 'twin-gone':
      return vscode.l10n.t(
        'The twin of “{0}” was deleted elsewhere, and what has its secret is refused. {1}',
        name,
        rotation.stage === 'deleting' ? '' : vscode.l10n.t('Undo the rotation to put the old secret back.'),
      );
    case 'twin-refused':
      return trouble.verdict === 'dead'
        ? vscode.l10n.t(
            'Cloudflare does not accept the secret of the twin of “{0}”: it was rolled elsewhere, or is not known everywhere yet. Nothing was changed.',
            name,
          )
        : vscode.l10n.t(
            'The twin of “{0}” is not active: it was disabled elsewhere, has expired, or is not valid yet. Nothing was changed.',
            name,
          );
    case 'enabled-again':
      return vscode.l10n.t('Somebody enabled the old token of “{0}” again.', name);
  }
}
