// The extension's parts put together as in src/parts.ts, over a fake SecretStorage and the local Cloudflare, with
// everything they show and log in reach.
import * as vscode from 'vscode';
import type { CloudflareApi } from '../../src/cloudflare/api.ts';
import { createCloudflareApi } from '../../src/cloudflare/client.ts';
import { createLimiter } from '../../src/cloudflare/limiter.ts';
import type { CommandParts } from '../../src/commands/context.ts';
import { forgetReplaced, keepRotated } from '../../src/commands/keepSecret.ts';
import type { ConnectParts } from '../../src/connections/connect.ts';
import { connect } from '../../src/connections/connect.ts';
import { type Connections, openConnections } from '../../src/connections/connections.ts';
import { openSessions } from '../../src/connections/sessions.ts';
import { createExplorer, type Explorer, type TreeSurface } from '../../src/explorer/explorer.ts';
import type { Node, TokenNode } from '../../src/explorer/nodes.ts';
import { openLeftRolls } from '../../src/journal/leftRolls.ts';
import { openShortLivedTokens } from '../../src/journal/shortLived.ts';
import { openTerminalEnvironment } from '../../src/insertion/terminalEnvironment.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { openNetwork } from '../../src/network.ts';
import { openReach } from '../../src/rotation/openReach.ts';
import type { Rotation } from '../../src/rotation/rotation.ts';
import { openRotations } from '../../src/rotation/rotations.ts';
import { Secret } from '../../src/tokens/secret.ts';
import type { Owner } from '../../src/tokens/token.ts';
import { openUsage } from '../../src/usage/usage.ts';
import { openVault } from '../../src/vault/vault.ts';
import { createFakeClock } from '../unit/cloudflare/fakeClock.ts';
import { cloudflare } from './cloudflare.ts';
import { type Dialogs, answerDialogs } from './dialogs.ts';
import { type FakeCollection, fakeCollection } from './fakeCollection.ts';
import { type FakeSecrets, fakeSecrets } from './fakeSecrets.ts';
import { type FakeState, fakeState } from '../unit/usage/fakeState.ts';

/** A row of the tree: what it is about, and how it looks. */
export interface Row {
  readonly node: Node;
  readonly item: vscode.TreeItem;
}

export interface World extends CommandParts {
  readonly secrets: FakeSecrets;
  readonly state: FakeState;
  /** What VS Code hands to new terminals. */
  readonly collection: FakeCollection;
  readonly connections: Connections;
  readonly connecting: ConnectParts;
  readonly explorer: Explorer;
  readonly dialogs: Dialogs;
  /** Everything logged, on any level. */
  readonly logged: readonly string[];
  /** The rows that were asked to be drawn again; undefined is the whole tree. */
  readonly redrawn: readonly (Node | undefined)[];
  /** The context keys that were set, without their common prefix. */
  readonly contexts: ReadonlyMap<string, unknown>;
  readonly view: { description?: string; visible: boolean };
  /** Makes an API client; its waits take no time. */
  api(secret: string): CloudflareApi;
  /** Runs "Connect to Cloudflare" with a secret. */
  connect(secret: string): Promise<void>;
  /** The rows below a row, or the tree's first rows. */
  rows(node?: Node): Promise<Row[]>;
  /** The row of the token that has a name, wherever it is. @throws Error when there is none */
  tokenRow(name: string): Promise<Row & { readonly node: TokenNode }>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** What VS Code keeps unencrypted; empty unless given. */
  readonly state?: FakeState;
  /** Another window's storage, to open a second window on. */
  readonly secrets?: FakeSecrets;
  /** The local Cloudflare's unless given. */
  readonly baseUrl?: string;
}

