// Restricted Mode: in a workspace that is not trusted, no secret goes into a file and no git is run.
import * as vscode from 'vscode';

/** Says why nothing was inserted, and what to do. */
export function tellUntrusted(): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Secrets are not inserted into files of a workspace that you do not trust. Trust it first.',
    ),
  );
}
