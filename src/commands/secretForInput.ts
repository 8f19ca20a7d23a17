// The command behind `${input:…}` of tasks and launch configurations: answers with a secret, if the person lets it. Any
// file of the workspace, and any extension, can ask; so the person is asked, once for each token of a workspace at least.
import * as vscode from 'vscode';
import { findUses } from '../insertion/uses.ts';
import { OF_WORKSPACE } from '../journal/keys.ts';
import { plain } from '../tokens/markdown.ts';
import type { Secret } from '../tokens/secret.ts';
import type { CommandParts } from './context.ts';
import { chooseSecret, storedOf } from './stored.ts';
import { tellUntrustedTerminal } from './terminals.ts';

/** What an input may say in its `args`. */
interface InputArguments {
  /** The id or the name of the token. */
  readonly token?: string;
  /** Without a token: the one whose secret an env file of the workspace has in this variable. */
  readonly variable?: string;
}

/** Where the workspace's allowances are kept. */
type Allowances = Pick<vscode.Memento, 'get' | 'update'>;

/**
 * Finds the secret that an input asks for.
 * @param allowed the workspace's memory of what it may have
 * @returns undefined, which stops the task, when the person does not want it
 * @throws VaultError
 */
export async function secretForInput(
  parts: CommandParts,
  argument: unknown,
  allowed: Allowances,
): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) {
    tellUntrustedTerminal();
    return undefined;
  }
  const wanted = readArguments(argument);
  const found = await idsFor(parts, wanted);
  const [only] = found;
  const named = only !== undefined && found.length === 1 ? await secretOf(parts, only) : undefined;
  const question = vscode.l10n.t('Which token does the task or launch configuration need?');
  const chosen = named ?? (await chooseSecret(parts, undefined, question));
  if (chosen === undefined) return undefined;
  return (await isAllowed(chosen, allowed)) ? chosen.secret.reveal() : undefined;
}

interface Chosen {
  readonly id: string;
  readonly name: string;
  readonly secret: Secret;
}

function readArguments(argument: unknown): InputArguments {
  if (typeof argument === 'string') return { token: argument };
  if (typeof argument !== 'object' || argument === null) return {};
  const { token, variable } = argument as Record<string, unknown>;
  return {
    ...(typeof token === 'string' ? { token } : {}),
    ...(typeof variable === 'string' ? { variable } : {}),
  };
}

/** The stored tokens that fit. */
async function idsFor(parts: CommandParts, { token, variable }: InputArguments): Promise<string[]> {
  const ids = await parts.vault.ids('token');
  const fits = async (id: string): Promise<boolean> => {
    if (token !== undefined) return id === token || (await storedOf(parts, id)).name === token;
    const secret = variable === undefined ? undefined : (await parts.vault.get('token', id))?.secret;
    return secret !== undefined && (await findUses(secret)).some((use) => use.variable === variable);
  };
  const fitting = await Promise.all(ids.map(fits));
  return ids.filter((_id, index) => fitting[index]);
}

async function secretOf(parts: CommandParts, id: string): Promise<Chosen | undefined> {
  const secret = (await parts.vault.get('token', id))?.secret;
  return secret && { id, secret, name: (await storedOf(parts, id)).name };
}

async function isAllowed({ id, name }: Chosen, allowed: Allowances): Promise<boolean> {
  const before = allowed.get<unknown>(OF_WORKSPACE.inputs);
  const ids = Array.isArray(before) ? before.filter((one) => typeof one === 'string') : [];
  if (ids.includes(id)) return true;
  const once = vscode.l10n.t('Allow Once');
  const always = vscode.l10n.t('Allow in This Workspace');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Give the secret of “{0}” to a task or launch configuration?', plain(name)),
    {
      modal: true,
      detail: vscode.l10n.t(
        'It was asked for by ${input:…} in this workspace, or by another extension. What is started gets the secret, and can pass it on.',
      ),
    },
    once,
    always,
  );
  if (answer === always) await allowed.update(OF_WORKSPACE.inputs, [...ids, id]);
  return answer === once || answer === always;
}