/** Opens a world in which nobody is connected. Close it after the test. */
export function openWorld({
  secrets = fakeSecrets(),
  state = fakeState(),
  baseUrl = cloudflare.url,
}: WorldOptions = {}): World {
  const logged: string[] = [];
  const redrawn: (Node | undefined)[] = [];
  const dialogs = answerDialogs();
  const contexts = hearContexts();
  const log = fakeLog(logged);
  const network = openNetwork();
  const clock = createFakeClock();
  const limiter = createLimiter({ clock });
  const apiFor = (secret: Secret) =>
    createCloudflareApi({
      baseUrl,
      secret,
      transport: network.send,
      userAgent: 'cloudflare-api-tokens-test/1',
      limiter,
      clock,
      log: (line) => log.debug(line),
    });
  const vault = openVault(secrets);
  const connections = openConnections(vault);
  const sessions = openSessions(connections, apiFor);
  const connecting = { connections, apiFor, log };
  const view = { description: '', visible: true };
  const changed = new vscode.EventEmitter<Node | undefined>();
  changed.event((node) => void redrawn.push(node));
  const usage = openUsage(vault, state);
  const surface = { view: view as unknown as TreeSurface['view'], changed };
  const journal = openJournal(state, vault, log);
  const rotations = openRotations(state);
  const leftRolls = openLeftRolls(state);
  const explorer = createExplorer({ sessions, vault, usage, rotations, leftRolls }, surface);
  const collection = fakeCollection();
  const terminals = openTerminalEnvironment(collection, state, vault, (id) => rotations.successorOf(id));
  const following = rotations.onDidChange(() => void terminals.apply().catch(() => undefined));
  const shortLived = openShortLivedTokens(state);
  const reachOf = (rotation: Rotation) =>
    openReach(rotation, {
      ...{ sessions, connections, vault, usage, rotations },
      keep: keepRotated(vault),
      follow: (from, to) => terminals.follow(from, to),
      forget: forgetReplaced(vault, leftRolls),
    });

  async function rows(node?: Node): Promise<Row[]> {
    const nodes = await explorer.getChildren(node);
    return Promise.all(
      nodes.map(async (child) => ({ node: child, item: await explorer.getTreeItem(child) })),
    );
  }

  async function tokenRowBelow(name: string, node?: Node): Promise<Row | undefined> {
    for (const row of await rows(node)) {
      if (row.node.type === 'token' && row.item.label === name) return row;
      const inside = row.node.type === 'connection' || row.node.type === 'owner';
      const found = inside ? await tokenRowBelow(name, row.node) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    ...{
      secrets,
      state,
      vault,
      connections,
      sessions,
      usage,
      journal,
      leftRolls,
      terminals,
      shortLived,
      collection,
      rotations,
      reachOf,
      connecting,
      explorer,
      dialogs,
      log,
      logged,
      redrawn,
      view,
      rows,
    },
    contexts: contexts.set,
    api: (secret) => apiFor(new Secret(secret)),

    async connect(secret) {
      dialogs.type(secret);
      await connect(connecting);
    },

    async tokenRow(name) {
      const found = await tokenRowBelow(name);
      if (found?.node.type !== 'token') throw new Error(`There is no row of a token ${name}.`);
      return { ...found, node: found.node };
    },

    async close() {
      explorer.dispose();
      following.dispose();
      terminals.dispose();
      rotations.dispose();
      usage.dispose();
      sessions.dispose();
      vault.dispose();
      changed.dispose();
      contexts.end();
      dialogs.end();
      await network.close();
    },
  };
}

/** A log that keeps its lines. */
export function fakeLog(lines: string[]): vscode.LogOutputChannel {
  const take =
    (level: string) =>
    (...said: unknown[]) =>
      void lines.push([level, ...said.map(String)].join(' '));
  const levels = ['trace', 'debug', 'info', 'warn', 'error'];
  return Object.fromEntries(
    levels.map((level) => [level, take(level)]),
  ) as unknown as vscode.LogOutputChannel;
}

function hearContexts(): { set: Map<string, unknown>; end: () => void } {
  const set = new Map<string, unknown>();
  const commands = vscode.commands as { executeCommand: typeof vscode.commands.executeCommand };
  const own = commands.executeCommand;
  commands.executeCommand = async <T>(command: string, ...rest: unknown[]) => {
    if (command === 'setContext') set.set(String(rest[0]).replace(/^cloudflareTokens\./, ''), rest[1]);
    return own.call(vscode.commands, command, ...rest) as Promise<T>;
  };
  return { set, end: () => void (commands.executeCommand = own) };
}

/** The owner of the account that has a place in the local Cloudflare's list. */
export function accountOwner(place: number): Owner & { readonly kind: 'account' } {
  return { kind: 'account', accountId: cloudflare.accounts[place] ?? '' };
}

/** What a row says when the pointer rests on it, as far as that is known without asking for more. */
export function tooltipOf({ tooltip }: vscode.TreeItem): string {
  return typeof tooltip === 'object' ? tooltip.value : (tooltip ?? '');
}
