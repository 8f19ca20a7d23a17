// Runs inside the extension host, bundled: looks through a large workspace for secrets, and follows changes of a file.
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { Secret } from '../../src/tokens/secret.ts';
import { openUsage } from '../../src/usage/usage.ts';
import type { Vault } from '../../src/vault/vault.ts';
import { fakeState } from '../unit/usage/fakeState.ts';

export interface UsageTimes {
  /** Looks at the workspace before anybody asked. */
  readonly early: number;
  /** From asking for a token's consumers to the answer, in milliseconds. */
  readonly first: number;
  readonly found: number;
  /** From the event that a file changed until what it means is known, in milliseconds. */
  readonly changes: readonly number[];
}

const CHANGES = 20;

/** @param secrets by the id of their token @param file an env file of the workspace, which is written to */
export async function measureUsageInHost(
  secrets: Readonly<Record<string, string>>,
  file: string,
): Promise<UsageTimes> {
  const workspace = vscode.workspace as unknown as Record<string, unknown>;
  const { findFiles, createFileSystemWatcher } = vscode.workspace;
  let asked = 0;
  const changed = new vscode.EventEmitter<vscode.Uri>();
  workspace['findFiles'] = (...args: Parameters<typeof findFiles>) => {
    asked++;
    return findFiles(...args);
  };
  // VS Code's own watcher waits before it tells; what is measured is what follows.
  workspace['createFileSystemWatcher'] = (...args: Parameters<typeof createFileSystemWatcher>) => {
    asked++;
    const own = createFileSystemWatcher(...args);
    Object.defineProperty(own, 'onDidChange', { value: changed.event });
    return own;
  };
  const usage = openUsage(vaultOf(secrets), fakeState());
  await new Promise((later) => setTimeout(later, 500));
  const early = asked;
  const [id = ''] = Object.keys(secrets);
  const began = performance.now();
  const found = (await usage.of(id)).length;
  const first = performance.now() - began;
  const changes: number[] = [];
  for (let round = 0; round < CHANGES; round++) {
    writeFileSync(file, round % 2 === 0 ? `TOKEN=${secrets[id]}\n` : 'TOKEN=\n');
    const known = new Promise<void>((resolve) => {
      const listening = usage.onDidChange(() => {
        listening.dispose();
        resolve();
      });
    });
    const since = performance.now();
    changed.fire(vscode.Uri.file(file));
    await known;
    changes.push(performance.now() - since);
  }
  usage.dispose();
  Object.assign(workspace, { findFiles, createFileSystemWatcher });
  return { early, first, found, changes };
}

function vaultOf(secrets: Readonly<Record<string, string>>): Vault {
  const never = new vscode.EventEmitter<void>();
  const vault: Pick<Vault, 'ids' | 'get' | 'onDidChange'> = {
    ids: (kind) => Promise.resolve(kind === 'token' ? Object.keys(secrets) : []),
    get: (_kind, id) => Promise.resolve({ secret: new Secret(secrets[id] ?? ''), about: {}, storedAt: '' }),
    onDidChange: never.event,
  };
  return vault as Vault;
}
