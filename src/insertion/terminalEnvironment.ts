// Secrets in the environment of all terminals of a workspace, where the person wants that. Which, is kept with the
// workspace; the values are not: VS Code would write them to disk in the clear, so they are handed to it anew in each window.
import * as vscode from 'vscode';
import { escapeMarkdown } from '../tokens/markdown.ts';
import { envelopeOf } from '../vault/envelopeOf.ts';
import type { Vault } from '../vault/vault.ts';
import { OF_WORKSPACE } from '../journal/keys.ts';

/** A variable of the workspace's terminals. */
export interface TerminalVariable {
  readonly variable: string;
  readonly tokenId: string;
  /** The token's name. */
  readonly name: string;
}

export interface TerminalEnvironment {
  all(): readonly TerminalVariable[];
  /** Has new terminals of this workspace know a token's secret as a variable. @throws VaultError */
  use(variable: TerminalVariable): Promise<void>;
  /** No terminal that is opened from now on knows any secret. */
  withdraw(): Promise<void>;
  /** Variables that hold one token's secret hold another's from now on. @throws VaultError */
  follow(from: string, to: string): Promise<void>;
  /** Hands the values to VS Code: when a window opens, for what was wanted in an earlier one. @throws VaultError */
  apply(): Promise<void>;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/**
 * Opens what the workspace's terminals are to know; nothing is handed to VS Code before `apply`.
 * @param successorOf the token that took another's place while this workspace was not open, if one did
 */
export function openTerminalEnvironment(
  collection: vscode.EnvironmentVariableCollection,
  state: vscode.Memento,
  vault: Vault,
  successorOf: (tokenId: string) => string | undefined,
): TerminalEnvironment {
  const changed = new vscode.EventEmitter<void>();
  // Before any value: what persists is written to disk in the clear.
  collection.persistent = false;

  const all = (): TerminalVariable[] => readAll(state.get(OF_WORKSPACE.terminals));

  async function apply(): Promise<void> {
    const wanted = all();
    if (!vscode.workspace.isTrusted || wanted.length === 0) {
      collection.clear();
      return;
    }
    const values = new Map<string, string>();
    for (const { variable, tokenId } of wanted) {
      const envelope = await envelopeOf(vault, successorOf(tokenId) ?? tokenId);
      if (envelope !== undefined) values.set(variable, envelope.secret.reveal());
    }
    collection.forEach((variable) => {
      if (!values.has(variable)) collection.delete(variable);
    });
    for (const [variable, value] of values) {
      // Terminals are marked as out of date by every replacement, also by one with the same value.
      if (collection.get(variable)?.value !== value) collection.replace(variable, value);
    }
    collection.description = description(wanted.filter(({ variable }) => values.has(variable)));
  }

  async function save(variables: readonly TerminalVariable[]): Promise<void> {
    await state.update(OF_WORKSPACE.terminals, variables.length === 0 ? undefined : variables);
    await apply();
    changed.fire();
  }

  const subscriptions = [
    changed,
    vault.onDidChange(() => void apply().catch(() => undefined)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void apply().catch(() => undefined)),
  ];

  return {
    all,
    apply,
    use: (used) => save([...all().filter(({ variable }) => variable !== used.variable), used]),
    withdraw: () => save([]),

    async follow(from, to) {
      if (!all().some(({ tokenId }) => tokenId === from)) return;
      await save(all().map((used) => (used.tokenId === from ? { ...used, tokenId: to } : used)));
    },

    onDidChange: changed.event,

    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** Says what a terminal gets, never the value. */
function description(variables: readonly TerminalVariable[]): vscode.MarkdownString {
  const lines = variables.map(({ variable, name }) =>
    vscode.l10n.t('`{0}`: the secret of “{1}”', variable, escapeMarkdown(name)),
  );
  return new vscode.MarkdownString(lines.join('  \n'));
}

function readAll(kept: unknown): TerminalVariable[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { variable, tokenId, name } = entry as Record<string, unknown>;
    if (typeof variable !== 'string' || typeof tokenId !== 'string') return [];
    return { variable, tokenId, name: typeof name === 'string' ? name : tokenId };
  });
}
