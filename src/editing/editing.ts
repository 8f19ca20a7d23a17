// What the extension adds to editors: hovers, lenses and completions about secrets, and problems where one is leaking.
// Registered with the parts, not at activation: a window in which nobody looked at tokens pays nothing for it.
import * as vscode from 'vscode';
import { ENV_PATTERN } from '../insertion/envFiles.ts';
import type { Vault } from '../vault/vault.ts';
import { createCompletion } from './completion.ts';
import { createHover, type Describe } from './hover.ts';
import type { EditingParts } from './keptSecrets.ts';
import { leakFixes } from './leakFixes.ts';
import { type LeakProblems, watchLeaks } from './leakProblems.ts';
import { createLenses } from './lenses.ts';

const ENV_FILES: vscode.DocumentSelector = { pattern: ENV_PATTERN };
/** Where a lens above a secret is of use. */
const WITH_LENSES: vscode.DocumentSelector = [
  { pattern: ENV_PATTERN },
  { pattern: '**/wrangler.{toml,json,jsonc}' },
  { pattern: '**/.github/workflows/*.{yml,yaml}' },
];

/** Registers everything. @param describe puts a token in Markdown */
export function startEditing(
  parts: EditingParts & { readonly vault: Vault },
  describe: Describe,
): LeakProblems {
  const { sessions, usage } = parts;
  const changed = new vscode.EventEmitter<void>();
  const leaks = watchLeaks(usage);
  const subscriptions = [
    changed,
    leaks,
    usage.onDidChange(() => changed.fire()),
    sessions.onDidChange(() => changed.fire()),
    sessions.onDidChangeConnections(() => changed.fire()),
    vscode.languages.registerHoverProvider('*', createHover(parts, describe)),
    vscode.languages.registerCodeLensProvider(WITH_LENSES, createLenses(parts, changed.event)),
    vscode.languages.registerCompletionItemProvider(ENV_FILES, createCompletion(parts), '='),
    vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, leakFixes, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  ];
  return {
    searchWorkspace: () => leaks.searchWorkspace(),
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
