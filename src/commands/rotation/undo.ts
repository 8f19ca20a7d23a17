// "Undo Rotation": says what comes back and what goes, and takes the rotation back.
import * as vscode from 'vscode';
import { undone } from '../../rotation/decisions.ts';
import { hasReached, type Rotation } from '../../rotation/rotation.ts';
import { plain } from '../../tokens/markdown.ts';

/** Asks whether a rotation is to be undone. @returns the rotation to go on with; undefined to leave it as it is */
export async function confirmUndo(rotation: Rotation): Promise<Rotation | undefined> {
  const name = plain(rotation.name);
  if (rotation.stage === 'deleting') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The rotation of “{0}” can no longer be undone: the old token is being deleted.', name),
    );
    return undefined;
  }
  const undo = vscode.l10n.t('Undo Rotation');
  const places = rotation.places.map(({ label }) => label).join(', ');
  const byHand = [...rotation.givenUp, ...rotation.byHand].map(({ label }) => plain(label)).join(', ');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Undo the rotation of “{0}”?', name),
    {
      modal: true,
      detail: [
        hasReached(rotation, 'cooling') ? vscode.l10n.t('The old token is enabled again.') : '',
        places === '' ? '' : vscode.l10n.t('The old secret comes back in {0}.', places),
        byHand === '' || !hasReached(rotation, 'deploying')
          ? ''
          : vscode.l10n.t('What you updated by hand needs it back, too: {0}.', byHand),
        hasReached(rotation, 'deploying')
          ? vscode.l10n.t('The twin is deleted when you say that nothing deployed runs with its secret.')
          : vscode.l10n.t('The twin, which nothing uses yet, is deleted.'),
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    },
    undo,
  );
  return answer === undo ? undone(rotation) : undefined;
}
