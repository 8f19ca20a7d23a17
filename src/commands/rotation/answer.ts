// What is asked, or said, where a rotation stops. Whoever dismisses a question can come back to it from the rotation's
// row, in any window.
import * as vscode from 'vscode';
import type { Stop } from '../../rotation/drive.ts';
import type { Rotation } from '../../rotation/rotation.ts';
import { plain } from '../../tokens/markdown.ts';
import type { CommandParts } from '../context.ts';
import { choosePlaces } from './choosePlaces.ts';
import { askAboutLeft, askForStorage, askInTrouble } from './trouble.ts';
import { askForDeployment, askForDeploymentBack, confirmDeletion, duringCooling } from './waiting.ts';

/**
 * Tells the person why a rotation stopped, and asks what to do.
 * @param isWhere they asked for it to go on, and it still stops where it did
 * @returns the rotation to go on with; undefined to leave it as it is
 */
export async function answerTo(
  parts: CommandParts,
  { rotation, pause }: Stop,
  isWhere: boolean,
): Promise<Rotation | undefined> {
  const name = plain(rotation.name);
  switch (pause.for) {
    case 'done':
      void vscode.window.showInformationMessage(
        vscode.l10n.t('“{0}” is rotated: the twin has its name, and the old token is deleted.', name),
      );
      return undefined;
    case 'undone':
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'The rotation of “{0}” is undone. The token is as it was, and the twin is deleted.',
          name,
        ),
      );
      return undefined;
    case 'places':
      return choosePlaces(parts, rotation);
    case 'deployment':
      return askForDeployment(parts, rotation, pause, isWhere);
    case 'cooling':
      return duringCooling(rotation, pause);
    case 'deletion':
      return confirmDeletion(rotation, pause.old);
    case 'deployment-back':
      return askForDeploymentBack(parts, rotation);
    case 'left':
      return askAboutLeft(rotation, pause.reports);
    case 'storage':
      return askForStorage(parts, rotation, pause);
    case 'lost':
    case 'old-gone':
    case 'old-refused':
    case 'secret-lost':
    case 'twin-gone':
    case 'twin-refused':
    case 'enabled-again':
      return askInTrouble(parts, rotation, pause);
  }
}
