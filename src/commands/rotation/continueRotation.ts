// Goes on with a rotation until it is over, or the person leaves it for later.
import * as vscode from 'vscode';
import { whileTold } from '../../progress.ts';
import { advance } from '../../rotation/drive.ts';
import type { Rotation } from '../../rotation/rotation.ts';
import { plain } from '../../tokens/markdown.ts';
import { answerTo } from './answer.ts';
import type { CommandParts } from '../context.ts';

/** Goes on with the rotation of a token. @throws ApiError, VaultError: it can then be gone on with later */
export async function continueRotation(parts: CommandParts, tokenId: string): Promise<void> {
  const { rotations, reachOf } = parts;
  for (let isFirst = true; ; isFirst = false) {
    const rotation = rotations.of(tokenId);
    if (rotation === undefined) return;
    const title =
      rotation.undoing === undefined
        ? vscode.l10n.t('Rotating “{0}”…', plain(rotation.name))
        : vscode.l10n.t('Undoing the rotation of “{0}”…', plain(rotation.name));
    const stop = await rotations.alone(tokenId, () =>
      whileTold(title, () => advance(rotation, reachOf(rotation))),
    );
    if (stop === 'busy') {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('This rotation is being worked on already, here or in another window.'),
      );
      return;
    }
    // Where it stands after the first look is news only to who did not ask, unless it came further than it was.
    const decided = await answerTo(parts, stop, isFirst && stop.rotation.stage === rotation.stage);
    if (decided === undefined) return;
    if (!(await rotations.decide(stop.rotation, decided))) {
      tellOutdated(rotation);
      return;
    }
  }
}

/** A question may stand for days, while the rotation is gone on with or undone from its row, or in another window. */
export function tellOutdated({ name }: Rotation): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The rotation of “{0}” has got on since this was asked, so the answer was not used. Continue from its row.',
      plain(name),
    ),
  );
}
