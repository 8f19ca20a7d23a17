// "Undo Rotation": for the token or the rotation of a tree row, or one that the person picks.
import * as vscode from 'vscode';
import type { Rotation } from '../../rotation/rotation.ts';
import { stateWords } from '../../rotation/words.ts';
import { plain } from '../../tokens/markdown.ts';
import type { CommandParts } from '../context.ts';
import { isTarget } from '../target.ts';
import { continueRotation, tellOutdated } from './continueRotation.ts';
import { confirmUndo } from './undo.ts';

/** Undoes a rotation. @throws ApiError, VaultError: it can then be gone on with later */
export async function undoRotation(parts: CommandParts, argument: unknown): Promise<void> {
  const rotation = isTarget(argument) ? parts.rotations.of(argument.tokenId) : await pick(parts);
  if (rotation === undefined) return;
  const undoing = rotation.undoing === undefined ? await confirmUndo(rotation) : rotation;
  if (undoing === undefined) return;
  if (!(await parts.rotations.decide(rotation, undoing))) {
    tellOutdated(rotation);
    return;
  }
  await continueRotation(parts, rotation.tokenId);
}

async function pick({ rotations }: CommandParts): Promise<Rotation | undefined> {
  const all = rotations.all();
  if (all.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No rotation is under way.'));
    return undefined;
  }
  const now = new Date();
  const items = all.map((rotation) => ({
    label: `$(sync) ${plain(rotation.name)}`,
    description: stateWords(rotation, now),
    rotation,
  }));
  const placeHolder = vscode.l10n.t('Which rotation should be undone?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.rotation;
}
