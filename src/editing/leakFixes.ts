// The quick fixes for a secret in a file that git has: move it, roll it, revoke it; or ask Cloudflare whether it works.
import * as vscode from 'vscode';
import type { LeakKind } from '../leaks/detect.ts';
import { spotAt } from '../usage/spot.ts';
import { LEAK_SOURCE } from './leakProblems.ts';

const TOKENS: readonly unknown[] = ['user-token', 'account-token', 'legacy-token'] satisfies LeakKind[];

/** What VS Code asks for fixes of problems. */
export const leakFixes: vscode.CodeActionProvider = {
  provideCodeActions(document, _range, { diagnostics }) {
    return diagnostics
      .filter(({ source }) => source === LEAK_SOURCE)
      .flatMap((problem) => {
        const spot = spotAt(document, document.offsetAt(problem.range.start));
        const kind = typeof problem.code === 'object' ? problem.code.value : problem.code;
        if (!TOKENS.includes(kind))
          return [
            fix(problem, vscode.l10n.t('Open Cloudflare’s Dashboard to Replace It'), 'openInDashboard'),
          ];
        return [
          fix(
            problem,
            vscode.l10n.t('Move the Secret to VS Code and an Ignored Env File…'),
            'moveLeak',
            spot,
            true,
          ),
          fix(problem, vscode.l10n.t('Roll the Secret…'), 'rollLeak', spot),
          fix(problem, vscode.l10n.t('Revoke the Secret: Delete Its Token…'), 'revokeLeak', spot),
          fix(problem, vscode.l10n.t('Verify the Secret with Cloudflare'), 'verify', spot),
        ];
      });
  },
};

function fix(
  problem: vscode.Diagnostic,
  title: string,
  command: string,
  argument?: unknown,
  isPreferred = false,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [problem];
  action.isPreferred = isPreferred;
  action.command = {
    title,
    command: `cloudflareTokens.${command}`,
    arguments: argument === undefined ? [] : [argument],
  };
  return action;
}
