// Reminds of rotations that wait for the person: when a window opens, and when a cooling time ends.
import * as vscode from 'vscode';
import type { Rotation } from '../../rotation/rotation.ts';
import { coolsUntil, isWaiting, stateWords } from '../../rotation/words.ts';
import { plain } from '../../tokens/markdown.ts';
import type { CommandParts } from '../context.ts';
import { continueRotation } from './continueRotation.ts';

/** The longest that a timer can wait, in milliseconds: 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Reminds of all rotations at which the person is the next to do something. */
export async function remindOfRotations(parts: CommandParts): Promise<void> {
  const now = new Date();
  const due = parts.rotations.all().filter((rotation) => !isWaiting(rotation, now));
  const [only] = due;
  if (only === undefined) return;
  const goOn = vscode.l10n.t('Continue…');
  const words =
    due.length === 1
      ? vscode.l10n.t('Rotation of “{0}”: {1}.', plain(only.name), stateWords(only, now))
      : vscode.l10n.t('{0} rotations wait for you: {1}.', due.length, due.map(named).join(', '));
  if ((await vscode.window.showInformationMessage(words, goOn)) !== goOn) return;
  const chosen = due.length === 1 ? only : await choose(due, now);
  if (chosen !== undefined) await continueRotation(parts, chosen.tokenId);
}

function named({ name }: Rotation): string {
  return `“${plain(name)}”`;
}

async function choose(due: readonly Rotation[], now: Date): Promise<Rotation | undefined> {
  const items = due.map((rotation) => ({
    label: `$(sync) ${plain(rotation.name)}`,
    description: stateWords(rotation, now),
    rotation,
  }));
  const placeHolder = vscode.l10n.t('Which rotation should go on?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.rotation;
}

/** Reminds whenever a cooling time ends while the window is open. */
export function remindWhenCool(parts: CommandParts, remind: () => Promise<void>): vscode.Disposable {
  const { rotations } = parts;
  let timer: NodeJS.Timeout | undefined;

  function arm(): void {
    clearTimeout(timer);
    const now = new Date();
    const ends = rotations
      .all()
      .filter((rotation) => isWaiting(rotation, now))
      .flatMap((rotation) => coolsUntil(rotation)?.getTime() ?? []);
    if (ends.length === 0) return;
    timer = setTimeout(
      () => {
        arm();
        remind().catch(() => undefined);
      },
      Math.min(Math.min(...ends) - now.getTime(), LONGEST_TIMER),
    );
  }

  arm();
  const changes = rotations.onDidChange(arm);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    changes.dispose();
  });
}
