// After a roll: offers to put the new secret where the old one stood.
import * as vscode from 'vscode';
import type { Secret } from '../tokens/secret.ts';
import { mayWrite } from './mayWrite.ts';
import type { Use } from './uses.ts';
import { tellUntrusted } from './trust.ts';
import { writeSecret } from './write.ts';

/**
 * Says how the roll went and, where the old secret was in use, offers to update those variables.
 * @param rolled what to say first
 */
export async function offerUpdate(rolled: string, secret: Secret, uses: readonly Use[]): Promise<void> {
  if (uses.length === 0) {
    void vscode.window.showInformationMessage(rolled);
    return;
  }
  const places = uses.map(({ label }) => label).join(', ');
  const update =
    uses.length === 1 ? vscode.l10n.t('Update {0}', places) : vscode.l10n.t('Update All {0}', uses.length);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} The old secret is still in {1}.', rolled, places),
    update,
  );
  if (answer !== update) return;
  if (!vscode.workspace.isTrusted) {
    tellUntrusted();
    return;
  }
  const failures: string[] = [];
  for (const use of uses) {
    if (!(await mayWrite(use.uri))) {
      failures.push(vscode.l10n.t('{0} still has the old secret.', use.label));
      continue;
    }
    const written = await writeSecret(use.uri, use.variable, secret);
    if (written.outcome === 'failed') failures.push(`${use.label}: ${written.reason}`);
    if (written.outcome === 'unsaved')
      failures.push(vscode.l10n.t('{0} has other unsaved changes; save it.', use.label));
    if (written.outcome !== 'failed') failures.push(...written.warnings.map(({ message }) => message));
  }
  if (failures.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('Updated {0}.', places));
  else void vscode.window.showWarningMessage(failures.join(' '));
}
