// The question before a secret goes into a file: would git take it along?
import * as vscode from 'vscode';
import { addToGitignore, stopTracking, trackingOf } from './gitGuard.ts';

/** Stops a secret on its way into git, with the way forward. @returns whether the file may hold it */
export async function mayWrite(uri: vscode.Uri): Promise<boolean> {
  const file = vscode.workspace.asRelativePath(uri);
  switch (await trackingOf(uri)) {
    case 'ignored':
    case 'no-repository':
      return true;
    case 'tracked': {
      const stop = vscode.l10n.t('Stop Tracking and Insert');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('The secret was not inserted: git tracks {0}.', file),
        {
          modal: true,
          detail: vscode.l10n.t(
            'The next commit would publish the secret. Choose another file, or stop tracking this one (git rm --cached) and add it to .gitignore: the next commit then takes it out of the repository, for everybody, and older commits keep it.',
          ),
        },
        stop,
      );
      return answer === stop && (await stopTracking(uri)) && ignore(uri, file);
    }
    case 'untracked': {
      const add = vscode.l10n.t('Add to .gitignore and Insert');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Git does not ignore {0} yet.', file),
        {
          modal: true,
          detail: vscode.l10n.t(
            'The next “git add” would take the secret in. Add env files to .gitignore first.',
          ),
        },
        add,
      );
      return answer === add && ignore(uri, file);
    }
    case 'unknown': {
      const anyway = vscode.l10n.t('Insert Anyway');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('It cannot be checked whether git tracks {0}.', file),
        {
          modal: true,
          detail: vscode.l10n.t(
            'Git was not found, or the file is not on this machine. Make sure that the file is never committed.',
          ),
        },
        anyway,
      );
      return answer === anyway;
    }
  }
}

/** Has git ignore the file, or says that it does not. */
async function ignore(uri: vscode.Uri, file: string): Promise<boolean> {
  if (await addToGitignore(uri)) return true;
  void vscode.window.showErrorMessage(
    vscode.l10n.t(
      'The secret was not inserted: git still does not ignore {0}. Check .gitignore for a line that brings it back.',
      file,
    ),
  );
  return false;
}
